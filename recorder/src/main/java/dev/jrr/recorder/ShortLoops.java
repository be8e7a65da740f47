package dev.jrr.recorder;

import dev.jrr.tracee.Registers;
import dev.jrr.tracee.Siginfo;
import dev.jrr.tracee.Stop;
import dev.jrr.tracee.code.PatchPlaces;
import dev.jrr.tracee.kernel.ProcessClock;
import dev.jrr.tracee.kernel.Ptrace;
import java.util.Arrays;

/**
 * Lets a task that was stopped in a short loop run to where the loop is left: replay looks at each
 * visit of the place where it was stopped, and to the loop's end there are far fewer.
 */
final class ShortLoops {
  /** A loop that takes longer to leave is none of these. */
  private static final long LIMIT_NS = 100_000;

  /** DR7 (Intel SDM volume 3, 18.2.4); a condition field of 0 is execution, of one byte. */
  private static final int CONTROL = 7;

  private final RecordSession session;

  ShortLoops(RecordSession session) {
    this.session = session;
  }

  /** Where the short loop that the task is in is left; none where it is in none. */
  long[] exits(RecordedTask task) {
    return session.scheduler().leavesLoops()
        ? PatchPlaces.ofThisThread().loopExits(task.memory(), place(task))
        : new long[0];
  }

  /** Lets the task run until it is at one of the {@code exits}, for a short time. */
  Stop leave(RecordedTask task, long[] exits) {
    Ptrace ptrace = session.ptrace();
    final long place = place(task);
    final long cpuNs = ProcessClock.nanoseconds(task.process.pid);
    long control = 0;
    for (int index = 0; index < exits.length; index++) {
      ptrace.setDebugRegister(task.tid(), index, exits[index]);
      control |= 1L << (2 * index);
    }
    ptrace.setDebugRegister(task.tid(), CONTROL, control);
    Stop stop = session.limitedRun().runOn(task, LIMIT_NS);
    ptrace.setDebugRegister(task.tid(), CONTROL, 0);
    if (!isAtExit(task, stop)) {
      // It may have been interrupted when it had just come to an exit.
      task.loopTrapToCome = Arrays.stream(exits).anyMatch(exit -> exit == place(task));
      // On a busy machine others may have had the CPU meanwhile.
      if (ProcessClock.nanoseconds(task.process.pid) - cpuNs > LIMIT_NS / 2) {
        PatchPlaces.ofThisThread().stayedIn(place);
      }
    }
    return stop;
  }

  /** Whether that is a stop at an exit. */
  boolean isAtExit(RecordedTask task, Stop stop) {
    return stop instanceof Stop.SignalDelivery
        && Siginfo.of(session.ptrace(), task.tid()).isHardwareBreakpoint();
  }

  /**
   * Whether that is the trap of an exit at which the task was interrupted, and no signal of its
   * own. It comes once.
   */
  static boolean takesLateTrap(RecordedTask task, Siginfo siginfo) {
    boolean isLate = task.loopTrapToCome && siginfo.isHardwareBreakpoint();
    task.loopTrapToCome &= !isLate;
    return isLate;
  }

  private static long place(RecordedTask task) {
    return task.task.registers().get(Registers.RIP);
  }
}
