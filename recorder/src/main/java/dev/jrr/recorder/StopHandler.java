package dev.jrr.recorder;

import dev.jrr.trace.Effect;
import dev.jrr.trace.Frame;
import dev.jrr.tracee.Registers;
import dev.jrr.tracee.Siginfo;
import dev.jrr.tracee.StatFile;
import dev.jrr.tracee.Stop;
import dev.jrr.tracee.SyscallBuffer;
import java.util.List;

/** What each kind of stop of a recorded task leads to. */
final class StopHandler implements Stop.Visitor<Void> {
  private static final int SIGKILL = 9;

  /** The field of {@code /proc/tid/stat} (proc(5)) that holds a zombie's wait status. */
  private static final int EXIT_STATUS = 52;

  private final RecordSession session;
  private final SyscallRecorder syscalls;
  private final SignalRecorder signals;
  private final ProcessCalls processes;
  private final ExecRecorder execs;
  private final AsyncRecorder async;
  private final CallDispatch dispatch;
  private RecordedTask task;

  @SuppressWarnings("NullAway.Init")
  StopHandler(RecordSession session) {
    this.session = session;
    this.execs = new ExecRecorder(session);
    this.processes = new ProcessCalls(session, this);
    this.signals = new SignalRecorder(session, this);
    this.async = new AsyncRecorder(session, this, signals);
    this.dispatch = new CallDispatch(session, this);
    this.syscalls = new SyscallRecorder(session, this, processes, signals);
  }

  ProcessCalls processes() {
    return processes;
  }

  ExecRecorder execs() {
    return execs;
  }

  /** A stop in which the task has been killed leads to nothing: its end is the next one. */
  void handle(RecordedTask stopped, Stop stop) {
    task = stopped;
    if (stop.isEnd() || isStillIn(stop)) {
      stop.accept(this);
    } else {
      handle(stopped, session.waitFor(stopped));
    }
  }

  private boolean isStillIn(Stop stop) {
    boolean isOfCall = stop instanceof Stop.Syscall || stop instanceof Stop.SeccompTrap;
    boolean asksItself = stop instanceof Stop.SignalDelivery; // once: it may end in between
    return task.task.readRegisters() && (isOfCall || asksItself || !task.task.isEnding());
  }

  AsyncRecorder async() {
    return async;
  }

  /** Resumes a task into or out of a call and handles the stop that follows at once. */
  void goOn(RecordedTask stopped) {
    stopped.task.contToSyscall(0);
    handle(stopped, session.waitFor(stopped));
  }

  @Override
  public Void syscall(Stop.Syscall stop) {
    if (task.call != null) {
      syscalls.exit(task);
    } else if (task.process.filtered) {
      if (task.isAtInt80()) {
        throw of32Bits();
      }
      syscalls.enter(task);
    }
    return null;
  }

  private UnsupportedProgramException of32Bits() {
    return new UnsupportedProgramException(
        "task " + task.tid() + " makes a call by the table of 32-bit programs (int 0x80)");
  }

  @Override
  public Void seccompTrap(Stop.SeccompTrap stop) {
    if (SyscallBuffer.isAtStop(task.task.registers())) {
      waitForHookStop();
    } else if (task.call == null) {
      syscalls.enter(task);
    } else {
      // The entry was handled at the syscall stop, which comes before the filter's verdict.
      task.task.contToSyscall(0);
      if (task.phase == RecordedTask.Phase.READY) {
        handle(task, session.waitFor(task));
      }
    }
    return null;
  }

  /** The hook makes the call by which it stops: that is skipped. */
  private void waitForHookStop() {
    RecordedTask stopped = task;
    stopped.task.changeRegisters().set(Registers.ORIG_RAX, -1);
    stopped.task.contToSyscall(0);
    Stop stop = session.waitFor(stopped);
    if (!(stop instanceof Stop.Syscall)) {
      handle(stopped, stop); // killed
    } else {
      leaveHook(stopped);
    }
  }

