package dev.jrr.recorder;

import dev.jrr.layout.JrrLayout;
import dev.jrr.trace.Effect;
import dev.jrr.trace.Frame;
import dev.jrr.trace.RegisterSet;
import dev.jrr.tracee.Registers;
import dev.jrr.tracee.RemoteCalls;
import dev.jrr.tracee.Siginfo;
import dev.jrr.tracee.SignalStatus;
import dev.jrr.tracee.StatusFile;
import dev.jrr.tracee.Stop;
import dev.jrr.tracee.SyscallRestart;
import dev.jrr.tracee.TraceeMemory;
import dev.jrr.tracee.code.SyscallStub;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Signals, where they may be delivered: at the program's own faults, and where nothing ran since
 * the task's last event. A signal that comes in mid-computation waits in the task's stash for its
 * next call, unless it ends the task.
 */
final class SignalRecorder {
  private static final int SIGTRAP = 5;
  private static final int SIGSTOP = 19;

  private static final int RT_TGSIGQUEUEINFO = 297;

  /** Bytes below the stack pointer that the kernel leaves alone (x86-64 ABI). */
  private static final int RED_ZONE = 128;

  /** struct rt_sigframe: return address, ucontext's 40 bytes of head; the 17th register is rip. */
  private static final int SAVED_IP = 8 + 40 + 16 * 8;

  private static final int SAVED_RCX = SAVED_IP - 2 * 8;

  /** The flags follow it. */
  private static final int FRAME_FLAGS = SAVED_IP + 8;

  /** The largest frame that a kernel builds here: AMX's state is 11 KB. */
  private static final int FRAME_LIMIT = 32768;

  private static final long TRAP_FLAG = 0x100;

  private final RecordSession session;
  private final StopHandler stops;
  private final InstructionRecorder instructions;

  SignalRecorder(RecordSession session, StopHandler stops) {
    this.session = session;
    this.stops = stops;
    this.instructions = session.instructions();
  }

  /** The task stopped with a signal that is about to be delivered. */
  void arrived(RecordedTask task, Siginfo told) {
    session.setPhase(task, RecordedTask.Phase.READY);
    Siginfo siginfo = showOriginal(task, told);
    int signal = siginfo.signal();
    session.noteSignal(task, signal);
    if (instructions.emulate(task, siginfo)) {
      if (!task.stash.isEmpty()) {
        deliverStashHere(task);
      }
      return;
    }
    if (isHooksFault(task, siginfo)) {
      Buffering.bail(task);
      return;
    }
    if (isRepeated(task, siginfo)) {
      task.stashRepeats = true;
      waitOn(task);
      return;
    }
    SignalStatus status = SignalStatus.read(task.tid());
    SignalStatus.Disposition disposition = status.disposition(signal);
    // One that was known to be pending may have been taken by another thread.
    boolean isNext = (task.signalIsNext || task.signalWaited) && task.isWhereItWasResumed();
    task.signalIsNext = false;
    if (disposition == SignalStatus.Disposition.IGNORED && !siginfo.isFault()) {
      // No instruction of the program depends on it. A namespace's first process is not stopped
      // from within, which the kernel would tell when it is sent, but not of a traced process.
      boolean drops = status.isInit() && signal == SIGSTOP && siginfo.sender() != 0;
      task.signalToDeliver = drops ? 0 : signal;
      task.signalIsNext = isNext && session.ptrace().hasPendingSignal(task.tid());
      return;
    }
    if (session.buffering().mustLeaveFirst(task)) {
      stash(task, siginfo);
      session.buffering().requestStop(task);
      return;
    }
    Frame.Arrival arrival;
    if (task.beforeSyscall) {
      // It was turned back to its syscall instruction: the first that could run is that.
      arrival = Frame.Arrival.BEFORE_SYSCALL;
    } else if (isNext) {
      arrival = Frame.Arrival.HERE;
    } else if (siginfo.isFault()) {
      arrival = Frame.Arrival.FAULT;
    } else {
      inComputation(task, siginfo, disposition);
      return;
    }
    deliver(task, siginfo, arrival, disposition);
    if (status.isInit() && disposition != SignalStatus.Disposition.CAUGHT) {
      stops.processes().endsByOwnFault(task, siginfo);
    }
  }

