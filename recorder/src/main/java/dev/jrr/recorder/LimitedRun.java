package dev.jrr.recorder;

import dev.jrr.tracee.Stop;
import dev.jrr.tracee.kernel.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * Lets one task run in user code, for a limited time where others or signals wait: then it is
 * stopped where it is.
 */
final class LimitedRun {
  /** How often a running task's time is looked at: every 2 ms, 0.2 ms, 50 µs. */
  private static final long[] TICKS_NS = {2_000_000, 200_000, 50_000};

  /** Setting the timer costs a few of its ticks. */
  private static final long WORTH_NS = 5 * TICKS_NS[0];

  /** It ticks when the time is over, not just before. */
  private static final long LATE_NS = 20_000;

  private final RecordSession session;
  private final Scheduler scheduler;
  private final Ticker ticker = new Ticker();
  private final SignalHold hold = new SignalHold();
  private final KeptSignals kept;

  /** The calls of the task that runs stop though it has a buffer, since they are counted. */
  private boolean counts;

  LimitedRun(RecordSession session) {
    this.session = session;
    this.scheduler = session.scheduler();
    this.kept = new KeptSignals(session.ptrace(), session.buffering());
  }

  /**
   * The next stop of a task that runs in user code. While somebody else could run, or signals wait
   * for it, its time is limited.
   */
  Stop toStop(RecordedTask task) {
    long restlessNs = scheduler.restlessNs();
    Stop stop = restlessNs == 0 ? toStopOrLimit(task) : within(task, restlessNs);
    end(task);
    return stop;
  }

  /** The task is about to run, with {@code signal} delivered to it where that is not 0. */
  void begin(RecordedTask task, int signal) {
    kept.keep(task, signal);
    counts =
        scheduler.countsEvents()
            && session.hasOthers()
            && !task.ranSuspended
            && !session.buffering().isInHook(task);
    if (counts) {
      task.ranSuspended = true;
      Buffering.suspend(task);
    }
  }

  private void end(RecordedTask task) {
    kept.release(task);
    if (counts) {
      counts = false;
      Buffering.resume(task);
    }
  }

  private Stop toStopOrLimit(RecordedTask task) {
    if (!session.hasOthers() && !task.hasWaitingSignals()) {
      ticker.stop();
      return session.waitFor(task);
    }
    boolean asked = false;
    long start = System.nanoTime();
    task.spins.begin(task.turn.awayNs);
    tickFor(task);
    Stop stop = task.task.waitForStopOrTick();
    while (stop == null) {
      long ranNs = System.nanoTime() - start;
      boolean over = isTimeOver(task);
      stop = session.takePending(task); // looking for others that could run may have taken it
      if (stop != null) {
        break;
      }
      if (over && !asked && !task.hasWaitingSignals() && task.process.space.hook != null) {
        // A stop between two instructions of the program's own is the cheapest to find again. (For
        // a signal that waits it was asked when that came.)
        asked = true;
        session.buffering().requestStop(task);
      } else if (over) {
        stop = interrupt(task);
      } else if (task.spins.isDue(ranNs) && scheduler.othersCanRun(task)) {
        stop = lookAt(task, ranNs);
      }
      if (stop == null) {
        stop = task.task.waitForStopOrTick();
      }
    }
    return stop;
  }

  /** Sees to it that the task's time is looked at: once where nothing but signals limits it. */
  private void tickFor(RecordedTask task) {
    long leftNs = task.waitingSinceNs + hold.ns() - System.nanoTime();
    if (session.hasOthers() || leftNs < WORTH_NS) {
      tickEvery(Math.min(task.spins.tickNs(), scheduler.nextLookNs()));
    } else {
      ticker.start(leftNs + LATE_NS);
    }
  }

  /** Asks a running task to stop; the stop that comes may be another one. */
  private Stop interrupt(RecordedTask task) {
    task.interrupting = true;
    session.ptrace().interrupt(task.tid());
    return session.waitFor(task);
  }

  /** Stops a running task for a look; it goes on, and the answer is null, unless it spins. */
  private @Nullable Stop lookAt(RecordedTask task, long ranNs) {
    Stop stop = interrupt(task);
    if (!(stop instanceof Stop.EventTrap)) {
      return stop;
    }
    if (task.spins.look(task, ranNs)) {
      scheduler.yieldTurn();
      return stop;
    }
    task.interrupting = false;
    session.goOnUnrecorded(task, 0);
    return null;
  }

  /** The task's call is over, or an instruction that was emulated, and stopped it. */
  void traced(RecordedTask task, boolean asksForTime) {
    if (task.spins.traced(asksForTime, scheduler.sliceRanNs())) {
      scheduler.yieldTurn();
    }
  }

  /** Lets a stopped task run on for {@code ns} at most; its time is over if the stop is a trap. */
  Stop runOn(RecordedTask task, long ns) {
    session.resume(task, 0);
    Stop stop = within(task, ns);
    task.interrupting &= !(stop instanceof Stop.EventTrap);
    end(task);
    return stop;
  }

  /** The next stop of a task that runs, by an interruption after {@code ns} if none came. */
  private Stop within(RecordedTask task, long ns) {
    ticker.start(ns);
    Stop stop = task.task.waitForStopOrTick();
    ticker.stop();
    return stop == null ? interrupt(task) : stop;
  }

  private boolean isTimeOver(RecordedTask task) {
    if (isSignalDue(task)) {
      return true;
    }
    session.collectStops(false);
    if (scheduler.isSliceOver()) {
      return scheduler.othersCanRun(task);
    }
    if (scheduler.isOvertaken(hold.turnNs())) {
      scheduler.giveWay();
      return true;
    }
    return scheduler.isOutranked();
  }

  /** Whether a signal has waited long enough for the task's next call. */
  boolean isSignalDue(RecordedTask task) {
    return task.hasWaitingSignals() && System.nanoTime() - task.waitingSinceNs > hold.ns();
  }

  /** How long signals wait. */
  SignalHold hold() {
    return hold;
  }

  /** Those that the kernel keeps. */
  KeptSignals kept() {
    return kept;
  }

  /** Lets waits for stops answer null now and then: about every {@code wantedNs}. */
  void tickEvery(long wantedNs) {
    ticker.start(tickNs(wantedNs));
  }

  boolean isTicking() {
    return ticker.isRunning();
  }

  void stopTicking() {
    ticker.stop();
  }

  /** One of a few intervals, so that it seldom changes. */
  private static long tickNs(long wantedNs) {
    for (long interval : TICKS_NS) {
      if (interval <= wantedNs) {
        return interval;
      }
    }
    return TICKS_NS[TICKS_NS.length - 1];
  }
}
