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

  private long run;
  private boolean wanted;
  private int running;
  private boolean held;

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

  private synchronized boolean starts(Task task) {
    if (!wanted || held) {
      running = task.tid();
    }
    return !wanted || held;
  }

  private synchronized boolean stopped() {
    running = 0;
    return wanted && !held;
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
