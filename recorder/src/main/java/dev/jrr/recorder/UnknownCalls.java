package dev.jrr.recorder;

import dev.jrr.trace.Effect;
import dev.jrr.tracee.MemoryCopy;
import dev.jrr.tracee.syscalls.Unknown;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call without a row is made; when it fails, or can have written nothing, its result is all there
 * is to record. When it may have written, that is found by comparing the task's private memory with
 * a copy from before the call; where that does not tell, the recording stops.
 */
final class UnknownCalls implements SpecialCall {
  private final Unknown unknown;
  private final RecordSession session;
  private final SignalRecorder signals;

  UnknownCalls(Unknown unknown, RecordSession session, SignalRecorder signals) {
    this.unknown = unknown;
    this.session = session;
    this.signals = signals;
  }

  /** What a task's memory was before a call: null where the kernel made no copy. */
  record Before(@Nullable MemoryCopy copy) {
    /** The task, which may make calls, needs it no more. */
    void forget(RecordedTask task) {
      if (copy != null) {
        copy.end();
        copy.forget(task.task);
      }
    }
  }

  @Override
  public void enter(RecordedTask task, PendingCall call) {
    if (!unknown.mayWrite() || call.note != null) {
      return;
    }
    call.note = task.beforeUnknown;
    task.beforeUnknown = null;
    if (call.note == null) {
      signals.turnBackBeforeCall(task);
      task.beforeUnknown = new Before(MemoryCopy.of(task.task));
    }
  }

  @Override
  public void exit(RecordedTask task, PendingCall call, long result, List<Effect> effects) {
    if (!(call.note instanceof Before before)) {
      return;
    }
    boolean wrote = !unknown.failed(result);
    List<MemoryCopy.Written> written =
        wrote && before.copy != null ? before.copy.allChanges() : null;
    before.forget(task);
    if (!wrote) {
      return;
    }
    if (written == null) {
      throw new UnknownCallException("task " + task.tid() + ": " + unknown.message());
    }
    for (MemoryCopy.Written range : written) {
      effects.add(new Effect.WriteMemory(range.address(), range.bytes()));
    }
    session
        .warnings()
        .add(
            unknown.what()
                + " is not in the syscall model: what it wrote was found by comparing memory, and"
                + " what it did besides is not in the recording");
  }

  /** The task ends: a copy that its next call would have needed goes with it. */
  static void ends(RecordedTask task) {
    PendingCall call = task.call;
    Before before = call != null && call.note instanceof Before made ? made : task.beforeUnknown;
    task.beforeUnknown = null;
    if (before != null && before.copy() != null) {
      before.copy().end();
    }
  }
}
