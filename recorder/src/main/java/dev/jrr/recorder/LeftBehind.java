package dev.jrr.recorder;

import dev.jrr.tracee.CpuPinning;
import dev.jrr.tracee.Launcher;
import dev.jrr.tracee.Minder;
import dev.jrr.tracee.Registers;
import dev.jrr.tracee.RemoteCalls;
import dev.jrr.tracee.Stop;
import dev.jrr.tracee.SyscallRestart;
import dev.jrr.tracee.code.SyscallStub;
import dev.jrr.tracee.kernel.Libc;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What becomes of processes that outlive the first one, such as daemons, when the recording does
 * not wait for them: all that the recording did to them is undone, and they go on, traced by a
 * {@link Minder} and unrecorded.
 */
final class LeftBehind {
  private static final long SCHED_SETAFFINITY = Libc.function("sched_setaffinity");
  private static final long KILL = Libc.function("kill");
  private static final long SYSCALL = Libc.function("syscall");
  private static final int TGKILL = 234;
  private static final int SIGKILL = 9;
  private static final int PRCTL = 157;
  private static final int PR_SET_TSC = 26;
  private static final int PR_TSC_ENABLE = 1;

  /** The Yama security module lets only named processes trace (prctl(2)). */
  private static final int PR_SET_PTRACER = 0x59616d61;

  private final RecordSession session;
  private final StopHandler stops;

  LeftBehind(RecordSession session, StopHandler stops) {
    this.session = session;
    this.stops = stops;
  }

  /** Hands every task that is left over to a minder. */
  void letGo(Path launcher) {
    List<RecordedTask> left = new ArrayList<>();
    for (RecordedTask task : List.copyOf(session.scheduler().tasks())) {
      if (settle(task)) {
        left.add(task);
      }
    }
    if (left.isEmpty()) {
      return;
    }
    left.forEach(LeftBehind::restart);
    giveBackCode(left);
    Minder minder = Launcher.mind(launcher);
    left.forEach(task -> release(task, minder));
    if (minder.finish() != 0) {
      for (RecordedTask task : left) {
        Libc.call(KILL, task.process.pid, SIGKILL);
      }
      session.warnings().add("processes that outlived the recording could not go on: killed");
    }
  }

  /** Brings a task to a stop outside every call; false if it is gone, or about to be. */
  private boolean settle(RecordedTask task) {
    while (session.task(task.tid()) == task && task.phase != RecordedTask.Phase.ENDING) {
      if (task.pendingStop != null) {
        session.handlePendingStop(task);
      } else if (task.phase == RecordedTask.Phase.READY) {
        return true;
      } else {
        boolean isHeld = task.phase == RecordedTask.Phase.STOPPED;
        session.ptrace().interrupt(task.tid());
        Stop stop = session.waitFor(task);
        if (isHeld && (stop instanceof Stop.GroupStop || stop instanceof Stop.EventTrap)) {
          return true;
        }
        stops.handle(task, stop);
      }
    }
    return false;
  }

  /** Their code is as it was: the hook is for one task at a time, and they are about to be many. */
  private void giveBackCode(List<RecordedTask> tasks) {
    for (RecordedTask task : tasks) {
      SyscallStub stub = session.buffering().stubAround(task);
      if (stub != null && !session.buffering().isInHook(task)) {
        stub.leave(task.task.changeRegisters());
      }
    }
    for (RecordedTask task : tasks) {
      BufferedSpace hook = task.process.space.hook;
      List<SyscallStub> stubs = hook == null ? List.of() : hook.sites.takeAll();
      for (SyscallStub stub : stubs) {
        stub.restore(task.memory(), 0);
      }
    }
  }

  private void release(RecordedTask task, Minder minder) {
    for (Map.Entry<Long, byte[]> patch : task.process.space.patches.entrySet()) {
      task.memory().write(patch.getKey(), patch.getValue(), 0, 1);
    }
    try (RemoteCalls remote = new RemoteCalls(task.task)) {
      if (task.process.dispatches) {
        CallDispatch.end(remote);
      }
      remote.call(PRCTL, PR_SET_TSC, PR_TSC_ENABLE);
      remote.call(PRCTL, PR_SET_PTRACER, minder.pid());
    }
    byte[] affinity = task.affinity == null ? CpuPinning.initial() : task.affinity;
    long mask = Libc.allocate(affinity.length);
    Libc.memory().putByteArray(mask, affinity, 0, affinity.length);
    Libc.call(SCHED_SETAFFINITY, task.tid(), affinity.length, mask);
    minder.take(task.task);
    // They wait for it now, as all signals do that it blocks.
    if (task.signalToDeliver != 0) {
      send(task, task.signalToDeliver);
    }
    task.stash.forEach(siginfo -> send(task, siginfo.signal()));
  }

  private static void send(RecordedTask task, int signal) {
    Libc.call(SYSCALL, TGKILL, task.process.pid, task.tid(), signal);
  }

  /** A call that was interrupted is made again from its beginning. */
  private static void restart(RecordedTask task) {
    long result = task.task.registers().rax();
    if (task.task.registers().get(Registers.ORIG_RAX) >= 0 && SyscallRestart.isRestart(result)) {
      Registers registers = task.task.changeRegisters();
      PendingCall call = task.interrupted;
      long number = call == null ? registers.get(Registers.ORIG_RAX) : call.number();
      SyscallRestart.turnBack(registers.words());
      registers.set(Registers.RAX, number);
    }
    task.task.changeRegisters().set(Registers.ORIG_RAX, -1);
  }
}
