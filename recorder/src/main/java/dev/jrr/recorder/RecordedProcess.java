package dev.jrr.recorder;

/** One thread group of a recording. */
final class RecordedProcess {
  final int pid;
  AddressSpace space;

  /**
   * A seccomp filter that is not jrr's was installed, by the program or from outside: every call is
   * stopped by PTRACE_SYSCALL, which comes before the filters' verdicts, or by {@link
   * CallDispatch}.
   */
  boolean filtered;

  /** Those that the program installed itself. */
  OwnFilters ownFilters = OwnFilters.NONE;

  /**
   * Its filter may ask a listener what becomes of a call (SECCOMP_RET_USER_NOTIF, seccomp(2)): any
   * call may wait for that.
   */
  boolean hasListener;

  /** Its calls are stopped by {@link CallDispatch} instead, though it is filtered. */
  boolean dispatches;

  /** What it does with the signals of jrr's own traps. */
  final ForcedSignals forcedSignals;

  /**
   * SECCOMP_MODE_STRICT, which the kernel does not combine with a filter, is kept by the recorder.
   */
  boolean strict;

  /** What is known of how its memory changes. */
  final MemoryHabits habits;

  RecordedProcess(int pid, AddressSpace space, ForcedSignals forcedSignals) {
    this.pid = pid;
    this.forcedSignals = forcedSignals;
    this.space = space;
    this.habits = new MemoryHabits(pid);
  }

  /** Whether ptrace stops it at every call. */
  boolean stopsAtCalls() {
    return filtered && !dispatches;
  }
}
