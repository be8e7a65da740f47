package dev.jrr.recorder;

import dev.jrr.tracee.syscalls.Errno;

/**
 * Calls that are answered with an error without being made: what cannot be recorded. A kernel that
 * lacks them answers ENOSYS, and programs fall back.
 */
final class RefusedCalls implements SpecialCall {
  @Override
  public void enter(RecordedTask task, PendingCall call) {
    call.emulatedResult = (long) -Errno.ENOSYS.number();
  }
}
