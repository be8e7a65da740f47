package dev.jrr.recorder;

import dev.jrr.recorder.SchedulingPolicy.Slice;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who runs next: the task that has the turn until it blocks or its slice is over, then the one that
 * the {@link SchedulingPolicy} prefers. In every round each task that can run gets its slice, so
 * that none waits for ever. Knows nothing of the kernel: {@link #changed} tells it what happens.
 */
final class Scheduler {
  private final SchedulingPolicy policy;
  private final LongSupplier clock;
  private final Set<RecordedTask> tasks = new LinkedHashSet<>();

  /** Tasks that can run and do not have the turn. */
  private final TreeSet<RecordedTask> waiting = new TreeSet<>(Turn.ORDER);

  private @Nullable RecordedTask current;
  private long round;
  private long sequence;
  private long sliceStartNs;
  private long sliceEvents;
  private Slice slice = new Slice(0, 0);
  private boolean yielded;
  private boolean givesWay;
  private long pauseUntilNs;

  /** {@code clock} counts nanoseconds, as System.nanoTime does. */
  Scheduler(SchedulingPolicy policy, LongSupplier clock) {
    this.policy = policy;
    this.clock = clock;
  }

  /** A new task, with its {@link Turn#standing} set. */
  void add(RecordedTask task) {
    tasks.add(task);
    Turn turn = task.turn;
    turn.round = round;
    turn.rank = policy.rank(turn.standing);
    turn.sequence = ++sequence;
    turn.place = policy.place(sequence);
    changed(task);
  }

  void remove(RecordedTask task) {
    tasks.remove(task);
    dequeue(task);
    if (current == task) {
      current = null;
    }
  }

  int count() {
    return tasks.size();
  }

  Set<RecordedTask> tasks() {
    return tasks;
  }

  /** Whether {@code task} can run may be another answer than before. */
  void changed(RecordedTask task) {
    boolean waits = task != current && task.canRun();
    if (waits == task.turn.queued) {
      return;
    }
    if (waits) {
      enqueue(task);
    } else {
      dequeue(task);
    }
  }

  /** The program gave the task another standing. */
  void changeStanding(RecordedTask task, Standing standing) {
    boolean queued = task.turn.queued;
    dequeue(task);
    task.turn.standing = standing;
    task.turn.rank = policy.rank(standing);
    task.turn.left = null;
    if (queued) {
      enqueue(task);
    }
  }

  private void enqueue(RecordedTask task) {
    Turn turn = task.turn;
    if (turn.round < round) {
      // It was away for a round or more: what was left of its slice is of no account.
      turn.round = round;
      turn.left = null;
    }
    turn.queued = true;
    waiting.add(task);
  }

  private void dequeue(RecordedTask task) {
    if (task.turn.queued) {
      waiting.remove(task);
      task.turn.queued = false;
    }
  }

  /** Ends the slice of the task that has the turn: it yielded. */
  void yieldTurn() {
    yielded = true;
  }

  /** Whether the task that has the turn has had its time. */
  boolean isSliceOver() {
    return yielded || areEventsUp() || sliceRanNs() >= slice.nanoseconds();
  }

  private boolean areEventsUp() {
    return sliceEvents > slice.events();
  }

  /** How long the task that has the turn has had it. */
  long sliceRanNs() {
    return clock.getAsLong() - sliceStartNs;
  }

  /** How long the task that has the turn may still run. */
  long sliceLeftNs() {
    return Math.max(0, slice.nanoseconds() - sliceRanNs());
  }

  /** Whether the task that has the turn has it for so many events: all of its calls are to stop. */
  boolean countsEvents() {
    return slice.countsEvents();
  }

  /** When to look again whether the slice is over: from now, in nanoseconds. */
  long nextLookNs() {
    return Math.max(policy.precisionNs(), sliceLeftNs());
  }

  /** Whether a task that is stopped in a short loop may be let run to the loop's end. */
  boolean leavesLoops() {
    return policy.leavesLoops();
  }

  /** After how long to stop the task that has the turn in any case; 0 for never. */
  long restlessNs() {
    return policy.restlessNs();
  }

  /** Whether the task that has the turn keeps it, as far as is known. */
  boolean currentGoesOn() {
    return current != null && current.canRun() && !isSliceOver();
  }

  /** Whether a task other than {@code current} could run now. */
  boolean othersCanRun(RecordedTask current) {
    return waiting.size() > (current.turn.queued ? 1 : 0);
  }

  /** Whether a task waits that is preferred to the one that has the turn, in the same round. */
  boolean isOutranked() {
    return current != null
        && !waiting.isEmpty()
        && waiting.first().turn.round <= current.turn.round
        && waiting.first().turn.rank < current.turn.rank;
  }

  /**
   * Whether the task that has the turn has had it for {@code ns}, and the next in this round is one
   * that waited for a time: as a kernel lets those that sleep have the CPU soon. Whom others wake
   * has time: that is no reason to stop one of them, which costs both more than it gains.
   */
  boolean isOvertaken(long ns) {
    RecordedTask task = current;
    if (task == null || waiting.isEmpty() || !policy.favorsSleepers()) {
      return false;
    }
    Turn first = waiting.first().turn;
    return first.waitedForTime
        && first.round <= task.turn.round
        && first.rank <= task.turn.rank
        && sliceRanNs() >= ns;
  }

  /** The task that has the turn has the rest of its slice after the next one's. */
  void giveWay() {
    givesWay = true;
  }

  /** The next task to run, or null when all wait or starve. */
  @Nullable RecordedTask next() {
    long now = clock.getAsLong();
    if (policy.reorders(now)) {
      reorder(now);
    }
    pauseUntilNs = 0;
    RecordedTask task = current;
    if (task != null && task.canRun()) {
      sliceEvents++;
      boolean over = isSliceOver();
      if (waiting.isEmpty()) {
        if (over) {
          beginSlice(task, now);
        }
        return task;
      }
      if (!over && !givesWay && !isOutranked()) {
        return task;
      }
      if (over) {
        endSlice(task);
      } else {
        keepRest(task, now);
      }
    } else if (task != null) {
      if (isSliceOver()) {
        endSlice(task);
      } else {
        keepRest(task, now);
      }
    }
    current = null;
    if (task != null) {
      task.turn.waitedForTime = !task.canRun() && TimedWaits.isIn(task);
      task.turn.leftNs = task.canRun() ? now : 0;
      changed(task);
    }
    return take(now);
  }

  private @Nullable RecordedTask take(long now) {
    if (waiting.isEmpty()) {
      return null;
    }
    RecordedTask first = waiting.first();
    long starves = first.turn.notBeforeNs == 0 ? 0 : first.turn.notBeforeNs - now;
    if (starves > 0 && tasks.size() > waiting.size()) {
      pauseUntilNs = first.turn.notBeforeNs;
      return null;
    }
    first.turn.notBeforeNs = 0;
    first.turn.waitedForTime = false;
    first.turn.awayNs = first.turn.leftNs == 0 ? 0 : now - first.turn.leftNs;
    dequeue(first);
    current = first;
    round = Math.max(round, first.turn.round);
    beginSlice(first, now);
    return first;
  }

  /** After {@link #next} answered null: until when somebody starves who could run; 0 for nobody. */
  long pauseUntilNs() {
    return pauseUntilNs;
  }

  private void beginSlice(RecordedTask task, long now) {
    Slice left = task.turn.left;
    slice = left == null ? policy.slice(task.turn.standing, task.turn.computes) : left;
    task.turn.left = null;
    sliceStartNs = now;
    sliceEvents = 0;
    yielded = false;
    givesWay = false;
  }

  private void endSlice(RecordedTask task) {
    Turn turn = task.turn;
    turn.computes = !yielded && task.canRun();
    if (yielded || policy.isOneSliceARound()) {
      turn.round = Math.max(turn.round, round) + 1;
    }
    if (areEventsUp()) {
      turn.rank = policy.rankAfterEvents(turn.rank);
    }
    turn.left = null;
    turn.place = policy.place(++sequence);
  }

  private void keepRest(RecordedTask task, long now) {
    Turn turn = task.turn;
    turn.left = slice.after(now - sliceStartNs, sliceEvents);
    turn.computes &= task.canRun();
    if (givesWay || !task.canRun()) {
      // When it comes back it is behind those that wait already.
      turn.place = policy.place(++sequence);
    }
  }

  private void reorder(long now) {
    for (RecordedTask task : tasks) {
      boolean queued = task.turn.queued;
      dequeue(task);
      task.turn.round = round;
      task.turn.rank = policy.rank(task.turn.standing);
      long starvation = policy.starvation();
      task.turn.notBeforeNs = starvation == 0 ? 0 : now + starvation;
      if (queued) {
        enqueue(task);
      }
    }
  }
}
