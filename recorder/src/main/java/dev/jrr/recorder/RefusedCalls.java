package dev.jrr.recorder;

/**
 * Calls that are answered with an error without being made: what cannot be recorded (a kernel that
 * lacks them answers ENOSYS, and programs fall back), and being traced by another.
 */
final class RefusedCalls implements SpecialCall {
  private final long errno;

  RefusedCalls(long errno) {
    this.errno = errno;
  }

  @Override
  public void enter(RecordedTask task, PendingCall call) {
    call.emulatedResult = -errno;
  }
}
