package dev.jrr.recorder;

import dev.jrr.trace.Effect;
import java.util.List;

/** Calls that change how the kernel schedules tasks: the recorder's scheduler follows. */
final class PriorityCalls implements SpecialCall {
  private final RecordSession session;

  PriorityCalls(RecordSession session) {
    this.session = session;
  }

  @Override
  public void exit(RecordedTask task, PendingCall call, long result, List<Effect> effects) {
    if (result != 0) {
      return;
    }
    // They may name processes, groups and users: whoever it was, the kernel knows now.
    for (RecordedTask other : List.copyOf(session.scheduler().tasks())) {
      Standing standing = Standing.read(other.tid());
      if (!standing.equals(other.turn.standing)) {
        session.scheduler().changeStanding(other, standing);
      }
    }
  }
}
