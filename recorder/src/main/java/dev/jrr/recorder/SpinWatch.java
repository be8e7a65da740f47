package dev.jrr.recorder;

import dev.jrr.tracee.Registers;

/**
 * Tells whether a task that runs only waits for another one to store something: it executes {@code
 * pause}, or its registers are the same at two looks. A task that is mistaken for such a one loses
 * the rest of its slice, nothing else.
 */
final class SpinWatch {
  /** When a running task is looked at first, and again: after 2 and 4 ms of its slice. */
  private static final long LOOK_NS = 2_000_000;

  /** The same for a task that was found spinning last time: 0.2 and 0.4 ms. */
  private static final long QUICK_LOOK_NS = 200_000;

  private static final int LOOKS = 2;

  /** Bytes before and after the instruction pointer in which a {@code pause} is looked for. */
  private static final int NEAR = 32;

  private final Registers seen = new Registers();
  private int looks;
  private boolean spun;

  /** A turn begins. */
  void begin() {
    looks = 0;
  }

  /** How often the task's time has to be looked at, nanoseconds. */
  long tickNs() {
    return spun ? QUICK_LOOK_NS : LOOK_NS;
  }

  /** Whether to stop the task for a look, {@code ranNs} after its turn began. */
  boolean isDue(long ranNs) {
    return looks < LOOKS && ranNs >= (looks + 1) * tickNs();
  }

  /** The task is stopped in its own code: is it spinning? */
  boolean look(RecordedTask task) {
    looks++;
    Registers now = task.task.registers();
    boolean spins = pauses(task, now.rip()) || looks == LOOKS && isAsSeen(now);
    seen.copyFrom(now);
    if (spins || looks == LOOKS) {
      spun = spins;
    }
    return spins;
  }

  private boolean isAsSeen(Registers now) {
    if (Math.abs(now.rip() - seen.rip()) > NEAR) {
      return false;
    }
    // The general registers stand from R15 to RDI, and RSP apart.
    for (int register = Registers.R15; register <= Registers.RDI; register++) {
      if (now.get(register) != seen.get(register)) {
        return false;
      }
    }
    return now.rsp() == seen.rsp();
  }

  private static boolean pauses(RecordedTask task, long ip) {
    byte[] code = new byte[2 * NEAR];
    int got = task.memory().read(ip - NEAR, code, 0, code.length);
    for (int at = 0; at + 1 < got; at++) {
      if (code[at] == (byte) 0xf3 && code[at + 1] == (byte) 0x90) {
        return true;
      }
    }
    return false;
  }
}
