package dev.jrr.recorder;

import dev.jrr.trace.Effect;
import dev.jrr.tracee.syscalls.Unknown;
import java.util.List;

/**
 * A call without a row is made; when it fails, or can have written nothing, its result is all there
 * is to record. When it succeeded and may have written, nobody knows what: the recording stops.
 */
final class UnknownCalls implements SpecialCall {
  private final Unknown unknown;

  UnknownCalls(Unknown unknown) {
    this.unknown = unknown;
  }

  @Override
  public void exit(RecordedTask task, PendingCall call, long result, List<Effect> effects) {
    if (unknown.mayWrite() && !unknown.failed(result)) {
      throw new UnknownCallException("task " + task.tid() + ": " + unknown.message());
    }
  }
}
