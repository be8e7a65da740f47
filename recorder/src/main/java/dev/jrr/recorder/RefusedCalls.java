package dev.jrr.recorder;

import dev.jrr.tracee.syscalls.Errno;
import dev.jrr.tracee.syscalls.ReplayAction;
import java.util.Map;

/**
 * Calls, and operations of calls, that are answered with an error without being made: what cannot
 * be recorded. A kernel that lacks them answers so, and programs fall back.
 */
final class RefusedCalls implements SpecialCall {
  private static final Map<ReplayAction, Errno> ANSWERS =
      Map.of(
          new ReplayAction.Special("enosys"), Errno.ENOSYS,
          new ReplayAction.Special("enoprotoopt"), Errno.ENOPROTOOPT);

  @Override
  public void enter(RecordedTask task, PendingCall call) {
    Errno answer = call.call == null ? null : ANSWERS.get(call.call.spec().replayAction());
    if (answer != null) {
      call.emulatedResult = (long) -answer.number();
    }
  }
}
