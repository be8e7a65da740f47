package dev.jrr.recorder;

import dev.jrr.tracee.kernel.Libc;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The descriptors of a process that need more than their calls' results: those that write to the
 * recording's standard output or error, and {@code /proc} files that would show jrr's mappings.
 */
final class Descriptors {
  /** What a descriptor refers to; shared by its duplicates. */
  sealed interface Target {
    /** Standard output (1) or error (2). */
    record Stream(int number) implements Target {}

    /** The memory of a process: what is written there changes it. */
    record Memory(int process) implements Target {}

    /** A /proc file that would show jrr; {@code lines} says what the program sees of it. */
    final class Listing implements Target {
      final ProcFiles.LineFilter lines;
      byte[] text = new byte[0];
      long position;

      Listing(ProcFiles.LineFilter lines) {
        this.lines = lines;
      }
    }
  }

  private record Entry(Target target, boolean closeOnExec) {}

  private static final long FCNTL = Libc.function("fcntl");
  private static final int F_GETFD = 1;

  private final Map<Integer, Entry> entries = new HashMap<>();

  /** What the first process inherits. */
  static Descriptors initial() {
    Descriptors initial = new Descriptors();
    for (int stream = 1; stream <= 2; stream++) {
      if (Libc.call(FCNTL, stream, F_GETFD) >= 0) {
        initial.put(stream, new Target.Stream(stream), false);
      }
    }
    return initial;
  }

  /** What a child without CLONE_FILES starts with. */
  Descriptors copy() {
    Descriptors copy = new Descriptors();
    copy.entries.putAll(entries);
    return copy;
  }

  @Nullable Target get(int fd) {
    Entry entry = entries.get(fd);
    return entry == null ? null : entry.target;
  }

  void put(int fd, Target target, boolean closeOnExec) {
    entries.put(fd, new Entry(target, closeOnExec));
  }

  /** The descriptors that are kept here. */
  Set<Integer> numbers() {
    return entries.keySet();
  }

  /** {@code to} now is what {@code from} is. */
  void duplicate(int from, int to, boolean closeOnExec) {
    Entry entry = entries.get(from);
    if (entry == null) {
      entries.remove(to);
    } else {
      put(to, entry.target, closeOnExec);
    }
  }

  void setCloseOnExec(int fd, boolean closeOnExec) {
    Entry entry = entries.get(fd);
    if (entry != null) {
      put(fd, entry.target, closeOnExec);
    }
  }

  void close(int fd) {
    entries.remove(fd);
  }

  /** close_range(2): unsigned bounds, inclusive. */
  void closeRange(long first, long last, boolean onlyMark) {
    for (Integer fd : entries.keySet().toArray(new Integer[0])) {
      if (fd >= first && fd <= last) {
        if (onlyMark) {
          setCloseOnExec(fd, true);
        } else {
          close(fd);
        }
      }
    }
  }

  void executed() {
    entries.values().removeIf(Entry::closeOnExec);
  }
}
