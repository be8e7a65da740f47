package dev.jrr.recorder;

/**
 * How long a signal that comes in mid-computation waits for its task's next call, before the task
 * is stopped at an async point for it: the longer, the more such a point costs here, so that
 * signals in quick succession slow a task down by a thirty-second and no more. Those that come
 * meanwhile wait with it, as they would for a task that another keeps from running.
 */
final class SignalHold {
  private static final long SHORTEST_NS = 2_000_000;

  /** Two slices: so long they may wait for two other tasks that compute. */
  private static final long LONGEST_NS = 40_000_000;

  /** Points for signals may cost this part of the time. */
  private static final int SHARE = 32;

  /** Points for those that slept may cost this part, as a program waits for them. */
  private static final int TURN_SHARE = 16;

  /** A task has its turn for so long in any case. */
  private static final long SHORTEST_TURN_NS = 6_000_000;

  /** The mean cost is that of about so many points. */
  private static final int MEMORY = 8;

  private long meanNs;

  /** An async point was recorded, for which a task stood still so long, nanoseconds. */
  void pointTook(long ns) {
    meanNs += (ns - meanNs) / MEMORY;
  }

  /** How long signals wait, nanoseconds. */
  long ns() {
    return Math.min(LONGEST_NS, Math.max(SHORTEST_NS, meanNs * SHARE));
  }

  /** How long a task has its turn before one that has slept takes it, nanoseconds. */
  long turnNs() {
    return Math.min(LONGEST_NS, Math.max(SHORTEST_TURN_NS, meanNs * TURN_SHARE));
  }
}
