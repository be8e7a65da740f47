package dev.jrr.recorder;

import dev.jrr.tracee.Stop;
import org.jspecify.annotations.Nullable;

/**
 * A process's leader that is killed with no stop, by another thread's exec or exit that was on its
 * way: the kernel tells of its end only when the other threads are gone, and those stop at their
 * own ends and wait for us. So it is not waited for in the kernel without a look at it.
 */
final class DyingLeader {
  private DyingLeader() {}

  /** The next stop of {@code leader}, which is running; one that it should have made at its end. */
  static Stop waitFor(RecordSession session, RecordedTask leader) {
    @Nullable Stop stop = session.waitBriefly(leader);
    while (stop == null) {
      boolean ended = SmallFiles.isZombie(leader.tid());
      session.pollStop(leader);
      stop = session.takePending(leader);
      if (stop == null) {
        stop = ended ? new Stop.Exiting() : session.waitBriefly(leader);
      }
    }
    return stop;
  }
}