  /** The hook was asked to stop, and the program's state is whole. */
  void leaveHook(RecordedTask stopped) {
    if (!stopped.task.readRegisters()) {
      handle(stopped, session.waitFor(stopped)); // killed: what it shows next is not this stop's
      return;
    }
    SyscallBuffer.leaveStop(stopped.task);
    session.append(
        new Frame.HookStop(session.nextEvent(stopped), stopped.tid(), stopped.registerSet()));
    session.starvation().called(stopped);
    if (stopped.hasWaitingSignals()) {
      signals.deliverStashHere(stopped);
    }
  }

  @Override
  public Void signal(Stop.SignalDelivery stop) {
    Siginfo siginfo = Siginfo.of(session.ptrace(), task.tid());
    boolean ends = siginfo.isExitStop() && task.task.isEnding();
    if (siginfo.signal() != stop.signal() || ends) {
      handle(task, session.waitFor(task)); // killed since the stop was looked at
    } else if (siginfo.isOf32BitCall() && task.isAtInt80()) {
      throw of32Bits();
    } else if (dispatch.isCall(task, siginfo)) {
      dispatch.enter(task);
    } else if (dispatch.isBeforeItsTime(task, siginfo)) {
      dispatch.enterFirst(task, siginfo);
    } else if (!ShortLoops.takesLateTrap(task, siginfo)) {
      signals.arrived(task, siginfo);
    }
    return null;
  }

  @Override
  public Void groupStop(Stop.GroupStop stop) {
    session.setPhase(task, RecordedTask.Phase.STOPPED);
    session.ptrace().listen(task.tid());
    return null;
  }

  @Override
  public Void trap(Stop.EventTrap stop) {
    boolean running = task.interrupting && task.phase == RecordedTask.Phase.READY;
    task.interrupting = false;
    session.setPhase(task, RecordedTask.Phase.READY);
    if (makesCall(task)) {
      return null;
    }
    if (running && signals.comesFirst(task)) {
      return null; // it has not run yet
    }
    if (running) {
      async.stopped(task);
    } else if (task.call == null) {
      SyscallRecorder.moveStandingToStub(task); // others may have patched its place meanwhile
    }
    return null;
  }

  /** Whether the task, which was stopped, was about to make a call, which it has then begun. */
  boolean makesCall(RecordedTask stopped) {
    if (!dispatch.isPending(stopped)) {
      return false;
    }
    stopped.task.cont(0);
    handle(stopped, session.waitFor(stopped));
    return true;
  }

  @Override
  public Void newTask(Stop.NewTask stop) {
    processes.created(task);
    return null;
  }

  @Override
  public Void vforkDone(Stop.VforkDone stop) {
    RecordedTask child = session.task((int) session.ptrace().eventMessage(task.tid()));
    if (child != null && child.process.space == task.process.space) {
      child.leavesSpace = true; // it may have told of that before
    }
    task.waitsForChild = false;
    session.buffering().reconsider();
    goOn(task);
    return null;
  }

  @Override
  public Void exec(Stop.Exec stop) {
    int former = (int) session.ptrace().eventMessage(task.tid());
    RecordedTask caller = former == task.tid() ? null : session.task(former);
    if (caller != null) {
      session.takeLeadersPlace(task, caller);
      task = caller;
    }
    execs.executed(task, former);
    return null;
  }

  @Override
  public Void exiting(Stop.Exiting stop) {
    long message = session.ptrace().eventMessage(task.tid());
    int status = (int) (message < 0 ? StatFile.read(task.tid()).number(EXIT_STATUS, 0) : message);
    if (status == SIGKILL) {
      syscalls.killed(task);
      async.leaves(task);
    }
    processes.exiting(task, status, lastStores(status));
    return null;
  }

  /** Of a task that was killed where it computed, if no frame tells where that was. */
  private List<Effect> lastStores(int status) {
    boolean isLost = status == SIGKILL && task.hasRun && task.call == null;
    return isLost ? LastStores.of(session, task) : List.of();
  }

  @Override
  public Void exited(Stop.Exited stop) {
    return ended(stop.code() << 8);
  }

  @Override
  public Void signalled(Stop.Signalled stop) {
    return ended(stop.signal() | (stop.coreDumped() ? 0x80 : 0));
  }

  /** SIGKILL may skip the exit event: the frame is then written here. */
  private Void ended(int status) {
    if (task.phase != RecordedTask.Phase.ENDING) {
      processes.recordExit(task, status, lastStores(status));
    }
    session.gone(task, status);
    return null;
  }
}
