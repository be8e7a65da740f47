package dev.jrr.recorder;

import dev.jrr.trace.RegisterSet;
import dev.jrr.tracee.Registers;
import dev.jrr.tracee.Siginfo;
import dev.jrr.tracee.Stop;
import dev.jrr.tracee.Task;
import dev.jrr.tracee.TraceeMemory;
import dev.jrr.tracee.code.SyscallStub;
import dev.jrr.tracee.syscalls.SyscallTable;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** One task of a recording and where it stands. */
final class RecordedTask {
  /** Where a task stands. */
  enum Phase {
    /** Stopped on its way to user code: it runs when the scheduler picks it. */
    READY,
    /** Resumed into a call; its exit stop is handled when it is there and the task is picked. */
    IN_CALL,
    /** Stopped by job control, listening for SIGCONT. */
    STOPPED,
    /** Past its exit event; its wait status is still to come. */
    ENDING
  }

  /** Made in the place of a call that is skipped, where filters look at it. */
  static final int HARMLESS_CALL = SyscallTable.numberOf("getpid");

  /** Its last argument then, by which the prefix of a program's own filter lets it pass. */
  static final int SKIPPED = 0x6a727221;

  final Task task;
  final RecordedProcess process;

  /** Its table of open files: the very same object for tasks that share it (CLONE_FILES). */
  Descriptors descriptors;

  Phase phase = Phase.READY;

  /** A stop that was reported while another task had the turn. */
  @Nullable Stop pendingStop;

  /** Its place among the others. */
  final Turn turn = new Turn();

  /** Whether it only waits for another. */
  final SpinWatch spins = new SpinWatch();

  /** Whether it waits, and is woken for nothing. */
  final VainWaits vainWaits = new VainWaits();

  /** Calls one after the other that found nothing to do. */
  int futileCalls;

  /** The call that the task is in, from its entry to its exit. */
  @Nullable PendingCall call;

  /**
   * It is in a call that made a vfork child, and does not run before that lets go of its memory.
   */
  boolean waitsForChild;

  /** A vfork child that has let go of its memory, by an exec or its end: that comes next. */
  boolean leavesSpace;

  /** The stub in which the task made its call is gone: it goes on in the code itself. */
  @Nullable SyscallStub leftStub;

  /** The last interrupted call: restart_syscall goes on with it. */
  @Nullable PendingCall interrupted;

  /** The registers with which the task was last resumed: nothing ran while they are unchanged. */
  final Registers resumedWith = new Registers();

  /** Signals that arrived in mid-computation; delivered at the next call. */
  final Deque<Siginfo> stash = new ArrayDeque<>();

  /** When the first of them came, or those that are postponed, by System.nanoTime. */
  long waitingSinceNs;

  /** One of them came again while it waited. */
  boolean stashRepeats;

  /** Signals, as a mask, that the kernel keeps until the task has got on ({@link KeptSignals}). */
  long postponed;

  /** SIGSYS was in its mask when it was resumed; kept where its calls are dispatched. */
  boolean blocksSigsys;

  /** It ran since its last frame: there may be something in its buffer. */
  boolean hasRun;

  /** A stop was asked for (PTRACE_INTERRUPT) that has not been seen yet. */
  boolean interrupting;

  /** The trap by which {@link ShortLoops} stops it may come yet. */
  boolean loopTrapToCome;

  /** It was turned back to its syscall instruction, and nothing ran since. */
  boolean beforeSyscall;

  /** The entry of the exit call that the task is in. */
  @Nullable RegisterSet exitingAt;

  /** set_tid_address: what the kernel clears when the task ends; 0 if nothing. */
  long clearTid;

  /**
   * Whether it promised to gain no privileges by exec; jrr's filter may need that promise anyway.
   */
  boolean noNewPrivs;

  /** The mask that sched_getaffinity answers, null until the program sets one. */
  byte @Nullable [] affinity;

  /** Its scratch memory, null before the first call that is redirected. */
  ScratchRegions.@Nullable Region scratch;

  /** The signal with which it is resumed, 0 for none. */
  int signalToDeliver;

  RecordedTask(Task task, RecordedProcess process, Descriptors descriptors) {
    this.task = task;
    this.process = process;
    this.descriptors = descriptors;
  }

  /** Whether it runs in its address space, or may at any time. */
  boolean usesSpace() {
    return !waitsForChild && !leavesSpace;
  }

  /** Whether there is something to do for it: a stop to handle, or user code to run. */
  boolean canRun() {
    return pendingStop != null || phase == Phase.READY;
  }

  /** When it ran last its calls were not buffered ({@link Buffering#suspend}). */
  boolean ranSuspended;

  /** Whether there are signals for it that wait until it makes a call, or for a time. */
  boolean hasWaitingSignals() {
    return !stash.isEmpty() || postponed != 0;
  }

  /** For the unknown call that it makes next. */
  UnknownCalls.@Nullable Before beforeUnknown;

  /** Where its list of robust futexes begins (set_robust_list), 0 if it has none. */
  long robustList;

  int tid() {
    return task.tid();
  }

  /**
   * Makes nothing of the call at whose entry the task is. A filter that is not jrr's might kill for
   * what is no call at all: there it becomes a harmless one, and the caller puts the last argument
   * back.
   */
  void skipCall() {
    Registers registers = task.changeRegisters();
    if (process.filtered) {
      registers.set(Registers.ORIG_RAX, HARMLESS_CALL);
      registers.setArgument(5, SKIPPED);
    } else {
      registers.set(Registers.ORIG_RAX, -1);
    }
  }

  TraceeMemory memory() {
    return task.memory();
  }

  /** The registers at this stop, copied for a frame. */
  RegisterSet registerSet() {
    return RegisterSet.copyOf(task.registers().words());
  }

  /** Whether the call that the task is about to make is by {@code int $0x80}. */
  boolean isAtInt80() {
    byte[] made = new byte[2];
    memory().read(task.registers().rip() - 2, made, 0, 2);
    return made[0] == (byte) 0xcd && made[1] == (byte) 0x80;
  }

  /**
   * The task's next stop, if it is a signal, comes before any instruction of it: one is known to be
   * pending. Registers that did not change say less: a loop may have gone round.
   */
  boolean signalIsNext;

  /** A signal was pending for it when it was resumed, which another thread may have taken since. */
  boolean signalWaited;

  /** Whether the registers are those with which the task was resumed. */
  boolean isWhereItWasResumed() {
    return task.registers().sameAs(resumedWith);
  }
}
