package dev.jrr.recorder;

import dev.jrr.layout.JrrLayout;
import dev.jrr.trace.Effect;
import dev.jrr.trace.Frame;
import dev.jrr.trace.RegisterSet;
import dev.jrr.tracee.BufferedRecords;
import dev.jrr.tracee.MemoryCopy;
import dev.jrr.tracee.Registers;
import dev.jrr.tracee.Siginfo;
import dev.jrr.tracee.SignalStatus;
import dev.jrr.tracee.StatFile;
import dev.jrr.tracee.Stop;
import dev.jrr.tracee.Task;
import dev.jrr.tracee.TraceeMemory;
import dev.jrr.tracee.kernel.Libc;
import dev.jrr.tracee.syscalls.SyscallTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Calls that make, change and end tasks, and the events that the kernel reports of them. */
final class ProcessCalls implements SpecialCall {
  private static final int CLONE = SyscallTable.numberOf("clone");
  private static final int CLONE3 = SyscallTable.numberOf("clone3");
  private static final int VFORK = SyscallTable.numberOf("vfork");
  private static final Set<Integer> CREATING =
      Set.of(CLONE, CLONE3, VFORK, SyscallTable.numberOf("fork"));
  private static final int EXIT = SyscallTable.numberOf("exit");
  private static final int EXIT_GROUP = SyscallTable.numberOf("exit_group");
  private static final int EXECVE = SyscallTable.numberOf("execve");
  private static final int EXECVEAT = SyscallTable.numberOf("execveat");
  private static final int SET_ROBUST_LIST = SyscallTable.numberOf("set_robust_list");
  private static final int SET_TID_ADDRESS = SyscallTable.numberOf("set_tid_address");

  private static final long SCHED_YIELD = Libc.function("sched_yield");
  private static final int SIGKILL = 9;

  private static final long CLONE_VM = 0x100;
  private static final long CLONE_FILES = 0x400;
  private static final long CLONE_PIDFD = 0x1000;
  private static final long CLONE_VFORK = 0x4000;
  private static final long CLONE_THREAD = 0x10000;
  private static final long CLONE_PARENT = 0x8000;
  private static final long CLONE_PARENT_SETTID = 0x100000;
  private static final long CLONE_CHILD_CLEARTID = 0x200000;
  private static final long CLONE_UNTRACED = 0x800000;
  private static final long CLONE_CHILD_SETTID = 0x1000000;

  /** What a call that makes a task asks for. Addresses are 0 where they do not apply. */
  private record Creation(long flags, long pidfd, long parentTid, long childTid) {
    boolean has(long flag) {
      return (flags & flag) != 0;
    }
  }

  private final RecordSession session;
  private final StopHandler stops;
  private final PriorityFutexes futexes;

  ProcessCalls(RecordSession session, StopHandler stops) {
    this.session = session;
    this.stops = stops;
    this.futexes = new PriorityFutexes(session);
  }

  PriorityFutexes priorityFutexes() {
    return futexes;
  }

  @Override
  public void enter(RecordedTask task, PendingCall call) {
    if (call.number() == EXIT || call.number() == EXIT_GROUP) {
      task.exitingAt = call.at;
    } else if (isExec(call)) {
      call.note = LeftMemory.of(task);
      AddressSpace.leftByExec(task, session.scheduler().tasks());
    } else if (CREATING.contains(call.number())) {
      keepTraced(task, call);
      session.limitedRun().kept().keepInCall(task);
    }
  }

  /**
   * A task that asks for a child which its tracer does not get (CLONE_UNTRACED) has a traced one.
   */
  private static void keepTraced(RecordedTask task, PendingCall call) {
    Creation creation = creation(task, call);
    if (!creation.has(CLONE_UNTRACED)) {
      return;
    }
    long argument = creation.flags & ~CLONE_UNTRACED;
    if (call.number() == CLONE3) {
      int size = (int) Math.min(call.argument(1), JrrLayout.THREAD_LOCALS_SIZE);
      byte[] arguments = task.memory().read(call.argument(0), size);
      if (arguments == null) {
        return;
      }
      task.memory().write(JrrLayout.THREAD_LOCALS, arguments, 0, size);
      task.memory().writeWord(JrrLayout.THREAD_LOCALS, argument);
      argument = JrrLayout.THREAD_LOCALS;
    }
    task.task.changeRegisters().setArgument(0, argument);
    call.argumentsChanged = true;
  }

  /** The hook made the call. */
  static void madeInBuffer(RecordedTask task, BufferedRecords.NotedCall call) {
    keep(task, call.number(), call.arguments()[0], call.result());
  }

  private static void keep(RecordedTask task, int number, long address, long result) {
    if (number == SET_TID_ADDRESS) {
      task.clearTid = address;
    } else if (number == SET_ROBUST_LIST && result == 0) {
      task.robustList = address;
    }
  }

