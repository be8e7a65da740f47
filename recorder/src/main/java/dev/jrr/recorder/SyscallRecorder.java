package dev.jrr.recorder;

import dev.jrr.layout.JrrLayout;
import dev.jrr.trace.RegisterSet;
import dev.jrr.tracee.BufferedRecords;
import dev.jrr.tracee.InputDigest;
import dev.jrr.tracee.Registers;
import dev.jrr.tracee.RemoteCalls;
import dev.jrr.tracee.SyscallBuffer;
import dev.jrr.tracee.SyscallRestart;
import dev.jrr.tracee.TraceeMemory;
import dev.jrr.tracee.code.SyscallStub;
import dev.jrr.tracee.kernel.Libc;
import dev.jrr.tracee.syscalls.Call;
import dev.jrr.tracee.syscalls.Errno;
import dev.jrr.tracee.syscalls.Prewrite;
import dev.jrr.tracee.syscalls.Redirection;
import dev.jrr.tracee.syscalls.Resolved;
import dev.jrr.tracee.syscalls.SyscallTable;
import dev.jrr.tracee.syscalls.Unknown;
import java.util.Objects;

/**
 * Records calls by their rows of the syscall model; the {@link SpecialCall}s add what rows cannot
 * say.
 */
final class SyscallRecorder {
  private static final int RESTART_SYSCALL = 219;
  private static final long KILL = Libc.function("kill");
  private static final int SIGKILL = 9;

  /** Where programs from before 2012 call for the time (asm/vsyscall.h). */
  private static final long VSYSCALL = 0xffffffffff600000L;

  private final RecordSession session;
  private final StopHandler stops;
  private final SignalRecorder signals;
  private final SpecialCalls specials;
  private final InputDigest digest = new InputDigest();
  private final long[] arguments = new long[6];

  SyscallRecorder(
      RecordSession session, StopHandler stops, ProcessCalls processes, SignalRecorder signals) {
    this.session = session;
    this.stops = stops;
    this.signals = signals;
    this.specials = new SpecialCalls(session, processes, signals);
  }

  /** The task is about to make a call. */
  void enter(RecordedTask task) {
    boolean turnedBack = task.beforeSyscall;
    task.beforeSyscall = false;
    if (task.hasRun) {
      // Now, because an exec takes the buffer away.
      task.hasRun = false;
      session.buffering().flush(task);
    }
    if (!task.stash.isEmpty()) {
      signals.deliverStash(task);
      return;
    }
    if (task.interrupting && !turnedBack) {
      // The stop that was asked for would interrupt this call: let it come first.
      signals.turnBackBeforeCall(task);
      return;
    }
    // Turned back, and it did not come: a call that the task made for us has met it.
    task.interrupting = false;
    PendingCall call = pending(task);
    task.call = call;
    session.starvation().enters(task, call);
    if (task.process.strict && !PrctlCalls.isAllowedStrictly(call.number())) {
      Libc.call(KILL, task.process.pid, SIGKILL);
    }
    if (call.special != null) {
      call.special.enter(task, call);
      if (task.call != call) {
        return; // the handler turned the task back to before the call
      }
    }
    if (!RegisterCalls.isSigreturn(call)) {
      task.postponed = 0; // it is the call that they come in, or after
    }
    if (call.emulatedResult != null || call.making != null) {
      task.skipCall();
      call.argumentsChanged = true;
      stops.goOn(task);
    } else if (call.mayBlock() || ProcessCalls.endsOtherTasks(task, call)) {
      if (call.mayBlock() && call.redirection == null && task.process.space.isSharedWithOthers()) {
        if (!redirect(task, call)) {
          return;
        }
      }
      call.enteredNs = System.nanoTime();
      call.enteredTurn = session.turns();
      task.task.contToSyscall(0);
      if (call.special != null) {
        call.special.entered(task);
      }
      session.entered(task);
    } else {
      stops.goOn(task);
    }
  }

