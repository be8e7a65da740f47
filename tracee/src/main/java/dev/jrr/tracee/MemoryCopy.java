package dev.jrr.tracee;

import dev.jrr.tracee.kernel.Libc;
import dev.jrr.tracee.kernel.Ptrace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a task's private memory as it is now, in a child of its process that never runs: the
 * kernel copies a page when the task first writes it, so that the pages of its own are those it has
 * written since, and the child has what they held. It costs 20 µs a megabyte and 2 µs a page that
 * is written then, and needs no right beyond those of tracing.
 *
 * <p>The child has no exit signal, so that the program hears nothing of it and no wait finds it
 * that does not ask for such children (__WALL). It shares descriptors and directory, so that a
 * descriptor that the program closes is closed.
 */
public final class MemoryCopy {
  private static final int CLONE = 56;
  private static final int WAIT4 = 61;

  /** CLONE_FS and CLONE_FILES; no exit signal. */
  private static final long FLAGS = 0x200 | 0x400;

  private static final long WALL = 0x40000000;
  private static final int SIGKILL = 9;

  /** SECCOMP_MODE_DEAD (kernel/seccomp.c): any further call ends the task by SIGKILL. */
  private static final String DEAD = "3";

  private static final long KILL = Libc.function("kill");

  /** Pages that are compared: 4 MB, which takes two milliseconds. */
  private static final int PAGES = 1024;

  /** Of them at a time. */
  private static final int BATCH = 128;

  private static final long NOW = Libc.allocate((long) BATCH * WrittenPages.PAGE);
  private static final long BEFORE = Libc.allocate((long) BATCH * WrittenPages.PAGE);

  private final Task parent;
  private final int tid;

  /** Its id as its parent knows it. */
  private final long pid;

  private int written;

  private MemoryCopy(Task parent, int tid, long pid) {
    this.parent = parent;
    this.tid = tid;
    this.pid = pid;
  }

  /** Copies the memory of a task that may make remote calls; null where the kernel refuses. */
  public static @Nullable MemoryCopy of(Task task) {
    try (RemoteCalls remote = new RemoteCalls(task)) {
      long pid = remote.call(CLONE, FLAGS, 0, 0, 0, 0);
      if (remote.newTask() == 0) {
        return null;
      }
      MemoryCopy copy = new MemoryCopy(task, remote.newTask(), pid);
      task.ptrace().waitFor(copy.tid, true); // its first stop
      if (pid < 0) {
        copy.end(); // the task was killed meanwhile
        return null;
      }
      return copy;
    }
  }

  /** The words that the task, which is stopped, has changed since. */
  public ChangedWords changes() {
    WrittenPages pages = new WrittenPages(PAGES);
    pages.findSinceFork(parent.tid());
    written = pages.count();
    ChangedWords.Finder changes = new ChangedWords.Finder();
    for (int from = 0; from < pages.count(); from += BATCH) {
      int to = Math.min(pages.count(), from + BATCH);
      int now = pages.read(parent.tid(), from, to, NOW);
      int before = pages.read(tid, from, to, BEFORE);
      for (int index = 0; index < Math.min(now, before); index++) {
        long offset = (long) index * WrittenPages.PAGE;
        changes.compare(pages.page(from + index), NOW + offset, BEFORE + offset);
      }
    }
    return changes.words();
  }

  /** A range of memory, and what it holds now. */
  public record Written(long address, byte[] bytes) {}

  /**
   * All private memory that the task, which is stopped, has changed since; null where that is too
   * much to tell, or cannot be told.
   */
  public @Nullable List<Written> allChanges() {
    WrittenPages pages = WrittenPages.everywhere(PAGES);
    pages.findSinceFork(parent.tid());
    List<Written> found = new ArrayList<>();
    byte[] now = new byte[WrittenPages.PAGE];
    byte[] before = new byte[WrittenPages.PAGE];
    for (int index = 0; index < pages.count(); index++) {
      if (pages.read(parent.tid(), index, index + 1, NOW) == 0
          || pages.read(tid, index, index + 1, BEFORE) == 0) {
        return null;
      }
      Libc.memory().getByteArray(NOW, now, 0, now.length);
      Libc.memory().getByteArray(BEFORE, before, 0, before.length);
      int first = Arrays.mismatch(now, before);
      if (first >= 0) {
        int end = now.length;
        while (now[end - 1] == before[end - 1]) {
          end--;
        }
        found.add(new Written(pages.page(index) + first, Arrays.copyOfRange(now, first, end)));
      }
    }
    return pages.isFull() ? null : found;
  }

  /** Pages that {@link #changes} found written. */
  public int written() {
    return written;
  }

  /** Ends the child, which is then a zombie of the program's until {@link #forget}. */
  public void end() {
    end(parent.ptrace(), tid);
  }

  /** Ends a child that was made, but whose maker was killed before it told of it. */
  public static void end(Ptrace ptrace, int tid) {
    Libc.call(KILL, tid, SIGKILL);
    while (ptrace.waitFor(tid, true) >= 0) {
      Stop stop = Stop.decode(ptrace.waitStatus());
      if (stop instanceof Stop.Exited || stop instanceof Stop.Signalled) {
        return;
      }
      ptrace.cont(tid, 0);
    }
  }

  /**
   * Takes what is left of the child away; {@code task}, of its parent's process, may make calls.
   * One that a filter is killing may not: its own end does that.
   */
  public void forget(Task task) {
    if (StatusFile.read(task.tid()).line("Seccomp").equals(DEAD)) {
      return;
    }
    try (RemoteCalls remote = new RemoteCalls(task)) {
      remote.call(WAIT4, pid, 0, WALL, 0);
    }
  }
}
