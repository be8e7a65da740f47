package dev.jrr.tracee.kernel;

/** How long a process's threads have computed, in all (clock_getcpuclockid(3)). */
public final class ProcessClock {
  private static final long CLOCK_GETTIME = Libc.function("clock_gettime");

  /** The clock that counts what the scheduler gave, to the nanosecond (CPUCLOCK_SCHED). */
  private static final int SCHEDULED = 2;

  private static final long TIME = Libc.allocate(16);

  private ProcessClock() {}

  /** CPU time of {@code pid} so far; 0 where it is gone. For one thread, the tracer. */
  public static long nanoseconds(int pid) {
    if (Libc.call(CLOCK_GETTIME, (long) ~pid << 3 | SCHEDULED, TIME) < 0) {
      return 0;
    }
    return Libc.memory().getLong(TIME) * 1_000_000_000 + Libc.memory().getLong(TIME + 8);
  }
}
