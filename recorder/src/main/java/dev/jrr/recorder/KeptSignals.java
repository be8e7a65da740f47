package dev.jrr.recorder;

import dev.jrr.tracee.Siginfo;
import dev.jrr.tracee.SignalStatus;
import dev.jrr.tracee.kernel.Ptrace;
import org.jspecify.annotations.Nullable;

/**
 * Signals that the kernel keeps for a task that computes, as for one that blocks them. At every
 * stop the mask is the program's own again, before anything looks at it, and until then no call is
 * made that could.
 *
 * <ul>
 *   <li>Where a signal has come again while it waits in its task's stash, more of its kind: each
 *       would stop the task for nothing. Not in processes with several threads, where the kernel
 *       would choose another thread for the next one; and no real-time signals, all of which count.
 *   <li>A timer's signals that came while its handler ran, which a recording makes slower than the
 *       timer may be: the task gets on, to a call or for as long as signals wait, before it has the
 *       next one. They are pending already, and stay so; another thread that has its turn meanwhile
 *       may take them.
 * </ul>
 *
 * <p>What an instruction can raise is not kept: it ends a task that blocks it.
 */
final class KeptSignals {
  private final Ptrace ptrace;
  private final Buffering buffering;

  /** Whose mask is not its own now, and what that is. */
  private @Nullable RecordedTask keptFrom;

  private long ownMask;

  KeptSignals(Ptrace ptrace, Buffering buffering) {
    this.ptrace = ptrace;
    this.buffering = buffering;
  }

  /** The task is about to compute, with {@code signal} delivered to it where that is not 0. */
  void keep(RecordedTask task, int signal) {
    boolean can = signal == 0 && task.hasWaitingSignals() && !buffering.isInHook(task);
    long signals = can ? (repeated(task) | task.postponed) & ~Siginfo.FAULTS : 0;
    task.ranSuspended = signals != 0;
    if (signals != 0) {
      keepSignals(task, signals);
      Buffering.suspend(task);
    }
  }

  private void keepSignals(RecordedTask task, long signals) {
    keptFrom = task;
    ownMask = ptrace.getSignalMask(task.tid());
    ptrace.setSignalMask(task.tid(), ownMask | signals);
  }

  /**
   * The task is on its way to the entry of a call, where signals that are pending would turn it
   * back; or is about to make another task, which the kernel does not do while one is pending.
   */
  void keepInCall(RecordedTask task) {
    if (task.postponed != 0) {
      keepSignals(task, task.postponed);
    }
  }

  /** It has made {@code child}, which has its mask. */
  void made(RecordedTask task, int child) {
    if (keptFrom == task) {
      ptrace.setSignalMask(child, ownMask);
      release(task);
    }
  }

  private static long repeated(RecordedTask task) {
    long signals = 0;
    if (task.stashRepeats && isAlone(task)) {
      for (Siginfo waiting : task.stash) {
        signals |= waiting.isRealTime() ? 0 : waiting.bit();
      }
    }
    return signals;
  }

  private static boolean isAlone(RecordedTask task) {
    return task.process.space.users == 1;
  }

  /** It has stopped, its call is over, or it is gone. */
  void release(RecordedTask task) {
    if (keptFrom == task) {
      keptFrom = null;
      ptrace.setSignalMask(task.tid(), ownMask);
      Buffering.resume(task);
    }
  }

  /** Whether the one that the kernel has kept is delivered instead of the one that waited. */
  static boolean stands(RecordedTask task, SignalStatus status, Siginfo waiting) {
    return task.stashRepeats
        && isAlone(task)
        && !waiting.isRealTime()
        && status.isPending(waiting.signal());
  }

  /** A handler has returned. */
  void returned(RecordedTask task) {
    long timers = task.signalIsNext ? pendingOfTimers(task) : 0;
    if (timers != 0) {
      if (!task.hasWaitingSignals()) {
        task.waitingSinceNs = System.nanoTime();
      }
      task.signalIsNext = false;
    }
    task.postponed = timers;
  }

  /** The signals that would be delivered; 0 where they are not all of timers. */
  private long pendingOfTimers(RecordedTask task) {
    long signals = 0;
    for (Siginfo pending : Siginfo.pending(ptrace, task.tid())) {
      if (!pending.isOfTimer()) {
        return 0;
      }
      signals |= pending.bit();
    }
    return signals;
  }
}
