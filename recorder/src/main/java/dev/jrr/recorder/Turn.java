package dev.jrr.recorder;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Where a task stands with the {@link Scheduler}, which alone changes it. */
final class Turn {
  /** Who runs first: all that count are numbers, and no two are equal. */
  static final Comparator<RecordedTask> ORDER = (a, b) -> a.turn.compareTo(b.turn);

  /** The round in which the task has its next slice. */
  long round;

  int rank;

  /** Before whom it comes among those of its rank. */
  long place;

  /** Tells tasks apart that are equal in all else. */
  long sequence;

  /** It is among those that wait for their turn. */
  boolean queued;

  /** It ended its last turn by waiting for a time; where it is queued, that is over. */
  boolean waitedForTime;

  /** It does not run before this time (System.nanoTime) unless all depends on it; 0 for none. */
  long notBeforeNs;

  /** It used up its last slice whole, and has not waited since. */
  boolean computes;

  /** When its last turn ended (System.nanoTime) though it could run; 0 where it waited then. */
  long leftNs;

  /** How long it did not have the turn, though it could run, before it got it. */
  long awayNs;

  /** What is left of its slice; null when it begins a new one. */
  SchedulingPolicy.@Nullable Slice left;

  Standing standing = Standing.USUAL;

  private int compareTo(Turn other) {
    int order = Long.compare(round, other.round);
    order = order != 0 ? order : Integer.compare(rank, other.rank);
    order = order != 0 ? order : Long.compare(place, other.place);
    return order != 0 ? order : Long.compare(sequence, other.sequence);
  }
}
