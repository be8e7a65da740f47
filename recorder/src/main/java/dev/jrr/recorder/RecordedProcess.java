package dev.jrr.recorder;

/** One thread group of a recording. */
final class RecordedProcess {
  final int pid;
  AddressSpace space;
  Descriptors descriptors;

  /** The program installed a seccomp filter of its own: every call is stopped by PTRACE_SYSCALL. */
  boolean filtered;

  /**
   * SECCOMP_MODE_STRICT, which the kernel does not combine with a filter, is kept by the recorder.
   */
  boolean strict;

  RecordedProcess(int pid, AddressSpace space, Descriptors descriptors) {
    this.pid = pid;
    this.space = space;
    this.descriptors = descriptors;
  }
}
