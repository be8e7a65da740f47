package dev.jrr.recorder;

import dev.jrr.trace.Effect;
import java.util.List;

/** sched_yield: the others have their turn first. */
final class YieldCalls implements SpecialCall {
  private final RecordSession session;

  YieldCalls(RecordSession session) {
    this.session = session;
  }

  @Override
  public void exit(RecordedTask task, PendingCall call, long result, List<Effect> effects) {
    session.scheduler().yieldTurn();
  }
}
