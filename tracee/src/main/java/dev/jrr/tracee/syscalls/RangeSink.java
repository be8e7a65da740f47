package dev.jrr.tracee.syscalls;

/**
 * Takes the memory that a call reads. A range may be longer than what is mapped (a program may pass
 * nonsense): take what can be read. The sink may take less than it is given, always by the same
 * rule.
 */
@FunctionalInterface
public interface RangeSink {
  /** The call reads {@code length} bytes at {@code address}; {@code length} is positive. */
  void range(long address, long length);

  /**
   * Like {@link #range}, for memory that had to be read anyway: {@code bytes} are its contents. A
   * sink that wants the contents overrides this and saves a read.
   */
  default void contents(long address, byte[] bytes) {
    range(address, bytes.length);
  }
}
