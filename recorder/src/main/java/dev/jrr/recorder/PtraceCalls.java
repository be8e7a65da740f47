package dev.jrr.recorder;

import dev.jrr.tracee.syscalls.Errno;

/**
 * ptrace between recorded tasks is not there: whoever wants to trace or be traced is refused as by
 * a system that forbids it, and a warning says so. All else is about a task that is not traced.
 */
final class PtraceCalls implements SpecialCall {
  private static final long TRACEME = 0;
  private static final long ATTACH = 16;
  private static final long SEIZE = 0x4206;

  private final RecordSession session;

  PtraceCalls(RecordSession session) {
    this.session = session;
  }

  @Override
  public void enter(RecordedTask task, PendingCall call) {
    long request = call.argument(0);
    if (request == TRACEME || request == ATTACH || request == SEIZE) {
      session
          .warnings()
          .add("ptrace was refused (EPERM): a recorded program cannot trace, nor be traced");
      call.emulatedResult = (long) -Errno.EPERM.number();
    } else {
      call.emulatedResult = (long) -Errno.ESRCH.number();
    }
  }
}
