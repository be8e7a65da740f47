package dev.jrr.recorder;

import dev.jrr.tracee.Registers;

/**
 * Tells whether a task that runs only waits for another one to store something: it executes {@code
 * pause}, or its registers are the same at two looks, or it asks for the time again and again. A
 * task that is mistaken for such a one loses the rest of its slice, nothing else.
 */
final class SpinWatch {
  /** When a running task is looked at first, and again: after 2 and 4 ms of its slice. */
  private static final long LOOK_NS = 2_000_000;

  /** The same for a task that was found spinning last time: 0.2 and 0.4 ms. */
  private static final long QUICK_LOOK_NS = 200_000;

  private static final int LOOKS = 2;

  /**
   * Who asks for the time may do so between pieces of work: its turns are at least 0.5 ms, and a
   * fourth of what the others had before, where that is below 40 ms.
   */
  private static final long SOONEST_LOOK_NS = 500_000;

  private static final long LATEST_LOOK_NS = 10_000_000;
  private static final int SHARE = 4;

  /** Bytes before and after the instruction pointer in which a {@code pause} is looked for. */
  private static final int NEAR = 32;

  /** Who only waits asks for the time at least every 20 µs. */
  private static final long BETWEEN_READS_NS = 20_000;

  /** So many questions in a row that stopped it, and for one that was found spinning last time. */
  private static final int QUESTIONS = 50;

  private static final int FEW_QUESTIONS = 8;

  private final Registers seen = new Registers();
  private int looks;
  private boolean spun;

  /** It was found spinning as it asked for the time. */
  private boolean asked;

  /** So often it was stopped as it asked for the time, and for nothing else since. */
  private int questions;

  private long awayNs;

  /** The task runs on, in a turn before which others had theirs for {@code lastAwayNs}. */
  void begin(long lastAwayNs) {
    looks = 0;
    awayNs = lastAwayNs;
  }

  /** How often the task's time has to be looked at, nanoseconds. */
  long tickNs() {
    if (spun && asked) {
      return Math.max(SOONEST_LOOK_NS, Math.min(LATEST_LOOK_NS, awayNs / SHARE));
    }
    return spun ? QUICK_LOOK_NS : LOOK_NS;
  }

  /** Whether to stop the task for a look, {@code ranNs} after its turn began. */
  boolean isDue(long ranNs) {
    return looks < LOOKS && ranNs >= (looks + 1) * tickNs();
  }

  /** The task is stopped in its own code, {@code ranNs} after its turn began: is it spinning? */
  boolean look(RecordedTask task, long ranNs) {
    looks++;
    Registers now = task.task.registers();
    boolean spins = pauses(task, now.rip()) || looks == LOOKS && isAsSeen(now);
    asked = !spins && asksForTime(task, ranNs);
    spins |= asked;
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

  /**
   * The task was stopped by a call or an instruction, in a turn that it has had for {@code turnNs}:
   * is it spinning?
   */
  boolean traced(boolean asksForTime, long turnNs) {
    questions = asksForTime ? questions + 1 : 0;
    if (questions < (spun && asked ? FEW_QUESTIONS : QUESTIONS) || turnNs < tickNs()) {
      return false;
    }
    questions = 0;
    asked = true;
    spun = true;
    return true;
  }

  private static boolean asksForTime(RecordedTask task, long ranNs) {
    BufferedSpace hook = task.process.space.hook;
    return hook != null && hook.buffer.timeReads(task.memory()) * BETWEEN_READS_NS >= ranNs;
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
