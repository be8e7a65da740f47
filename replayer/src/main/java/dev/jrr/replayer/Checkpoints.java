package dev.jrr.replayer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The checkpoints of a replay, by event: taken by time as it proceeds, fewer the farther back, and
 * none that memory does not allow. The start of the recording needs none.
 */
final class Checkpoints {
  /** Checkpoints at most. */
  static final int LIMIT = 8;

  /** Between two that are taken by time: 1 s, and so long that they cost a twentieth at most. */
  private static final long INTERVAL_NS = 1_000_000_000;

  private static final int COST_SHARE = 20;

  /** Memory that must be left for others: a quarter of all. */
  private static final int MEMORY_SHARE = 4;

  private final ReplaySession session;
  private final SharedMemory shared;
  private final List<Checkpoint> taken = new ArrayList<>();
  private long nextAtNs = System.nanoTime() + INTERVAL_NS;

  Checkpoints(ReplaySession session, SharedMemory shared) {
    this.session = session;
    this.shared = shared;
  }

  /** Takes one, if it is time; the session stands between two frames. */
  void takeInTime() {
    long start = System.nanoTime();
    if (start - nextAtNs < 0) {
      return;
    }
    if (isMemoryLeft()) {
      Checkpoint made = Checkpoint.of(session, shared);
      if (made != null) {
        add(made);
      }
    } else if (!taken.isEmpty()) {
      taken.remove(0).close(session);
    }
    long now = System.nanoTime();
    nextAtNs = now + Math.max(INTERVAL_NS, COST_SHARE * (now - start));
  }

  private void add(Checkpoint made) {
    if (!taken.isEmpty() && taken.get(taken.size() - 1).event() >= made.event()) {
      made.close(session); // it went back, and is not past the last one yet
      return;
    }
    taken.add(made);
    if (taken.size() > LIMIT) {
      long[] events = taken.stream().mapToLong(Checkpoint::event).toArray();
      taken.remove(leastMissed(events)).close(session);
    }
  }

  /**
   * Which of ascending {@code events} is missed least: the one whose neighbours are nearest to each
   * other, for their distance from the last.
   */
  static int leastMissed(long[] events) {
    int best = 0;
    double least = Double.MAX_VALUE;
    long last = events[events.length - 1];
    for (int index = 0; index < events.length - 1; index++) {
      long before = index == 0 ? 0 : events[index - 1];
      double gap = events[index + 1] - before;
      double missed = gap / (1 + last - events[index]);
      if (missed < least) {
        least = missed;
        best = index;
      }
    }
    return best;
  }

  /** The last one before {@code event} is replayed; null where that is the start. */
  @Nullable Checkpoint before(long event) {
    Checkpoint last = null;
    for (Checkpoint checkpoint : taken) {
      if (checkpoint.event() < event) {
        last = checkpoint;
      }
    }
    return last;
  }

  /**
   * The replay of {@code event} turned out to be another: what came of it is of no use, {@code
   * good} is the last state before it.
   */
  void replaceFrom(long event, Checkpoint good) {
    dropFrom(event);
    add(good);
  }

  private void dropFrom(long event) {
    while (!taken.isEmpty() && taken.get(taken.size() - 1).event() >= event) {
      taken.remove(taken.size() - 1).close(session);
    }
  }

  void close() {
    dropFrom(0);
  }

  private static boolean isMemoryLeft() {
    try {
      String text = Files.readString(Path.of("/proc/meminfo"), StandardCharsets.US_ASCII);
      long available = number(text, "MemAvailable:");
      return available < 0 || available > number(text, "MemTotal:") / MEMORY_SHARE;
    } catch (IOException e) {
      return true;
    }
  }

  private static long number(String text, String name) {
    int at = text.indexOf(name);
    int end = text.indexOf("kB", at + 1);
    return at < 0 || end < 0 ? -1 : Long.parseLong(text.substring(at + name.length(), end).trim());
  }
}
