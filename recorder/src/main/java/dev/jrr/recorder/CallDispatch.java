package dev.jrr.recorder;

import dev.jrr.layout.JrrLayout;
import dev.jrr.tracee.Registers;
import dev.jrr.tracee.RemoteCalls;
import dev.jrr.tracee.Siginfo;
import dev.jrr.tracee.StatusFile;
import dev.jrr.tracee.Stop;
import dev.jrr.tracee.SyscallBuffer;
import dev.jrr.tracee.syscalls.Errno;

/**
 * Calls of tasks under a seccomp filter that is not jrr's, as container engines install one and
 * some programs do. What such a filter refuses never reaches a filter of jrr's own, and stopping at
 * every call by ptrace stops at the hook's, too. Syscall user dispatch (prctl(2), Linux 5.11) comes
 * before both: it raises SIGSYS for every call but those from the jrr page's untraced entry. The
 * task then makes its call from there, with a stop at its entry, where it gets the registers of its
 * own place.
 *
 * <p>The kernel forces that signal ({@link ForcedSignals}).
 */
final class CallDispatch {
  private static final int PRCTL = 157;

  /** From include/uapi/linux/prctl.h. */
  static final int PR_SET_SYSCALL_USER_DISPATCH = 59;

  private static final int OFF = 0;
  private static final int ON = 1;

  private static final int SIGSYS = ForcedSignals.SIGSYS;
  private static final long SIGSYS_BIT = 1L << (SIGSYS - 1);

  private final RecordSession session;
  private final StopHandler stops;

  CallDispatch(RecordSession session, StopHandler stops) {
    this.session = session;
    this.stops = stops;
  }

  /** Begins it for the only task of a process, with the jrr page in it; false where it cannot. */
  static boolean started(RecordedTask task) {
    if (!begin(task)) {
      return false;
    }
    task.process.forcedSignals.learn(task, SIGSYS);
    task.process.dispatches = true;
    task.memory().writeWord(JrrLayout.HOOK_DISPATCHED, 1);
    return true;
  }

  /**
   * Begins it for a task that is about to run: the kernel makes each without; false if it cannot.
   */
  static boolean begin(RecordedTask task) {
    try (RemoteCalls remote = new RemoteCalls(task.task)) {
      return set(remote, ON, JrrLayout.UNTRACED_RETURN, 1) == 0;
    }
  }

  /** Ends it for the task that makes these calls. */
  static void end(RemoteCalls remote) {
    set(remote, OFF, 0, 0);
  }

  private static long set(RemoteCalls remote, int mode, long start, long length) {
    return remote.call(PRCTL, PR_SET_SYSCALL_USER_DISPATCH, mode, start, length, 0);
  }

  /** The task is about to run: what the kernel may forget of it is noted. */
  static void resuming(RecordedTask task) {
    task.blocksSigsys = (task.task.ptrace().getSignalMask(task.tid()) & SIGSYS_BIT) != 0;
  }

  /** Whether the task stopped with the signal that tells of a call. */
  boolean isCall(RecordedTask task, Siginfo siginfo) {
    if (siginfo.signal() != SIGSYS || !task.process.dispatches) {
      return false;
    }
    boolean isOfPlace = isOfPlace(task, siginfo);
    // One that was sent cannot come where it is blocked: it was pending, and stands for the call.
    return siginfo.isDispatch() && isOfPlace
        || task.blocksSigsys && !(siginfo.isFault() && isOfPlace);
  }

  /** Whether the kernel raised it for the call that the task made last; a program may forge one. */
  private static boolean isOfPlace(RecordedTask task, Siginfo siginfo) {
    return siginfo.address() == task.task.registers().rip();
  }

  /**
   * Whether the task stopped with a signal that it forged as its own fault, where SIGSYS tells of a
   * call next: of such signals the kernel takes the oldest, be it blocked or not, once any of them
   * is unblocked (dequeue_synchronous_signal in kernel/signal.c), as SIGSYS is to tell of a call.
   */
  boolean isBeforeItsTime(RecordedTask task, Siginfo siginfo) {
    return siginfo.isFault() && isPending(task);
  }

  /** The task makes its call, with that signal pending as if it had not come. */
  void enterFirst(RecordedTask task, Siginfo early) {
    SignalRecorder.sendAgain(task, early);
    task.task.cont(0);
    stops.handle(task, session.waitFor(task));
  }

  /**
   * Whether the task stopped between the kernel's refusal of a call and the signal that tells of
   * it: a stop that was asked for comes first. It shows the call's number as its result.
   */
  boolean isPending(RecordedTask task) {
    if (!task.process.dispatches) {
      return false;
    }
    Registers registers = task.task.registers();
    long number = registers.get(Registers.ORIG_RAX);
    return number >= 0 && registers.rax() == number && hasPendingSigsys(task);
  }

  /**
   * Whether a filter's TRAP kept the call from being made at whose exit the task is: the number is
   * its result then (kernel/seccomp.c rolls it back), and SIGSYS comes next.
   */
  static boolean isTrapped(RecordedTask task, PendingCall call, long result) {
    return task.process.filtered
        && call.emulatedResult == null
        && result == call.number()
        && hasPendingSigsys(task);
  }

  private static boolean hasPendingSigsys(RecordedTask task) {
    return (StatusFile.read(task.tid()).mask("SigPnd") & SIGSYS_BIT) != 0;
  }

  /** Lets the task go on to the entry of the call that it was about to make. */
  void enter(RecordedTask task) {
    putBack(task);
    Registers registers = task.task.changeRegisters();
    long number = registers.rax();
    registers.set(Registers.ORIG_RAX, -1);
    if (SyscallBuffer.isAtStop(registers)) {
      stops.leaveHook(task);
      return;
    }
    long[] before = registers.words().clone();
    registers.set(Registers.RIP, JrrLayout.UNTRACED_SYSCALL);
    KeptSignals kept = session.limitedRun().kept();
    kept.keepInCall(task); // they come in the call or after it
    task.task.contToSyscall(0);
    Stop stop = session.waitFor(task);
    kept.release(task);
    if (stop instanceof Stop.Syscall) {
      before[Registers.RAX] = -Errno.ENOSYS.number();
      before[Registers.ORIG_RAX] = number;
      task.task.setRegisters(before);
    } else if (!stop.isEnd()) {
      // A signal that was pending, or a stop that was asked for: it is at its instruction again.
      before[Registers.RIP] -= 2;
      task.task.setRegisters(before);
      task.task.flushRegisters();
      task.beforeSyscall = true;
    }
    stops.handle(task, stop);
  }

  /** Undoes what forcing the signal did to the mask and the action of a program that blocks it. */
  private void putBack(RecordedTask task) {
    Siginfo siginfo =
        Siginfo.of(session.ptrace(), task.tid()); // a remote call is a stop of its own
    boolean isOfPlace = isOfPlace(task, siginfo);
    task.process.forcedSignals.putBack(task, SIGSYS, task.blocksSigsys);
    if (task.blocksSigsys && !(siginfo.isDispatch() && isOfPlace)) {
      SignalRecorder.sendAgain(task, siginfo); // it was pending, and has been taken for this
    }
  }
}
