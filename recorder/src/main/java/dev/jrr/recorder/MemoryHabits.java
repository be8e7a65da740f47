package dev.jrr.recorder;

import dev.jrr.tracee.ChangedWords;
import dev.jrr.tracee.MemoryCopy;
import dev.jrr.tracee.Task;
import dev.jrr.tracee.kernel.ProcessClock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of how a process that has much memory changes it: words that its tasks changed
 * while a {@link MemoryCopy} was there. Copies are made as often as their cost allows; in between,
 * the words that the last one found are looked at.
 */
final class MemoryHabits {
  /** What copies may cost in any case: 20 ms, some ten of them for 8 MB. */
  private static final long INITIAL_NS = 20_000_000;

  /** And of the time that the process has computed: a twentieth. */
  private static final int SHARE = 20;

  /** What it costs the task to write a page for the first time after a copy was made. */
  private static final long WRITE_NS = 2_000;

  private final int pid;
  private final List<MemoryCopy> ended = new ArrayList<>();
  private @Nullable MemoryCopy copy;
  private long[] known = new long[0];
  private long spentNs;

  private MemoryHabits(int pid) {
    this.pid = pid;
  }

  static MemoryHabits of(RecordedProcess process) {
    MemoryHabits habits = process.habits;
    if (habits == null) {
      habits = new MemoryHabits(process.pid);
      process.habits = habits;
    }
    return habits;
  }

  /** The words to look at, by address. */
  long[] known() {
    return known;
  }

  /** {@code task}, at an instruction of its own, is about to run for a while. */
  void begin(Task task) {
    if (spentNs > INITIAL_NS + ProcessClock.nanoseconds(pid) / SHARE) {
      return;
    }
    long start = System.nanoTime();
    forgetEnded(task);
    copy = MemoryCopy.of(task);
    spentNs += System.nanoTime() - start;
  }

  /** It has run and is at an instruction of its own again. */
  void end(Task task) {
    MemoryCopy present = copy;
    if (present != null) {
      long start = System.nanoTime();
      ChangedWords words = present.changes();
      if (words.addresses().length > 0) {
        known = words.addresses();
      }
      abandon();
      forgetEnded(task);
      spentNs += System.nanoTime() - start + present.written() * WRITE_NS;
    }
  }

  /** It came to something else, and can make no calls. */
  void abandon() {
    MemoryCopy present = copy;
    if (present != null) {
      copy = null;
      present.end();
      ended.add(present);
    }
  }

  private void forgetEnded(Task task) {
    ended.forEach(one -> one.forget(task));
    ended.clear();
  }
}