  /** Whether the hook raised it; one that the program sent itself comes as the hook's call ends. */
  private boolean isHooksFault(RecordedTask task, Siginfo siginfo) {
    return session.buffering().isInHook(task)
        && siginfo.isFault()
        && task.task.registers().rip() != JrrLayout.UNTRACED_RETURN;
  }

  private void inComputation(
      RecordedTask task, Siginfo siginfo, SignalStatus.Disposition disposition) {
    if (!waits(disposition)) {
      if (stops.async().leaves(task)) {
        deliver(task, siginfo, Frame.Arrival.HERE, disposition);
      } else {
        task.signalToDeliver = siginfo.signal();
      }
    } else if (session.buffering().isInHook(task)) {
      // Only with the rule switched off.
      deliver(task, siginfo, Frame.Arrival.HERE, disposition);
    } else {
      stash(task, siginfo);
      waitOn(task);
    }
  }

  /** Signals wait in the task's stash: for its next call, unless they have for long enough. */
  private void waitOn(RecordedTask task) {
    if (session.limitedRun().isSignalDue(task)) {
      stops.async().stopped(task);
    } else {
      session.buffering().requestStop(task);
    }
  }

  /**
   * Whether the task computes on with a signal that comes again while it waits: what is done with
   * it was asked when it first came, and no call can have changed that.
   */
  private boolean isRepeated(RecordedTask task, Siginfo siginfo) {
    return !siginfo.isFault()
        && isDropped(task, siginfo)
        && !task.beforeSyscall
        && !task.signalIsNext
        && !task.signalWaited
        && !session.buffering().isInHook(task);
  }

  /** Whether such a signal, which comes in computing, waits; a stop must not outlast a SIGCONT. */
  private static boolean waits(SignalStatus.Disposition disposition) {
    return disposition == SignalStatus.Disposition.CAUGHT
        || disposition == SignalStatus.Disposition.TERMINATES;
  }

  /**
   * A task that is on its way to an async point stopped with a signal: true where that is to wait
   * with those that are delivered there.
   */
  boolean joinsStash(RecordedTask task, int signal) {
    Siginfo siginfo = Siginfo.of(session.ptrace(), task.tid());
    if (isRepeated(task, siginfo)) {
      return true;
    }
    boolean joins = !siginfo.isFault() && waits(SignalStatus.read(task.tid()).disposition(signal));
    if (joins) {
      stash(task, siginfo);
    }
    return joins;
  }

  private static void stash(RecordedTask task, Siginfo siginfo) {
    if (isDropped(task, siginfo)) {
      return;
    }
    if (task.stash.isEmpty()) {
      task.waitingSinceNs = System.nanoTime();
      task.stashRepeats = false;
    }
    task.stash.add(siginfo);
  }

  /** Whether the kernel would drop it, as one that is pending already. */
  private static boolean isDropped(RecordedTask task, Siginfo siginfo) {
    if (siginfo.isRealTime()) {
      return false;
    }
    for (Siginfo waiting : task.stash) {
      if (waiting.signal() == siginfo.signal()) {
        return true;
      }
    }
    return false;
  }

  private void deliver(
      RecordedTask task,
      Siginfo siginfo,
      Frame.Arrival arrival,
      SignalStatus.Disposition disposition) {
    RegisterSet at = atPlace(task);
    if (disposition == SignalStatus.Disposition.CAUGHT) {
      task.beforeSyscall = false;
      handler(task, siginfo, arrival, at);
      return;
    }
    // The kernel ends a task that ignores its own fault.
    Frame.Disposition effect =
        disposition == SignalStatus.Disposition.STOPS
            ? Frame.Disposition.STOPPED
            : Frame.Disposition.TERMINATED;
    append(task, at, siginfo, arrival, effect, List.of());
    task.signalToDeliver = siginfo.signal();
  }

  /** An interrupted call shows its restart code here; replay stands at the call again. */
  private static RegisterSet atPlace(RecordedTask task) {
    long[] words = task.task.registers().words().clone();
    SyscallRestart.turnBack(words);
    return RegisterSet.copyOf(words);
  }

