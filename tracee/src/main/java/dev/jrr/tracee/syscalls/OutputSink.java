package dev.jrr.tracee.syscalls;

/** Takes the memory that a call has written, in the order in which the kernel writes it. */
@FunctionalInterface
public interface OutputSink {
  /**
   * The call wrote {@code length} bytes (positive) at {@code actualAddress}, which belong at {@code
   * programAddress}. The two are equal unless the call was redirected to scratch; where they
   * differ, the bytes must be copied. A range may reach into memory that cannot be read: take what
   * can be read. Where it cannot be stored at {@code programAddress}, see {@link
   * Redirection#faultResult}.
   */
  void written(long programAddress, long actualAddress, long length);
}
