package dev.jrr.tracee;

import dev.jrr.layout.JrrLayout;
import dev.jrr.tracee.kernel.Ptrace;
import dev.jrr.tracee.kernel.Ticker;
import org.jspecify.annotations.Nullable;

/**
 * One traced kernel thread, as its tracer sees it: registers cached for the length of a stop and
 * written back once before it is resumed. Resuming answers false when the task is gone.
 */
public final class Task {
  private static final int SIGSYS = 31;

  /** What rax holds at a call's entry stop (ENOSYS, negative). */
  static final long NOT_MADE = -38;

  private final Ptrace ptrace;
  private int tid;
  private TraceeMemory memory;
  private final Registers registers = new Registers();
  private boolean loaded;
  private boolean changed;

  /** See {@link #dispatchCalls}. */
  private boolean dispatches;

  /** A task that this thread has seized. */
  public Task(Ptrace ptrace, int tid, TraceeMemory memory) {
    this.ptrace = ptrace;
    this.tid = tid;
    this.memory = memory;
  }

  /** The kernel's id of it now (at replay not the recorded one). */
  public int tid() {
    return tid;
  }

  /** An exec from a thread that is not the leader gives it the leader's id. */
  public void becomeLeader(int leader) {
    tid = leader;
  }

  public Ptrace ptrace() {
    return ptrace;
  }

  public TraceeMemory memory() {
    return memory;
  }

  /** After an exec: the new address space. */
  public void replaceMemory(TraceeMemory fresh) {
    memory = fresh;
  }

  /**
   * The registers at this stop; those of the stop before when it was killed meanwhile. Changes need
   * {@link #changeRegisters}.
   */
  public Registers registers() {
    readRegisters();
    return registers;
  }

  /** Reads the registers if they are not known; false when the task was killed meanwhile. */
  public boolean readRegisters() {
    loaded = loaded || ptrace.getRegisters(tid, registers.words()) >= 0;
    return loaded;
  }

  /** The registers, to be written back when the task is resumed. */
  public Registers changeRegisters() {
    Registers current = registers();
    changed = true;
    return current;
  }

  /** Goes on at {@code ip}; nothing is written back where it is there already. */
  public void goOnAt(long ip) {
    if (registers().rip() != ip) {
      changeRegisters().set(Registers.RIP, ip);
    }
  }

  /** Takes every word from {@code words}. */
  public void setRegisters(long[] words) {
    registers.copyFrom(words);
    loaded = true;
    changed = true;
  }

  /** Writes changed registers to the kernel now. */
  public void flushRegisters() {
    if (changed) {
      ptrace.setRegisters(tid, registers.words());
      changed = false;
    }
  }

  private void beforeResume() {
    flushRegisters();
    loaded = false;
  }

  /** Resumes until something happens. */
  public boolean cont(int signal) {
    beforeResume();
    return ptrace.cont(tid, signal) >= 0;
  }

  /** Resumes until a syscall's entry or exit. */
  public boolean contToSyscall(int signal) {
    beforeResume();
    return ptrace.syscall(tid, signal) >= 0;
  }

  /**
   * Has calls emulated in a way that lets those from the jrr page through (syscall user dispatch);
   * false where the kernel has it not, and emulating stops at every call.
   */
  public boolean dispatchCalls() {
    dispatches = ptrace.dispatchCalls(tid, JrrLayout.UNTRACED_RETURN, JrrLayout.UNTRACED_LENGTH);
    return dispatches;
  }

  /** Whether {@link #dispatchCalls} was done. */
  public boolean dispatches() {
    return dispatches;
  }

  /** Resumes until a syscall instruction, whose call is not made. */
  public boolean contEmulating() {
    beforeResume();
    return (dispatches ? ptrace.cont(tid, 0) : ptrace.sysemu(tid)) >= 0;
  }

  /** One instruction; if that is a syscall instruction, its call is not made. */
  public boolean stepEmulating() {
    beforeResume();
    return (dispatches ? ptrace.singleStep(tid, 0) : ptrace.sysemuStep(tid)) >= 0;
  }

  /** One instruction, or with a signal that has a handler: to the handler's first one. */
  public boolean step(int signal) {
    beforeResume();
    return ptrace.singleStep(tid, signal) >= 0;
  }

  /** Lets the task go on by itself. */
  public void detach() {
    beforeResume();
    ptrace.detach(tid);
  }

  /**
   * Waits for this task's next stop. While a {@link Ticker} ticks, that is also the end of a
   * process's leader that was killed with no stop: the kernel tells of it only when the process's
   * other threads are gone, and those stop at their own ends and wait for us.
   */
  public Stop waitForStop() {
    Stop stop = waitForStopOrTick();
    while (stop == null) {
      boolean ended = StatFile.read(tid).state() == 'Z';
      int answer = ptrace.waitFor(tid, false);
      if (answer == 0 && ended) {
        answer = ptrace.missEnd(tid);
      }
      stop = answer > 0 ? toldStop() : waitForStopOrTick();
    }
    return stop;
  }

  /**
   * Whether the task was killed in the stop that it was in: it is in the one before its end, of
   * which the next wait tells.
   */
  public boolean isEnding() {
    return Siginfo.of(ptrace, tid).isExitStop() && ptrace.hasUntold(tid);
  }

  private Stop toldStop() {
    loaded = false;
    Stop stop = Stop.decode(ptrace.waitStatus());
    boolean isCall =
        dispatches
            && stop instanceof Stop.SignalDelivery delivery
            && delivery.signal() == SIGSYS
            && Siginfo.of(ptrace, tid).isDispatch();
    if (isCall) {
      changeRegisters().set(Registers.RAX, NOT_MADE); // as at any call's entry
      return Stop.SYSCALL;
    }
    return stop;
  }

  /** Waits for this task's next stop, or answers null when a tick comes first. */
  public @Nullable Stop waitForStopOrTick() {
    int answer = ptrace.waitOrTick(tid);
    if (answer == Ptrace.TICK) {
      return null;
    }
    if (answer < 0) {
      throw new IllegalStateException("waiting for task " + tid + ": errno " + -answer);
    }
    return toldStop();
  }

  /** Forgets cached registers: the task was resumed and waited for elsewhere. */
  public void stoppedAgain() {
    loaded = false;
    changed = false;
  }

  @Override
  public String toString() {
    return "task " + tid;
  }
}
