package dev.jrr.recorder;

import dev.jrr.tracee.kernel.Libc;
import org.jspecify.annotations.Nullable;

/**
 * Lets a task in that is woken in vain ({@link VainWaits}): it has its turn right after the call
 * that wakes it, when what it waits for is free. For that the others stop after each of their
 * calls.
 */
final class Starvation {
  /** A task makes seldom more calls until it gives a lock back. */
  private static final int STOPS = 64;

  private static final long SCHED_YIELD = Libc.function("sched_yield");

  private final RecordSession session;

  /** The task that starves, while it waits; the last one of several. */
  private @Nullable RecordedTask starving;

  /** So often others are stopped for it yet. */
  private int stops;

  Starvation(RecordSession session) {
    this.session = session;
  }

  /** The task makes a call: it may be one that shows that it starves. */
  void enters(RecordedTask task, PendingCall call) {
    task.vainWaits.enters(call);
    if (task.vainWaits.areMany()) {
      starving = task;
      stops = STOPS;
    } else {
      forget(task);
    }
  }

  /**
   * The task is about to run, and to make the call that wakes who starves. A task that idles may
   * look as if it did: for no such one the others stop for long.
   */
  void resumes(RecordedTask task) {
    if (!concerns(task)) {
      return;
    }
    if (stops-- > 0) {
      session.buffering().requestStop(task);
    } else {
      giveUp();
    }
  }

  /** The call, which stopped, is over. */
  void leaves(RecordedTask task, PendingCall call, long result) {
    task.vainWaits.leaves(call, result);
    called(task);
  }

  /** A call of the task is over: whoever starves has its turn first, if that call woke it. */
  void called(RecordedTask task) {
    RecordedTask other = starving;
    if (other == null || !concerns(task)) {
      return;
    }
    Libc.call(SCHED_YIELD);
    if (session.pollStop(other)) {
      giveUp();
      session.scheduler().giveWay();
    }
  }

  /** The task does something else, or is gone. */
  void forget(RecordedTask task) {
    if (starving == task) {
      starving = null;
    }
  }

  private boolean concerns(RecordedTask task) {
    RecordedTask other = starving;
    return other != null && other != task && other.process.space == task.process.space;
  }

  private void giveUp() {
    RecordedTask other = starving;
    if (other != null) {
      other.vainWaits.progressed();
      starving = null;
    }
  }
}
