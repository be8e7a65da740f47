package dev.jrr.replayer;

import dev.jrr.trace.Frame;
import dev.jrr.trace.RegisterSet;
import dev.jrr.tracee.Registers;
import dev.jrr.tracee.Siginfo;
import dev.jrr.tracee.SingleStep;
import dev.jrr.tracee.Stop;
import dev.jrr.tracee.Task;
import org.jspecify.annotations.Nullable;

/** Runs a task to the place that its next frame names, and checks that it is that place. */
final class Arrivals {
  private static final int SIGILL = 4;
  private static final int SIGTRAP = 5;
  private static final int SIGSEGV = 11;

  private final ReplaySession session;
  private final BufferedCalls buffered;

  /** The search for the async point at hand, which goes on over stops of gdb's. */
  private @Nullable AsyncSearch search;

  Arrivals(ReplaySession session) {
    this.session = session;
    this.buffered = new BufferedCalls(session);
  }

  /** Answers null at the frame's place, or why the task stopped before it. */
  ReplaySession.@Nullable Progress runTo(Frame frame, ReplayTask task, boolean step) {
    Place place = Place.of(frame);
    if (place == Place.HERE || place == Place.KILLED && !BufferedCalls.isPending(task)) {
      if (frame instanceof Frame.Signal signal) {
        check(frame, task, signal.at(), false);
      }
      return null;
    }
    if (search != null && !search.isFor(frame)) {
      search = null;
    }
    session.interrupts().beginLeg();
    if (BufferedCalls.isAtEnd(task) && isBehindRecords(frame, task, place)) {
      return null;
    }
    while (true) {
      if (place == Place.ASYNC && search == null && !BufferedCalls.isPending(task)) {
        // The search begins after the buffered calls before the point.
        search = search((Frame.AsyncPoint) frame, task);
        if (search.isAtPoint()) {
          return found(frame);
        }
      }
      boolean alone = step || search != null && search.mustStepFirst();
      Stop stop = resume(task, alone);
      buffered.keepUp(task);
      if (stop == null) {
        if (session.interrupts().isEndless()) {
          throw session.diverged(DivergenceKind.ENDLESS, frame, task, "it runs on and on");
        }
        return ReplaySession.Progress.INTERRUPTED;
      }
      if (search != null) {
        AsyncSearch.Outcome outcome = search.stopped(stop);
        if (outcome == AsyncSearch.Outcome.FOUND || alone && search.isAtPoint()) {
          return found(frame);
        }
        boolean atBreakpoint = task.space.hasBreakpoint(task.pc());
        if (outcome == AsyncSearch.Outcome.PASSED) {
          if (atBreakpoint) {
            return ReplaySession.Progress.BREAKPOINT; // the search's trap was on gdb's
          }
          continue;
        }
        if (alone && !step && !atBreakpoint && isStepped(stop, task) && !watchHit(task)) {
          continue;
        }
      }
      if (stop instanceof Stop.Syscall) {
        if (!buffered.leaveStop(frame, task)) {
          atCall(frame, task, place);
          return null;
        }
        if (watchHit(task)) {
          return ReplaySession.Progress.WATCHPOINT;
        }
        if (BufferedCalls.isAtEnd(task) && isBehindRecords(frame, task, place)) {
          return null;
        }
        if (alone) {
          return ReplaySession.Progress.STEPPED;
        }
        continue;
      }
      if (buffered.isFault(task, stop)) {
        continue;
      }
      if (!(stop instanceof Stop.SignalDelivery delivery)) {
        throw session.diverged(DivergenceKind.TASK_LOST, frame, task, "it ended: " + stop);
      }
      ReplaySession.Progress early = signalled(frame, task, place, delivery.signal(), step);
      if (early == ReplaySession.Progress.WATCHPOINT && BufferedCalls.isCalling(task)) {
        // What the hook stores is the call's: it is shown when the call is over.
        buffered.leave(task);
        buffered.leaveStop(frame, task);
      }
      if (early != null) {
        return early;
      }
      if (arrivedAtFault(frame, task, place, delivery.signal())) {
        return null;
      }
    }
  }

  /** The task is behind its last record: whether that is the frame's place. */
  private boolean isBehindRecords(Frame frame, ReplayTask task, Place place) {
    if (place == Place.HOOK_STOP) {
      check(frame, task, Place.registers(frame), false);
    }
    buffered.end(frame, task);
    return place == Place.HOOK_STOP || place == Place.KILLED;
  }

  private AsyncSearch search(Frame.AsyncPoint point, ReplayTask task) {
    VisitChoice choice = session.goingBack().choiceFor(point);
    return new AsyncSearch(
        point, task, session.code(), choice, session.resolved().get(point.event()));
  }

  /** The tasks are others now: nothing is being looked for. */
  void forget() {
    search = null;
  }

  private ReplaySession.@Nullable Progress found(Frame frame) {
    if (search != null) {
      session.resolved(frame.event(), search.resolved());
    }
    search = null;
    return null;
  }

