package dev.jrr.recorder;

/** One thread group of a recording. */
final class RecordedProcess {
  final int pid;
  AddressSpace space;

  /**
   * A seccomp filter that is not jrr's was installed, by the program or from outside: every call is
   * stopped by PTRACE_SYSCALL, which comes before the filters' verdicts.
   */
  boolean filtered;

  /**
   * SECCOMP_MODE_STRICT, which the kernel does not combine with a filter, is kept by the recorder.
   */
  boolean strict;

  RecordedProcess(int pid, AddressSpace space) {
    this.pid = pid;
    this.space = space;
  }
}
