package dev.jrr.replayer;

import dev.jrr.gdbserver.target.Interruption;
import dev.jrr.tracee.Stop;
import dev.jrr.tracee.Task;
import dev.jrr.tracee.kernel.Libc;
import org.jspecify.annotations.Nullable;

/**
 * Stops a task that runs for long between two frames. The tracer thread waits for it in the kernel,
 * and only that thread may ptrace; but any thread may send a signal. So a SIGSTOP, which no mask
 * holds back, makes the task stop, and the tracer drops it.
 *
 * <p>The signal may come when the task has already stopped for a reason of its own. It is then
 * pending, and met at a later stop, where it has no meaning.
 */
final class Interrupts {
  private static final long KILL = Libc.function("kill");
  private static final int SIGSTOP = 19;

  /** The way of one task to one frame, which may take several runs. */
  record Leg(long number, int tid) {}

  private long run;
  private boolean wanted;
  private int running;
  private boolean held;
  private long legs;
  private boolean isEndless;

  /** Begins a run that {@code interruption} may stop; those of earlier runs no longer count. */
  void arm(Interruption interruption) {
    long armed;
    synchronized (this) {
      wanted = false;
      armed = ++run;
    }
    interruption.onRequest(() -> request(armed));
  }

  /** On any thread. */
  private synchronized void request(long armed) {
    if (armed == run && !wanted) {
      wanted = true;
      if (running != 0 && !held) {
        Libc.call(KILL, running, SIGSTOP);
      }
    }
  }

  /** A task is on its way to another frame, or goes on to it. */
  synchronized void beginLeg() {
    legs++;
    isEndless = false;
  }

  /** What runs now, if anything does. On any thread. */
  synchronized @Nullable Leg leg() {
    return running == 0 ? null : new Leg(legs, running);
  }

  /** Stops {@code leg}, unless it is over: it has no end. On any thread. */
  synchronized void endless(Leg leg) {
    if (!isEndless && leg.equals(leg())) {
      isEndless = true;
      Libc.call(KILL, running, SIGSTOP);
    }
  }

  /** Whether that is why the last run was interrupted. */
  synchronized boolean isEndless() {
    return isEndless;
  }

  private synchronized boolean starts(Task task) {
    if (!wanted || held) {
      running = task.tid();
    }
    return !wanted || held;
  }

  private synchronized boolean stopped() {
    running = 0;
    return isEndless || wanted && !held;
  }

  /** Lets no run be stopped while {@code hold}; who wants one stopped waits until then. */
  synchronized void hold(boolean hold) {
    held = hold;
  }

  /** Runs {@code task} to its next stop; null where that is an interruption, or one was wanted. */
  @Nullable Stop run(Task task) {
    if (!starts(task)) {
      return null;
    }
    task.contEmulating();
    Stop stop = task.waitForStop();
    boolean interrupted = stopped();
    return interrupted
            && stop instanceof Stop.SignalDelivery delivery
            && delivery.signal() == SIGSTOP
        ? null
        : stop;
  }
}
