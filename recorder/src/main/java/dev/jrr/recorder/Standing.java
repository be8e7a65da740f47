package dev.jrr.recorder;

import dev.jrr.tracee.StatFile;

/**
 * What the program asked of the kernel's scheduler for one task (sched(7)).
 *
 * @param nice -20 to 19; higher ones are more modest
 * @param realTime 1 to 99 for SCHED_FIFO and SCHED_RR, 0 for all others
 */
record Standing(int nice, int realTime) {
  static final Standing USUAL = new Standing(0, 0);

  /** Fields of {@code /proc/tid/stat} (proc(5)). */
  private static final int NICE = 19;

  private static final int REAL_TIME = 40;

  /** A task's present standing; the usual one when it is gone. */
  static Standing read(int tid) {
    StatFile stat = StatFile.read(tid);
    return new Standing(
        (int) stat.number(NICE, USUAL.nice), (int) stat.number(REAL_TIME, USUAL.realTime));
  }
}
