package dev.jrr.recorder;

import dev.jrr.tracee.Siginfo;
import dev.jrr.tracee.SignalStatus;
import dev.jrr.tracee.kernel.Ptrace;

/**
 * Where a signal has come again while it waits in its task's stash, the kernel keeps more of its
 * kind for the task, as for one that blocks them: each would stop it for nothing. At every stop the
 * mask is the program's own again, before anything looks at it, and until then no call is made that
 * could.
 *
 * <p>Not in processes with several threads, where the kernel would choose another thread; not for
 * what an instruction can raise, which ends a task that blocks it; and not for real-time signals,
 * all of which count.
 */
final class RepeatedSignals {
  /** SIGILL, SIGTRAP, SIGBUS, SIGFPE, SIGSEGV, SIGSYS. */
  private static final long FAULTS = bit(4) | bit(5) | bit(7) | bit(8) | bit(11) | bit(31);

  private static final int FIRST_REAL_TIME = 32;

  private final Ptrace ptrace;
  private final Buffering buffering;
  private boolean kept;
  private long ownMask;

  RepeatedSignals(Ptrace ptrace, Buffering buffering) {
    this.ptrace = ptrace;
    this.buffering = buffering;
  }

  private static long bit(int signal) {
    return 1L << signal - 1;
  }

  /** The task is about to compute. */
  void keep(RecordedTask task) {
    boolean can = isAlone(task) && !buffering.isInHook(task);
    if (task.stash.isEmpty() || !task.stashRepeats || !can) {
      return;
    }
    long signals = 0;
    for (Siginfo waiting : task.stash) {
      signals |= waiting.signal() < FIRST_REAL_TIME ? bit(waiting.signal()) : 0;
    }
    signals &= ~FAULTS;
    if (signals != 0) {
      kept = true;
      ownMask = ptrace.getSignalMask(task.tid());
      ptrace.setSignalMask(task.tid(), ownMask | signals);
      Buffering.suspend(task);
    }
  }

  /** Whether the one that the kernel has kept is delivered instead of the one that waited. */
  static boolean stands(RecordedTask task, SignalStatus status, int signal) {
    return task.stashRepeats
        && isAlone(task)
        && signal < FIRST_REAL_TIME
        && status.isPending(signal);
  }

  private static boolean isAlone(RecordedTask task) {
    return task.process.space.users == 1;
  }

  /** It has stopped, or is gone. */
  void release(RecordedTask task) {
    if (kept) {
      kept = false;
      ptrace.setSignalMask(task.tid(), ownMask);
      Buffering.resume(task);
    }
  }
}