  private PendingCall pending(RecordedTask task) {
    Registers registers = task.task.registers();
    if ((registers.rip() & -4096) == VSYSCALL) {
      throw new UnsupportedProgramException(
          "task " + task.tid() + " makes a call by the vsyscall page, which cannot be replayed");
    }
    int number = registers.syscallNumber();
    RegisterSet at = RegisterSet.copyOf(registers.words());
    PendingCall interrupted = task.interrupted;
    task.interrupted = null;
    if (number == RESTART_SYSCALL && interrupted != null) {
      PendingCall again = new PendingCall(at, interrupted.call, 0);
      again.redirection = interrupted.redirection;
      again.argumentsChanged = interrupted.argumentsChanged;
      again.special = interrupted.special;
      again.note = interrupted.note;
      return again;
    }
    registers.arguments(arguments);
    Resolved resolved = SyscallTable.resolve(number, arguments, task.memory());
    if (resolved instanceof Call known) {
      PendingCall call = new PendingCall(at, known, digest.of(known, task.memory()));
      call.special = specials.of(number);
      call.asksListener = task.process.hasListener;
      return call;
    }
    Unknown unknown = (Unknown) resolved;
    PendingCall call = new PendingCall(at, null, 0);
    call.special = new UnknownCalls(unknown, session, signals);
    return call;
  }

  /** Moves the outputs to scratch; false when scratch had to be grown, which repeats the call. */
  private boolean redirect(RecordedTask task, PendingCall call) {
    TraceeMemory memory = task.memory();
    ScratchRegions.Region scratch = task.scratch;
    Redirection redirection =
        Objects.requireNonNull(call.call)
            .redirect(
                memory,
                scratch == null ? JrrLayout.SCRATCH : scratch.address(),
                scratch == null ? 0 : scratch.size());
    if (!redirection.fits()) {
      task.call = null;
      if (specials.growScratch(task, redirection.needed())) {
        return false;
      }
      // So much goes where the program wants it at once. Who looks at it meanwhile is in a race.
      task.call = call;
      return true;
    }
    if (!redirection.changed()) {
      return true;
    }
    for (Prewrite prewrite : redirection.prewrites()) {
      memory.write(prewrite.address(), prewrite.bytes(), 0, prewrite.bytes().length);
    }
    Registers registers = task.task.changeRegisters();
    for (int index = 0; index < 6; index++) {
      registers.setArgument(index, redirection.arg(index));
    }
    call.redirection = redirection;
    call.argumentsChanged = true;
    return true;
  }

  /** The call is over. */
  void exit(RecordedTask task) {
    PendingCall call = task.call;
    task.call = null;
    session.left(task);
    session.limitedRun().kept().release(task);
    if (task.phase != RecordedTask.Phase.READY) {
      session.setPhase(task, RecordedTask.Phase.READY);
    }
    long result = result(task, call);
    // What a filter trapped has done nothing, whatever its result looks like.
    long outcome = CallDispatch.isTrapped(task, call, result) ? -Errno.ENOSYS.number() : result;
    CallOutputs outputs = new CallOutputs(session, task, call);
    if (call.call != null) {
      call.call.outputs(outcome, task.memory(), call.redirection, outputs);
    }
    if (outputs.faulted && !Errno.isError(outcome)) {
      result = Redirection.faultResult();
      outcome = result;
      task.task.changeRegisters().set(Registers.RAX, result);
    }
    boolean restarts = SyscallRestart.isRestart(result);
    boolean interrupted = restarts || result == -Errno.EINTR.number();
    if (restarts) {
      task.interrupted = call;
    } else if (call.special != null) {
      call.special.exit(task, call, outcome, outputs.effects);
    }
    if (!interrupted) {
      session.buffering().patcher().afterCall(task, call, outputs.effects);
    }
    if (!(call.special instanceof RegisterCalls)) {
      moveToStub(task);
    } else if (!restarts) {
      RegisterCalls.end(task, call, outputs.effects);
    }
    session.appendCall(task, call, result, outputs.effects);
    session.starvation().leaves(task, result);
    if (FutileCalls.isPolling(task, call.number(), outcome)) {
      session.scheduler().yieldTurn();
    }
    session.limitedRun().traced(task, BufferedRecords.asksForTime(call.number()));
    if (restarts) {
      task.signalIsNext = true;
    } else if (interrupted) {
      signals.noteSignalsOfInterrupted(task);
    } else {
      // Many calls raise signals for the task itself: those that send or unblock one, writes to
      // pipes and terminals, timers that are over already, any where the program has a filter.
      signals.noteSignals(task);
    }
    if (RegisterCalls.isSigreturn(call)) {
      session.limitedRun().kept().returned(task);
    }
  }

