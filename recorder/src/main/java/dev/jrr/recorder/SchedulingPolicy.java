package dev.jrr.recorder;

/**
 * Decides in which order tasks that can run have the turn, and for how long. {@link Scheduler} does
 * the bookkeeping: it runs the task of the lowest rank that has not had its slice in this round,
 * and among equals the one of the lowest place.
 */
interface SchedulingPolicy {
  /**
   * How long a turn lasts at most.
   *
   * @param nanoseconds by the clock
   * @param events how many of the task's stops are handled, and its calls all stop; or {@link #ANY}
   */
  record Slice(long nanoseconds, long events) {
    /** It does not matter how many. */
    static final long ANY = Long.MAX_VALUE;

    boolean countsEvents() {
      return events != ANY;
    }

    /** What is left of it. */
    Slice after(long ranNs, long handled) {
      long left = countsEvents() ? Math.max(1, events - handled) : ANY;
      return new Slice(nanoseconds - ranNs, left);
    }
  }

  /** The rank of a task with this standing: a lower one runs first. */
  int rank(Standing standing);

  /**
   * The rank, so far {@code rank}, of a task whose slice is over after as many events as it had.
   */
  default int rankAfterEvents(int rank) {
    return rank;
  }

  /**
   * The place of a task that begins to wait for its turn; {@code sequence} is higher for each that
   * does.
   */
  long place(long sequence);

  /**
   * How long the turn that begins now may last.
   *
   * @param computes whether the task used up its last slice, and neither waited nor yielded
   */
  Slice slice(Standing standing, boolean computes);

  /**
   * Whether a task whose slice is over has its next turn only when all others have had theirs, or
   * competes by its rank at once. One that yields always waits for the others.
   */
  boolean isOneSliceARound();

  /**
   * Whether a task that waited for a time may have its turn before the slice of another is over.
   */
  boolean favorsSleepers();

  /** Whether a task that is stopped in a short loop may be let run to the loop's end. */
  default boolean leavesLoops() {
    return true;
  }

  /** How late the end of a slice may be noticed, nanoseconds. */
  long precisionNs();

  /** After how long the task that goes on now is stopped though nobody waits; 0 for never. */
  default long restlessNs() {
    return 0;
  }

  /** Whether the time has come to ask for every task's rank again. */
  boolean reorders(long nowNs);

  /**
   * After {@link #reorders}: for how many nanoseconds a task is not run even when nobody else can
   * be; 0 for those that are not starved.
   */
  long starvation();
}
