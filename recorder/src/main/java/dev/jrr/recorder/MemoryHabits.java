package dev.jrr.recorder;

import dev.jrr.tracee.ChangedWords;
import dev.jrr.tracee.MemoryCopy;
import dev.jrr.tracee.Task;
import dev.jrr.tracee.kernel.ProcessClock;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of how a process changes its memory: words that its tasks changed while they were
 * watched. They are looked at where a task that stops cannot be watched, too, and, in a process
 * that has too much memory to look at all of it, while there is no {@link MemoryCopy}. Copies are
 * made as often as their cost allows.
 */
final class MemoryHabits {
  /** What copies may cost in any case: 20 ms, some ten of them for 8 MB. */
  private static final long INITIAL_NS = 20_000_000;

  /** And of the time that the process has computed: a twentieth. */
  private static final int SHARE = 20;

  /** What it costs the task to write a page for the first time after a copy was made. */
  private static final long WRITE_NS = 2_000;

  /** Words that are known at most, the latest ones: each point holds all of them. */
  private static final int KNOWN = 256;

  private final int pid;
  private final Set<Long> words = new LinkedHashSet<>();
  private boolean isWatched;
  private boolean makesCopies;
  private final List<MemoryCopy> ended = new ArrayList<>();
  private @Nullable MemoryCopy copy;
  private long spentNs;

  MemoryHabits(int pid) {
    this.pid = pid;
  }

  /** The words to look at, by address. */
  long[] known() {
    return words.stream().mapToLong(Long::longValue).toArray();
  }

  /** Whether its tasks were watched at least once. */
  boolean isWatched() {
    return isWatched;
  }

  /** Whether a copy of its memory was ever made, so that there can be one. */
  boolean makesCopies() {
    return makesCopies;
  }

  /** A task of the process was watched while it ran, and changed these words. */
  void watched(ChangedWords changed) {
    isWatched = true;
    for (long address : changed.addresses()) {
      words.remove(address); // it is the latest again
      words.add(address);
    }
    Iterator<Long> oldest = words.iterator();
    while (words.size() > KNOWN) {
      oldest.next();
      oldest.remove();
    }
  }

  /** {@code task}, at an instruction of its own, is about to run for a while. */
  void begin(Task task) {
    if (spentNs > INITIAL_NS + ProcessClock.nanoseconds(pid) / SHARE) {
      return;
    }
    long start = System.nanoTime();
    forgetEnded(task);
    makesCopies = true;
    copy = MemoryCopy.of(task);
    spentNs += System.nanoTime() - start;
  }

  /** It has run and is at an instruction of its own again. */
  void end(Task task) {
    MemoryCopy present = copy;
    if (present != null) {
      long start = System.nanoTime();
      watched(present.changes());
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
