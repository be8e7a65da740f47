package dev.jrr.recorder;

/**
 * What the program asked of the kernel's scheduler for one task (sched(7)).
 *
 * @param nice -20 to 19; higher ones are more modest
 * @param realTime 1 to 99 for SCHED_FIFO and SCHED_RR, 0 for all others
 */
record Standing(int nice, int realTime) {
  static final Standing USUAL = new Standing(0, 0);

  /** Fields of {@link SmallFiles#stat}. */
  private static final int NICE = 19 - 3;

  private static final int REAL_TIME = 40 - 3;

  /** A task's present standing; the usual one when it is gone. */
  static Standing read(int tid) {
    String[] fields = SmallFiles.stat(tid);
    return fields.length > REAL_TIME
        ? new Standing(Integer.parseInt(fields[NICE]), Integer.parseInt(fields[REAL_TIME]))
        : USUAL;
  }
}
