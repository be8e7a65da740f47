package dev.jrr.replayer;

import dev.jrr.tracee.MemoryMaps;
import dev.jrr.tracee.kernel.Ptrace;
import java.util.List;

/**
 * Waits in the last two debug registers for code that a program writes only on the way to a point.
 * Where the program can write the place, there or through another mapping of it, they watch for
 * that: the code that runs there meanwhile may be visited a million times. Where it cannot yet, or
 * in several ways, one of them is a breakpoint on the place.
 */
final class CodeWatch {
  /** Bytes of code that must be as recorded. */
  static final int CODE = 8;

  /** Debug registers: the two used here, status and control (Intel SDM volume 3, 18.2). */
  private static final int FIRST = 2;

  private static final int LAST = 3;
  private static final int STATUS = 6;
  private static final int CONTROL = 7;

  /** DR7's field for data writes of 8 bytes. */
  private static final long WRITE_8 = 0x9;

  private final ReplayTask task;
  private final long site;

  /** The debug registers watch for the place's writing, not for its execution. */
  private final boolean forWrites;

  CodeWatch(ReplayTask task, long site) {
    this.task = task;
    this.site = site;
    List<MemoryMaps.Mapping> writable = CodeMemory.writableAt(task.task, site);
    forWrites = writable.size() == 1;
    Ptrace ptrace = task.task.ptrace();
    int tid = task.task.tid();
    long control = ptrace.getDebugRegister(tid, CONTROL) & ~fields();
    if (forWrites) {
      long place = writable.get(0).start();
      ptrace.setDebugRegister(tid, FIRST, place & -8);
      ptrace.setDebugRegister(tid, LAST, (place + CODE - 1) & -8);
      control |= 0x50 | WRITE_8 << 24 | WRITE_8 << 28;
    } else {
      ptrace.setDebugRegister(tid, LAST, site);
      control |= 0x40;
    }
    ptrace.setDebugRegister(tid, CONTROL, control);
  }

  private static long fields() {
    return 0xffL << 24 | 0xf0;
  }

  /** Whether running on would stop at the place at once, with nothing executed. */
  boolean stopsAt(long ip) {
    return ip == site && !forWrites;
  }

  /** Whether this is why the task stopped; then forgets it. */
  boolean isHit() {
    Ptrace ptrace = task.task.ptrace();
    int tid = task.task.tid();
    long status = ptrace.getDebugRegister(tid, STATUS);
    long ours = 1L << FIRST | 1L << LAST;
    if ((status & ours) == 0) {
      return false;
    }
    ptrace.setDebugRegister(tid, STATUS, status & ~ours);
    return true;
  }

  /** Clears the debug registers. */
  void end() {
    Ptrace ptrace = task.task.ptrace();
    int tid = task.task.tid();
    ptrace.setDebugRegister(tid, CONTROL, ptrace.getDebugRegister(tid, CONTROL) & ~fields());
  }
}
