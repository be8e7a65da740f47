package dev.jrr.replayer;

import dev.jrr.trace.TraceReader;
import dev.jrr.tracee.StatFile;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Notices a task that runs on and on where it should come to its next frame: in a loop that another
 * branch than the recorded one led it into, or past an async point that is not met. A recording
 * tells how long all of it took; finding a point takes a multiple of that, but not any. A thread of
 * its own looks at the task's CPU time, so that a busy machine does not matter.
 */
final class RunLimit implements AutoCloseable {
  /** What a run may take in any case. */
  private static final Duration LEAST = Duration.ofMinutes(2);

  /** And besides, so often what the whole recording took. */
  private static final int TIMES = 10;

  /** Of a recording that was cut it is not known how long it took. */
  private static final Duration UNKNOWN = Duration.ofHours(1);

  /** One that seems to have taken longer had its clock set meanwhile. */
  private static final long LONGEST_MS = Duration.ofDays(30).toMillis();

  /** Where several ways are tried, each may take this part of it. */
  private static final int TRIES = 10;

  /** How often it looks, in nanoseconds, and in parts of the limit. */
  private static final long LOOK_NS = 1_000_000_000;

  private static final int LOOKS = 4;

  private final Interrupts interrupts;
  private final long limitNs;
  private final Thread thread = new Thread(this::look, "jrr-run-limit");
  private volatile boolean tries;

  /** Looks after the runs that {@code interrupts} stops, until it is closed. */
  RunLimit(Interrupts interrupts, Duration limit) {
    this.interrupts = interrupts;
    this.limitNs = limit.toNanos();
    thread.setDaemon(true);
    thread.start();
  }

  /** The limit for replays of {@code trace}. */
  static Duration of(TraceReader trace) {
    long start = trace.header().startTimeMs();
    return trace
        .end()
        .map(end -> Math.max(0, Math.min(end.endTimeMs() - start, LONGEST_MS)))
        .map(took -> LEAST.plus(Duration.ofMillis(took).multipliedBy(TIMES)))
        .orElse(UNKNOWN);
  }

  /** What a run may take now, nanoseconds of CPU time. */
  long ns() {
    return tries ? limitNs / TRIES : limitNs;
  }

  /** Whether runs are tries from now on, of which each may take less. */
  void setTries(boolean tries) {
    this.tries = tries;
  }

  private void look() {
    long betweenNs = Math.min(LOOK_NS, limitNs / TRIES / LOOKS);
    Interrupts.Leg last = null;
    long startNs = 0;
    try {
      while (true) {
        TimeUnit.NANOSECONDS.sleep(betweenNs);
        Interrupts.Leg leg = interrupts.leg();
        if (leg == null) {
          continue;
        }
        long nowNs = StatFile.read(leg.tid()).cpuNs();
        if (!leg.equals(last)) {
          last = leg;
          startNs = nowNs;
        } else if (nowNs - startNs > ns()) {
          interrupts.endless(leg);
        }
      }
    } catch (InterruptedException closed) {
      // nothing is left to look after
    }
  }

  /** Ends the thread. */
  @Override
  public void close() {
    thread.interrupt();
  }
}