  /**
   * Stepping with a signal that has a handler stops at the handler's first instruction: the kernel
   * has built the frame, nothing of the handler ran.
   */
  private void handler(RecordedTask task, Siginfo siginfo, Frame.Arrival arrival, RegisterSet at) {
    long before = task.task.registers().rsp();
    task.task.step(siginfo.signal());
    Stop stop = session.waitFor(task);
    boolean stepped = stop instanceof Stop.SignalDelivery trap && trap.signal() == SIGTRAP;
    if (!stepped || !task.task.readRegisters()) {
      // The frame could not be built (a full stack): the kernel raised something else. Or killed.
      append(task, at, siginfo, arrival, Frame.Disposition.IGNORED, List.of());
      task.signalIsNext = true;
      task.resumedWith.copyFrom(task.task.registers());
      stops.handle(task, stop);
      return;
    }
    List<Effect> effects = new ArrayList<>(3);
    long frame = task.task.registers().rsp();
    showOriginal(task, frame);
    hideStep(task, at, frame);
    effects.add(new Effect.WriteMemory(frame, frameBytes(task, frame, before - RED_ZONE)));
    effects.add(new Effect.SetRegisters(task.registerSet()));
    byte[] state = session.ptrace().getVectorState(task.tid());
    if (state != null) {
      effects.add(new Effect.SetVectorState(state));
    }
    append(task, at, siginfo, arrival, Frame.Disposition.HANDLER, effects);
    noteSignals(task);
  }

  /** Where frames must show original places, what knows of them. */
  private static @Nullable BufferedSpace spaceWithStubs(RecordedTask task) {
    BufferedSpace hook = task.process.space.hook;
    return hook != null && hook.options.has(UnwindRule.FRAME_SHOWS_ORIGINAL) ? hook : null;
  }

  /** A fault's own address may be in a stub: si_addr of SIGFPE, si_call_addr of SIGSYS. */
  private Siginfo showOriginal(RecordedTask task, Siginfo siginfo) {
    BufferedSpace hook = spaceWithStubs(task);
    long address = siginfo.address();
    long original = hook == null || !siginfo.isFault() ? address : hook.sites.toOriginal(address);
    if (original == address) {
      return siginfo;
    }
    Siginfo shown = siginfo.withAddress(original);
    session.ptrace().setSiginfo(task.tid(), shown.bytes());
    return shown;
  }

  /** The program is shown its own instruction where the frame points into a stub. */
  private static void showOriginal(RecordedTask task, long frame) {
    BufferedSpace hook = spaceWithStubs(task);
    if (hook == null) {
      return;
    }
    TraceeMemory memory = task.memory();
    long ip = memory.word(frame + SAVED_IP);
    SyscallStub stub = hook.sites.around(ip);
    if (stub != null) {
      memory.writeWord(frame + SAVED_IP, stub.toOriginal(ip));
      memory.writeWord(frame + SAVED_RCX, stub.ownRcx(memory.word(frame + SAVED_RCX)));
    }
  }

  /**
   * Stepped at a popf, the kernel takes its own trap flag for the program's, and shows it in the
   * frame (arch/x86/kernel/step.c, is_setting_trap_flag).
   */
  private static void hideStep(RecordedTask task, RegisterSet at, long frame) {
    if ((at.word(Registers.EFLAGS) & TRAP_FLAG) == 0) {
      long flags = task.memory().word(frame + FRAME_FLAGS);
      if ((flags & TRAP_FLAG) != 0) {
        task.memory().writeWord(frame + FRAME_FLAGS, flags & ~TRAP_FLAG);
      }
    }
  }

  /**
   * The frame reaches from the new stack pointer to the old one, or on another stack to the end of
   * its vector state, which the frame's own ucontext points to.
   */
  private static byte[] frameBytes(RecordedTask task, long frame, long oldTop) {
    long distance = oldTop - frame;
    int length = distance > 0 && distance <= FRAME_LIMIT ? (int) distance : FRAME_LIMIT;
    byte[] bytes = new byte[length];
    int got = task.memory().read(frame, bytes, 0, length);
    if (length < FRAME_LIMIT) {
      return bytes;
    }
    // struct rt_sigframe: return address, then ucontext; fpstate's pointer is at 8 + 40 + 23 * 8.
    long state = task.memory().word(frame + 8 + 40 + 23 * 8);
    long size = task.memory().word(state + 464 + 4) & 0xffffffffL; // fpx_sw_bytes.extended_size
    long end = state == 0 ? 1024 : state + Math.max(size, 512) + 4 - frame;
    return java.util.Arrays.copyOf(bytes, (int) Math.min(got, Math.max(end, 1024)));
  }

