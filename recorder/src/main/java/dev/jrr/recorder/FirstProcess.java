package dev.jrr.recorder;

import dev.jrr.tracee.kernel.Libc;

/**
 * The first process of what is recorded, for a thread that is not the tracer's and was told that
 * the program shall end.
 */
public final class FirstProcess {
  static final int SIGTERM = 15;

  /**
   * A signal for a whole group comes to all in it at about the same time; but the JVM of a busy
   * machine tells of its own so much later, or the tracer of the program's.
   */
  private static final long JVM_LATE_MS = 1000;

  private static final long TRACER_LATE_MS = 200;

  private static final long KILL = Libc.function("kill");

  /** Instead of an id: its program does not run yet, or no more. */
  private static final int NOT_YET = 0;

  private static final int ENDED = -1;

  private volatile int pid = NOT_YET;

  /** When SIGTERM came to it last, by System.nanoTime. */
  private volatile long terminatedNs = System.nanoTime() - Long.MAX_VALUE / 2;

  void begins(int process) {
    pid = process;
  }

  void ended() {
    pid = ENDED;
  }

  void wasTerminated() {
    terminatedNs = System.nanoTime();
  }

  /** Whether the program runs, or has run. */
  public boolean hasBegun() {
    return pid != NOT_YET;
  }

  /** Whether it has ended; others that it made may live. */
  public boolean hasEnded() {
    return pid == ENDED;
  }

  /**
   * Sends it SIGTERM, unless it got one just now, as where that was for a group to which this
   * process belongs, too; or unless it does not run. Any thread but the tracer's.
   */
  public void terminate() throws InterruptedException {
    long now = System.nanoTime();
    Thread.sleep(TRACER_LATE_MS);
    boolean hasOne = terminatedNs - now > -JVM_LATE_MS * 1_000_000;
    int to = pid;
    if (!hasOne && to > 0) {
      Libc.call(KILL, to, SIGTERM);
    }
  }
}