  @Override
  public void exit(RecordedTask task, PendingCall call, long result, List<Effect> effects) {
    keep(task, call.number(), call.argument(0), result);
    if (isExec(call)) {
      task.memory().passTo(task.tid()); // it failed
    }
    if (call.note instanceof Creation creation && result > 0) {
      if (creation.has(CLONE_PARENT_SETTID)) {
        copyOut(task, creation.parentTid, effects);
      }
      if (creation.has(CLONE_PIDFD)) {
        copyOut(task, creation.pidfd, effects);
      }
    }
  }

  /** Whether the call waits for the end of its process's other threads: an exec. */
  static boolean endsOtherTasks(RecordedTask task, PendingCall call) {
    return isExec(call) && task.process.space.users > 1;
  }

  /** Whether the task is in an exec, and may have left its memory already. */
  static boolean isExecuting(RecordedTask task) {
    return task.call != null && isExec(task.call);
  }

  private static boolean isExec(PendingCall call) {
    return call.number() == EXECVE || call.number() == EXECVEAT;
  }

  private static void copyOut(RecordedTask task, long address, List<Effect> effects) {
    byte[] bytes = task.memory().read(address, 4);
    if (bytes != null) {
      effects.add(new Effect.WriteMemory(address, bytes));
    }
  }

  private static Creation creation(RecordedTask task, PendingCall call) {
    if (call.number() == CLONE) {
      return new Creation(call.argument(0), call.argument(2), call.argument(2), call.argument(3));
    }
    if (call.number() == CLONE3) {
      // struct clone_args (linux/sched.h): flags, pidfd, child_tid, parent_tid, ...
      TraceeMemory memory = task.memory();
      long arguments = call.argument(0);
      return new Creation(
          memory.word(arguments),
          memory.word(arguments + 8),
          memory.word(arguments + 24),
          memory.word(arguments + 16));
    }
    return new Creation(call.number() == VFORK ? CLONE_VM | CLONE_VFORK : 0, 0, 0, 0);
  }

  /** The task's call made another task, which has not run yet. */
  void created(RecordedTask parent) {
    PendingCall call = parent.call;
    if (call == null) {
      throw new IllegalStateException("a new task outside a call of " + parent.task);
    }
    Creation creation = creation(parent, call);
    int tid = (int) session.ptrace().eventMessage(parent.tid());
    Siginfo stop = Siginfo.of(session.ptrace(), parent.tid());
    if (!stop.isTrap() || stop.isExitStop()) {
      // Killed before it could tell.
      stops.handle(parent, session.waitFor(parent));
      return;
    }
    take(tid, parent, call, creation);
    session.limitedRun().kept().made(parent, tid);
    if (creation.has(CLONE_VFORK)) {
      session.setPhase(parent, RecordedTask.Phase.IN_CALL);
      parent.waitsForChild = true;
      session.buffering().reconsider();
      session.recordEntry(parent);
      parent.task.contToSyscall(0);
    } else {
      stops.goOn(parent);
    }
  }

  /** {@code tid} is recorded from now on: {@code call} of {@code parent}'s made it. */
  private void take(int tid, RecordedTask parent, PendingCall call, Creation creation) {
    call.note = creation;
    RecordedTask child = child(parent, tid, creation);
    Stop first = session.firstStop(child.task);
    session.add(child);
    session.buffering().cloned(parent, child, creation.has(CLONE_VM) != creation.has(CLONE_FILES));
    RegisterSet registers;
    List<Effect> childEffects = new ArrayList<>(1);
    if (first instanceof Stop.EventTrap) {
      if (child.process.dispatches) {
        CallDispatch.begin(child);
      }
      SyscallRecorder.moveToStub(child);
      if (call.argumentsChanged) {
        child.task.changeRegisters().setArgument(0, call.argument(0));
      }
      registers = child.registerSet();
      if (creation.has(CLONE_CHILD_SETTID)) {
        copyOut(child, creation.childTid, childEffects);
      }
    } else {
      // Killed before it ran: what it would have started with does not matter.
      registers = parent.registerSet();
      session.setPendingStop(child, first);
    }
    call.entryEffects.add(
        new Effect.Spawn(tid, child.process.pid, creation.has(CLONE_VM), registers, childEffects));
  }

  /** The task ends, perhaps killed in a call that had made another one: that one lives. */
  private void takeUntoldChild(RecordedTask task) {
    PendingCall call = Objects.requireNonNull(task.call);
    Creation creation = creation(task, call);
    int tid = UntoldChild.find(session, task, creation.has(CLONE_PARENT));
    if (tid != 0) {
      take(tid, task, call, creation);
      List<Effect> effects = new ArrayList<>(call.entryEffects);
      exit(task, call, tid, effects);
      session.appendCall(task, call, tid, effects);
      task.call = null;
    }
  }

  /** The task was killed, perhaps while it made a copy of its memory for us. */
  private void endUntoldCopy(RecordedTask task) {
    for (RecordedTask other : session.scheduler().tasks()) {
      if (other.process == task.process && creates(other)) {
        return; // whose child it may be
      }
    }
    int tid = UntoldChild.find(session, task, false);
    if (tid != 0) {
      MemoryCopy.end(session.ptrace(), tid);
    }
  }

