package dev.jrr.tracee;

import dev.jrr.layout.JrrLayout;

/**
 * Syscalls that the supervisor makes a task execute, in a group: registers and signal mask are
 * saved once at the start and put back by {@link #close}. The task must be on its way back to user
 * code (a syscall's exit stop, a signal stop, an event stop), not before a call that is still to be
 * made.
 *
 * <p>Two syscall stops a call and no trap: a forced SIGTRAP would reset the program's disposition
 * where it ignores or blocks that signal.
 */
public final class RemoteCalls implements AutoCloseable {
  private static final long ALL_SIGNALS = -1L;

  private final Task task;
  private final long entry;
  private final long[] saved = new long[Registers.COUNT];
  private final long savedMask;
  private int newTask;
  private boolean gone;

  /** Begins a group at the jrr page's entry. */
  public RemoteCalls(Task task) {
    this(task, JrrLayout.UNTRACED_SYSCALL);
  }

  /** Begins a group at another {@code syscall} instruction, before there is a jrr page. */
  public RemoteCalls(Task task, long entry) {
    this.task = task;
    this.entry = entry;
    System.arraycopy(task.registers().words(), 0, saved, 0, saved.length);
    savedMask = task.ptrace().getSignalMask(task.tid());
    task.ptrace().setSignalMask(task.tid(), ALL_SIGNALS);
  }

  /**
   * Makes one call; answers its result, or -3 (ESRCH) when the task is gone: the next wait tells of
   * its end.
   */
  public long call(long number, long... arguments) {
    if (gone) {
      return -3;
    }
    Registers registers = task.changeRegisters();
    registers.copyFrom(saved);
    registers.set(Registers.RIP, entry);
    registers.set(Registers.RAX, number);
    registers.set(Registers.ORIG_RAX, -1);
    for (int index = 0; index < arguments.length; index++) {
      registers.setArgument(index, arguments[index]);
    }
    // The entry stop, then the exit stop; a filter's trap may come between them before there is a
    // jrr page.
    boolean entered = false;
    while (true) {
      if (!task.contToSyscall(0)) {
        gone = true;
        return -3;
      }
      Stop stop = task.waitForStop();
      if (stop instanceof Stop.NewTask) {
        newTask = (int) task.ptrace().eventMessage(task.tid());
      } else if (stop instanceof Stop.Syscall) {
        if (!task.readRegisters()) {
          gone = true; // killed in this stop
          return -3;
        }
        if (entered) {
          return task.registers().rax();
        }
        // Before it, the exit of a call that was skipped may be reported: ip has not moved then.
        entered = task.registers().rip() != entry;
      } else if (stop.isEnd()) {
        task.ptrace().tellAgain(task.tid());
        gone = true;
        return -3;
      }
    }
  }

  /** The task that the last call made, 0 if none. */
  public int newTask() {
    return newTask;
  }

  /** The registers as they were when the group began. */
  public long[] savedRegisters() {
    return saved;
  }

  /** Puts registers and signal mask back. */
  @Override
  public void close() {
    task.setRegisters(saved); // also for those who look at what it was before its end
    if (!gone) {
      task.flushRegisters();
      task.ptrace().setSignalMask(task.tid(), savedMask);
    }
  }
}