  /**
   * The task was killed in its call. Where that was over, what it wrote is there for those who have
   * the memory, and on the standard streams. (An error's code may also be that of a call that was
   * not made.)
   */
  void killed(RecordedTask task) {
    if (!task.task.readRegisters()) {
      return;
    }
    long result = task.task.registers().rax();
    if (task.call == null && session.buffering().isInHook(task)) {
      Objects.requireNonNull(task.process.space.hook).buffer.settle(task.memory());
      result = writtenInHook(task);
    }
    PendingCall call = task.call;
    boolean isPlain =
        call != null
            && call.call != null
            && (call.special == null || OutputCalls.isEchoed(task))
            && call.note == null
            && call.making == null
            && call.emulatedResult == null
            && call.redirection == null;
    if (isPlain && !Errno.isError(result)) {
      CallOutputs outputs = new CallOutputs(session, task, call);
      call.call.outputs(result, task.memory(), null, outputs);
      if (call.special != null) {
        call.special.exit(task, call, result, outputs.effects);
      }
      task.call = null;
      session.left(task);
      session.appendCall(task, call, result, outputs.effects);
    }
  }

  /**
   * What the task, which was killed in the hook, wrote to a standard stream there, if that is not
   * written down: it is then in that call, as if its stub had made it.
   */
  private long writtenInHook(RecordedTask task) {
    SyscallBuffer.Uncommitted made = SyscallBuffer.uncommitted(task.task);
    if (made == null) {
      return -Errno.ENOSYS.number();
    }
    long[] inHook = task.task.registers().words().clone();
    task.task.setRegisters(made.atEntry());
    task.call = pending(task);
    if (!OutputCalls.isEchoed(task)) {
      task.call = null;
      task.task.setRegisters(inHook);
    }
    return made.result();
  }

  /** A task that is inside a patched site goes on in the site's stub. */
  static void moveToStub(RecordedTask task) {
    SyscallStub left = task.leftStub;
    if (left != null) {
      left.leave(task.task.changeRegisters());
      task.leftStub = null;
    }
    BufferedSpace hook = task.process.space.hook;
    if (hook != null && !hook.sites.isEmpty()) {
      task.task.goOnAt(hook.sites.goesOnAt(task.task.registers().rip()));
    }
  }

  /**
   * The same for a task that stood still while the site was patched. Behind an interrupted call it
   * stays: at replay it is back at the site already, which leads to the stub.
   */
  static void moveStandingToStub(RecordedTask task) {
    if (task.leftStub != null
        || !SyscallRestart.isBehindInterrupted(task.task.registers().words())) {
      moveToStub(task);
    }
  }

  private long result(RecordedTask task, PendingCall call) {
    if (call.argumentsChanged) {
      Registers registers = task.task.changeRegisters();
      for (int index = 0; index < 6; index++) {
        registers.setArgument(index, call.argument(index));
      }
    }
    if (call.making != null) {
      try (RemoteCalls remote = new RemoteCalls(task.task)) {
        call.emulatedResult = call.making.make(remote);
      }
    }
    if (call.emulatedResult != null) {
      task.task.changeRegisters().set(Registers.RAX, call.emulatedResult);
      return call.emulatedResult;
    }
    return task.task.registers().rax();
  }
}
