package dev.jrr.recorder;

import dev.jrr.tracee.SyscallBuffer;
import dev.jrr.tracee.kernel.Libc;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Lets tasks in that are woken in vain ({@link VainWaits}): such a one, or whoever waits for the
 * same and is woken first, has its turn right after the call that wakes it, when what it waits for
 * is free. For that the hook stops after calls that wake somebody.
 */
final class Starvation {
  /** A task makes seldom more calls, of those that stop, until it gives a lock back. */
  private static final int STOPS = 64;

  private static final long SCHED_YIELD = Libc.function("sched_yield");

  private final RecordSession session;

  /** The tasks that starve, while they wait. */
  private final Set<RecordedTask> starving = new LinkedHashSet<>();

  /** So many of others' calls may be looked at yet. */
  private int stops;

  Starvation(RecordSession session) {
    this.session = session;
  }

  /** The task makes a call: it may be one that shows that it starves. */
  void enters(RecordedTask task, PendingCall call) {
    task.vainWaits.enters(call, System.nanoTime());
    if (task.vainWaits.areMany()) {
      starving.add(task);
      stops = STOPS;
      stopAfterWakes(task, true);
    } else {
      forget(task);
    }
  }

  private static void stopAfterWakes(RecordedTask task, boolean wanted) {
    BufferedSpace hook = task.process.space.hook;
    if (hook != null && hook.wakesStop != wanted) {
      hook.wakesStop = wanted;
      SyscallBuffer.stopAfterWakes(task.memory(), wanted);
    }
  }

  /** The call, which stopped, is over. */
  void leaves(RecordedTask task, long result) {
    task.vainWaits.leaves(result, System.nanoTime());
    forget(task);
    called(task);
  }

  /** A call of the task is over: whoever it woke of those that starve has its turn first. */
  void called(RecordedTask task) {
    if (!concerns(task)) {
      stopAfterWakes(task, false);
      return;
    }
    if (--stops < 0) {
      giveUp();
      return;
    }
    Libc.call(SCHED_YIELD);
    for (RecordedTask other : session.scheduler().tasks()) {
      if (other != task && isAmongStarving(other) && session.pollStop(other)) {
        other.vainWaits.letIn();
        forget(other);
        session.scheduler().giveWay();
        return;
      }
    }
  }

  /** Whether the task starves, or waits for the same as one that does, and was not woken yet. */
  private boolean isAmongStarving(RecordedTask task) {
    return starving.contains(task)
        || task.pendingStop == null
            && starving.stream()
                .anyMatch(
                    other ->
                        other.process.space == task.process.space
                            && task.vainWaits.isWaitingWith(other.vainWaits));
  }

  /** The task does something else, or is gone. */
  void forget(RecordedTask task) {
    starving.remove(task);
  }

  private boolean concerns(RecordedTask task) {
    return !starving.isEmpty()
        && starving.stream()
            .anyMatch(other -> other != task && other.process.space == task.process.space);
  }

  private void giveUp() {
    starving.forEach(task -> task.vainWaits.inVain());
    starving.clear();
  }
}
