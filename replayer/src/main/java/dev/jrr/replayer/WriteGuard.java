package dev.jrr.replayer;

import dev.jrr.tracee.MemoryMaps;
import dev.jrr.tracee.Siginfo;
import dev.jrr.tracee.Task;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Closes the pages of a point's place for writing while a patch is there, where the program may
 * write code without a system call: a store would be lost in the patch, or the patch in what is
 * stored. The store faults instead, and is made once the program's own bytes are back. Code that is
 * mapped by several is closed wherever the task could write it.
 *
 * <p>Where the pages hold data that the program writes all the time, the search gives it up.
 */
final class WriteGuard {
  private static final int MPROTECT = 10;
  private static final int SIGSEGV = 11;
  private static final int WRITE = 2;

  /** si_code of a fault by the mapping's protection (SEGV_ACCERR, asm-generic/siginfo.h). */
  private static final int BY_PROTECTION = 2;

  private static final long PAGE = 4096;

  /** Pages that the program may write, and their protection. */
  private record Pages(long start, long end, int protection) {}

  private final Task task;
  private final List<Pages> places;
  private boolean closed;

  private WriteGuard(Task task, List<Pages> places) {
    this.task = task;
    this.places = places;
  }

  /** For {@code length} bytes at {@code place}; null where the program cannot write them. */
  static @Nullable WriteGuard of(Task task, long place, int length) {
    List<Pages> places = new ArrayList<>(1);
    for (MemoryMaps.Mapping view : CodeMemory.writableAt(task, place)) {
      long end = Math.min(view.end(), view.start() + length + PAGE - 1 & -PAGE);
      places.add(new Pages(view.start() & -PAGE, end, view.protection()));
    }
    return places.isEmpty() ? null : new WriteGuard(task, places);
  }

  /** The task is about to run with the patch in place. */
  void close() {
    if (!closed) {
      protect(~WRITE);
      closed = true;
    }
  }

  /** The task goes on without it. What its stop was for can still be asked. */
  void open() {
    if (closed) {
      Siginfo why = Siginfo.of(task.ptrace(), task.tid());
      protect(~0);
      task.ptrace().setSiginfo(task.tid(), why.bytes());
      closed = false;
    }
  }

  private void protect(int mask) {
    try (CallList calls = new CallList(task)) {
      for (Pages pages : places) {
        long length = pages.end() - pages.start();
        calls.addAny(MPROTECT, pages.start(), length, pages.protection() & mask);
      }
    }
  }

  /** Whether this, of the task's stop, is a store's that the program may make. */
  boolean isHit(Siginfo fault) {
    if (!closed || fault.signal() != SIGSEGV || fault.code() != BY_PROTECTION) {
      return false;
    }
    long address = fault.address();
    for (Pages pages : places) {
      if (address >= pages.start() && address < pages.end()) {
        return true;
      }
    }
    return false;
  }
}
