package dev.jrr.recorder;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who runs next: the task that has the turn until it blocks or its slice is over, then round robin.
 * Slices end only at events here; ending them in mid-computation is an async event's business.
 */
final class Scheduler {
  /** Nanoseconds that a task runs while others could: 20 ms. */
  private static final long SLICE_NS = 20_000_000;

  private final List<RecordedTask> tasks = new ArrayList<>();
  private int turn;
  private long sliceStart = System.nanoTime();

  void add(RecordedTask task) {
    tasks.add(task);
  }

  void remove(RecordedTask task) {
    int index = tasks.indexOf(task);
    tasks.remove(index);
    if (index < turn) {
      turn--;
    }
  }

  List<RecordedTask> tasks() {
    return tasks;
  }

  /** Ends the slice of the task that has the turn: it yielded. */
  void yieldTurn() {
    sliceStart = System.nanoTime() - SLICE_NS;
  }

  /** Whether the task that has the turn has had its time. */
  boolean isSliceOver() {
    return System.nanoTime() - sliceStart >= SLICE_NS;
  }

  /** Whether a task other than {@code current} could run now. */
  boolean othersCanRun(RecordedTask current) {
    for (RecordedTask task : tasks) {
      if (task != current && task.canRun()) {
        return true;
      }
    }
    return false;
  }

  /** The next task to run, or null when all wait. */
  @Nullable RecordedTask next() {
    int count = tasks.size();
    if (count == 0) {
      return null;
    }
    turn = turn >= count ? 0 : turn;
    RecordedTask current = tasks.get(turn);
    if (current.canRun() && (count == 1 || !isSliceOver())) {
      return current;
    }
    for (int step = 1; step <= count; step++) {
      int index = (turn + step) % count;
      if (tasks.get(index).canRun()) {
        turn = index;
        sliceStart = System.nanoTime();
        return tasks.get(index);
      }
    }
    return null;
  }
}
