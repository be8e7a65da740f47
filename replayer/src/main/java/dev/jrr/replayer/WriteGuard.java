package dev.jrr.replayer;

import dev.jrr.tracee.MemoryMaps;
import dev.jrr.tracee.RemoteCalls;
import dev.jrr.tracee.Siginfo;
import dev.jrr.tracee.Task;
import org.jspecify.annotations.Nullable;

/**
 * Closes the pages of a point's place for writing while a patch is there, where the program may
 * write code without a system call: a store would be lost in the patch, or the patch in what is
 * stored. The store faults instead, and is made once the program's own bytes are back.
 *
 * <p>Where the pages hold data that the program writes all the time, the search gives it up. What
 * is mapped by several (MAP_SHARED) stays open: its own bytes could not be put back.
 */
final class WriteGuard {
  private static final int MPROTECT = 10;
  private static final int SIGSEGV = 11;
  private static final int WRITE = 2;

  /** si_code of a fault by the mapping's protection (SEGV_ACCERR, asm-generic/siginfo.h). */
  private static final int BY_PROTECTION = 2;

  private static final long PAGE = 4096;

  private final Task task;
  private final long start;
  private final long end;
  private final int protection;
  private boolean closed;

  private WriteGuard(Task task, long start, long end, int protection) {
    this.task = task;
    this.start = start;
    this.end = end;
    this.protection = protection;
  }

  /** For {@code length} bytes at {@code place}; null where the program cannot write them. */
  static @Nullable WriteGuard of(Task task, long place, int length) {
    MemoryMaps.Mapping mapping = MemoryMaps.at(MemoryMaps.read(task.tid()), place);
    if (mapping == null || (mapping.protection() & WRITE) == 0 || mapping.shared()) {
      return null;
    }
    long end = Math.min(mapping.end(), place + length + PAGE - 1 & -PAGE);
    return new WriteGuard(task, place & -PAGE, end, mapping.protection());
  }

  /** The task is about to run with the patch in place. */
  void close() {
    if (!closed) {
      protect(protection & ~WRITE);
      closed = true;
    }
  }

  /** The task goes on without it. What its stop was for can still be asked. */
  void open() {
    if (closed) {
      Siginfo why = Siginfo.of(task.ptrace(), task.tid());
      protect(protection);
      task.ptrace().setSiginfo(task.tid(), why.bytes());
      closed = false;
    }
  }

  private void protect(int to) {
    try (RemoteCalls remote = new RemoteCalls(task)) {
      remote.call(MPROTECT, start, end - start, to);
    }
  }

  /** Whether this, of the task's stop, is a store's that the program may make. */
  boolean isHit(Siginfo fault) {
    long address = fault.address();
    return closed
        && fault.signal() == SIGSEGV
        && fault.code() == BY_PROTECTION
        && address >= start
        && address < end;
  }
}