  private void append(
      RecordedTask task,
      RegisterSet at,
      Siginfo siginfo,
      Frame.Arrival arrival,
      Frame.Disposition disposition,
      List<Effect> effects) {
    session.append(
        new Frame.Signal(
            session.nextEvent(task),
            task.tid(),
            at,
            siginfo.signal(),
            siginfo.bytes(),
            arrival,
            disposition,
            effects));
  }

  /**
   * The task is before a call and has stashed signals: it goes back to the syscall instruction,
   * where they are sent to it again, so that it takes them before it makes the call.
   */
  void deliverStash(RecordedTask task) {
    turnBackBeforeCall(task);
    sendStash(task);
  }

  /** A frame was written of where the task is: it takes the signals that wait for it. */
  void deliverStashHere(RecordedTask task) {
    sendStash(task);
  }

  /**
   * Whether a signal comes before the next instruction of the task, which was stopped: one that its
   * last call raised must not wait for a better place.
   */
  boolean comesFirst(RecordedTask task) {
    return (task.signalIsNext || task.signalWaited)
        && task.isWhereItWasResumed()
        && isSignalPending(task);
  }

  /** The task is on its way to user code: are signals delivered before it gets there? */
  void noteSignals(RecordedTask task) {
    task.signalIsNext = session.ptrace().hasPendingSignal(task.tid());
  }

  /**
   * The same after an interrupted call: a mask that the call was given still holds, where ptrace
   * tells of the one that comes back.
   */
  void noteSignalsOfInterrupted(RecordedTask task) {
    task.signalIsNext = isSignalPending(task);
  }

  /** By the mask that holds now, not by the one that comes back. */
  private static boolean isSignalPending(RecordedTask task) {
    StatusFile status = StatusFile.read(task.tid());
    long waiting = status.mask("SigPnd") | status.mask("ShdPnd");
    return (waiting & ~status.mask("SigBlk")) != 0;
  }

  private void sendStash(RecordedTask task) {
    task.postponed = 0;
    SignalStatus status = SignalStatus.read(task.tid());
    task.stash.removeIf(waiting -> KeptSignals.stands(task, status, waiting));
    if (!task.stash.isEmpty()) {
      try (RemoteCalls remote = new RemoteCalls(task.task)) {
        while (!task.stash.isEmpty()) {
          send(task, remote, status, task.stash.poll());
        }
      }
    }
    noteSignals(task);
  }

  /** The task sends the signal to itself, as it came before. */
  private static void send(
      RecordedTask task, RemoteCalls remote, SignalStatus ids, Siginfo siginfo) {
    byte[] bytes = siginfo.bytes();
    task.memory().write(JrrLayout.THREAD_LOCALS, bytes, 0, bytes.length);
    remote.call(
        RT_TGSIGQUEUEINFO, ids.process(), ids.task(), siginfo.signal(), JrrLayout.THREAD_LOCALS);
  }

  /** One signal that was taken from the task is pending again. */
  static void sendAgain(RecordedTask task, Siginfo siginfo) {
    SignalStatus ids = SignalStatus.read(task.tid());
    try (RemoteCalls remote = new RemoteCalls(task.task)) {
      send(task, remote, ids, siginfo);
    }
  }

  /** Undoes the entry of a call that was not made yet: the task is at its instruction again. */
  void turnBackBeforeCall(RecordedTask task) {
    Registers registers = task.task.changeRegisters();
    registers.set(Registers.RAX, registers.syscallNumber());
    registers.set(Registers.RIP, registers.rip() - 2);
    long[] words = registers.words().clone();
    words[Registers.ORIG_RAX] = -1;
    task.skipCall();
    task.call = null;
    task.beforeSyscall = true;
    Stop stop;
    do {
      // The filters look at the call that there no longer is before its exit.
      task.task.contToSyscall(0);
      stop = session.waitFor(task);
    } while (stop instanceof Stop.SeccompTrap);
    if (stop instanceof Stop.Syscall) {
      task.task.setRegisters(words);
    } else {
      session.ptrace().tellAgain(task.tid()); // killed; calls may still be made by it, in vain
    }
  }
}
