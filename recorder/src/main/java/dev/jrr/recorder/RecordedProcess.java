package dev.jrr.recorder;

/** One thread group of a recording. */
final class RecordedProcess {
  final int pid;
  AddressSpace space;
  Descriptors descriptors;

  /** The program installed a seccomp filter of its own: every call is stopped by PTRACE_SYSCALL. */
  boolean filtered;

  RecordedProcess(int pid, AddressSpace space, Descriptors descriptors) {
    this.pid = pid;
    this.space = space;
    this.descriptors = descriptors;
  }
}