  /** Whether the task is in a call that makes a task, and has not told of that. */
  private static boolean creates(RecordedTask task) {
    PendingCall call = task.call;
    return call != null && CREATING.contains(call.number()) && call.note == null;
  }

  /** Whether a task waits for its vfork child, and so cannot be stopped. */
  boolean isVforkOpen() {
    return session.scheduler().tasks().stream().anyMatch(task -> task.waitsForChild);
  }

  private RecordedTask child(RecordedTask parent, int tid, Creation creation) {
    RecordedProcess from = parent.process;
    boolean sharesMemory = creation.has(CLONE_VM);
    TraceeMemory memory = sharesMemory ? parent.memory() : UnreadableTaskException.memoryOf(tid);
    Task task = new Task(session.ptrace(), tid, memory);
    AddressSpace space = sharesMemory ? from.space : from.space.copy();
    if (sharesMemory) {
      space.users++;
    }
    RecordedProcess process = from;
    if (!creation.has(CLONE_THREAD)) {
      process = new RecordedProcess(tid, space, from.forcedSignals.copy());
      process.filtered = from.filtered;
      process.ownFilters = from.ownFilters;
      process.hasListener = from.hasListener;
      process.dispatches = from.dispatches;
      process.strict = from.strict;
    }
    Descriptors descriptors =
        creation.has(CLONE_FILES) ? parent.descriptors : parent.descriptors.copy();
    RecordedTask child = new RecordedTask(task, process, descriptors);
    child.affinity = parent.affinity;
    child.turn.standing = parent.turn.standing;
    child.noNewPrivs = parent.noNewPrivs;
    if (creation.has(CLONE_CHILD_CLEARTID)) {
      child.clearTid = creation.childTid;
    }
    return child;
  }

  /** The task is about to end with {@code status}; {@code stores} come before the kernel's own. */
  void exiting(RecordedTask task, int status, List<Effect> stores) {
    if (creates(task)) {
      takeUntoldChild(task);
    } else if (status == SIGKILL && task.process.habits.makesCopies()) {
      endUntoldCopy(task);
    }
    UnknownCalls.ends(task);
    List<RecordedTask> waiters = futexes.waitersFor(task);
    int id = waiters.isEmpty() ? 0 : SignalStatus.read(task.tid()).task();
    List<Effect> effects = lastWrites(task);
    List<Effect> all = new ArrayList<>(stores);
    all.addAll(effects);
    recordExit(task, status, all);
    session.setPhase(task, RecordedTask.Phase.ENDING);
    task.waitsForChild = false;
    task.task.cont(0);
    if (effects.isEmpty() && waiters.isEmpty()) {
      return;
    }
    // The kernel clears words and wakes their waiters on its own: before anybody else runs.
    if (task.tid() == task.process.pid) {
      awaitZombie(task);
    } else {
      stops.handle(task, session.waitFor(task));
    }
    futexes.handOver(waiters, id);
  }

  /**
   * A process's leader is not reported as ended before its other threads have. One of those that
   * executes a program takes its id, and stops.
   */
  private void awaitZombie(RecordedTask leader) {
    while (!session.pollStop(leader) && StatFile.read(leader.tid()).isAlive()) {
      Libc.call(SCHED_YIELD);
    }
  }

  /** What the kernel writes on its own when the task ends. */
  private static List<Effect> lastWrites(RecordedTask task) {
    List<Effect> effects = new ArrayList<>(1);
    RobustList.deaths(task, effects);
    if (task.process.space.users > 1) {
      clearedWord(task, effects);
    }
    return effects;
  }

  /** The kernel will clear the task's word, if it has one that can be stored to. */
  static void clearedWord(RecordedTask task, List<Effect> effects) {
    byte[] word = task.clearTid == 0 ? null : task.memory().read(task.clearTid, 4);
    if (word != null && TraceeMemory.isStorable(task.tid(), task.clearTid, word)) {
      effects.add(new Effect.WriteMemory(task.clearTid, new byte[4]));
    }
  }

  /** Writes the frame of the task's end. */
  void recordExit(RecordedTask task, int status, List<Effect> effects) {
    if (task.exitingAt == null && task.call != null) {
      // It dies in a call: what it did before that call counts.
      session.recordEntry(task);
    }
    session.ends(task);
    session.append(
        new Frame.Exit(session.nextEvent(task), task.tid(), task.exitingAt, status, effects));
    task.call = null;
  }

  /**
   * The first process of a PID namespace dies of its own fault, but the kernel spares it while it
   * is traced (force_sig_info_to_task in kernel/signal.c): it is let go, to raise the fault again.
   */
  void endsByOwnFault(RecordedTask task, Siginfo siginfo) {
    recordExit(task, siginfo.signal(), lastWrites(task));
    if (siginfo.isBreakpoint()) {
      Registers registers = task.task.changeRegisters();
      registers.set(Registers.RIP, registers.rip() - 1);
    }
    task.task.detach();
    session.gone(task, siginfo.signal());
  }
}