  /** Runs to the next stop, or makes one step; null where the run was interrupted. */
  private @Nullable Stop resume(ReplayTask task, boolean alone) {
    Task running = task.task;
    ReplaySpace space = task.space;
    // What the kernel stores for the hook passes no debug register.
    boolean isWatched = space.namesContents && DebugRegisters.isUsed(task);
    space.letHookMake(running.dispatches() && search == null && !isWatched);
    if ((alone || space.hasBreakpoint(task.pc()))
        && space.sites.isReturning(running.registers().rip())) {
      // To where the program's next instruction stands, which is shown as that already.
      Stop stop = SingleStep.emulating(running);
      if (!isStepped(stop, task)) {
        return stop;
      }
    }
    if (alone) {
      Stop stop = SingleStep.emulating(running);
      if (isStepped(stop, task) && BufferedCalls.isCalling(task)) {
        return buffered.leave(task);
      }
      boolean isBetween = task.space.sites.isAtJumpBack(running.registers().rip());
      return isBetween && isStepped(stop, task) && !watchHit(task)
          ? SingleStep.emulating(running) // the program has no such instruction
          : stop;
    }
    if (space.hasBreakpoint(task.pc())) {
      // Over the instruction under the breakpoint first.
      Stop stop = SingleStep.emulating(running);
      boolean isCalling = BufferedCalls.isCalling(task);
      if (!isStepped(stop, task)
          || !isCalling && space.hasBreakpoint(task.pc())
          || watchHit(task)) {
        return stop;
      }
    }
    space.insertBreakpoints(running, session.code());
    if (search != null) {
      search.insert();
    }
    Stop stop = session.interrupts().run(running);
    if (search != null) {
      search.lift();
      if (stop == null) {
        search.settle();
      }
    }
    space.liftBreakpoints(running, session.code());
    return stop;
  }

  private Siginfo siginfo(ReplayTask task) {
    return session.siginfo(task);
  }

  private boolean isStepped(Stop stop, ReplayTask task) {
    return stop instanceof Stop.SignalDelivery && siginfo(task).isStep();
  }

  private boolean watchHit(ReplayTask task) {
    return (session.ptrace().getDebugRegister(task.task.tid(), 6) & 0xf) != 0;
  }

  /** Stops that are the debugger's; null for those of the program. */
  private ReplaySession.@Nullable Progress signalled(
      Frame frame, ReplayTask task, Place place, int signal, boolean step) {
    if (signal != SIGTRAP) {
      return null;
    }
    Registers registers = task.task.registers();
    if (siginfo(task).isBreakpoint()) {
      long address = registers.rip() - 1;
      if (task.space.hasBreakpoint(task.space.sites.toOriginal(address))
          && !task.space.isTrapPatch(address)
          && !isOwnTrap(task, address)) {
        task.task.changeRegisters().set(Registers.RIP, address);
        return ReplaySession.Progress.BREAKPOINT;
      }
      return null;
    }
    if (watchHit(task)) {
      return ReplaySession.Progress.WATCHPOINT;
    }
    if (step) {
      return ReplaySession.Progress.STEPPED;
    }
    return task.space.hasBreakpoint(task.pc()) ? ReplaySession.Progress.BREAKPOINT : null;
  }

  /** Whether the program's own byte there is an int3. */
  private static boolean isOwnTrap(ReplayTask task, long address) {
    byte[] one = new byte[1];
    return task.space.read(address, one, 0, 1) == 1 && one[0] == (byte) 0xcc;
  }

  private void atCall(Frame frame, ReplayTask task, Place place) {
    buffered.end(frame, task);
    if (place == Place.BEFORE_SYSCALL) {
      Registers registers = task.task.changeRegisters();
      registers.set(Registers.RAX, registers.syscallNumber());
      registers.set(Registers.RIP, registers.rip() - 2);
      check(frame, task, Place.registers(frame), false);
      return;
    }
    if (place != Place.CALL) {
      throw session.diverged(
          DivergenceKind.OTHER_STOP,
          frame,
          task,
          "it makes call " + task.task.registers().syscallNumber());
    }
    check(frame, task, Place.registers(frame), true);
    int recorded = Place.inputDigest(frame);
    if (recorded != 0 && session.inputDigest(task) != recorded) {
      throw session.diverged(
          DivergenceKind.INPUT, frame, task, "the digest of what the call reads differs");
    }
  }

  private boolean arrivedAtFault(Frame frame, ReplayTask task, Place place, int signal) {
    if (place == Place.FAULT || place == Place.INSTRUCTION) {
      buffered.end(frame, task);
    }
    if (place == Place.FAULT && signal == ((Frame.Signal) frame).signal()) {
      check(frame, task, Place.registers(frame), false);
      return true;
    }
    if (place == Place.INSTRUCTION
        && (signal == SIGSEGV || signal == SIGTRAP || signal == SIGILL)) {
      if (signal == SIGTRAP) {
        Registers registers = task.task.changeRegisters();
        registers.set(Registers.RIP, registers.rip() - 1);
      }
      check(frame, task, Place.registers(frame), false);
      return true;
    }
    if (!siginfo(task).isFault()) {
      return false; // another process's signal to this one has no meaning here
    }
    throw session.diverged(
        DivergenceKind.OTHER_STOP, frame, task, "it stopped with signal " + signal);
  }

  private void check(Frame frame, ReplayTask task, RegisterSet expected, boolean atCall) {
    Registers actual = task.task.registers();
    for (int index = 0; index < Registers.COUNT; index++) {
      if (RegisterCheck.differs(index, actual, expected, atCall)) {
        throw session.diverged(DivergenceKind.REGISTERS, frame, task, "");
      }
    }
  }
}
