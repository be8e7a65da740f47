package dev.jrr.tracee;

/**
 * What a task does with signals, and how they name it: the Sig and NS lines of {@code
 * /proc/<tid>/status} (proc(5)).
 *
 * @param pending those that wait for it or its process; bit n is signal n + 1, as in the next three
 * @param blocked its mask
 * @param process its process's id in its own PID namespace, 0 if unknown
 * @param task its own id there
 * @param isInit whether its process is the first of a PID namespace below the tracer's
 */
public record SignalStatus(
    long pending, long blocked, long ignored, long caught, int process, int task, boolean isInit) {
  /** What happens when a signal is delivered. */
  public enum Disposition {
    CAUGHT,
    IGNORED,
    STOPS,
    TERMINATES
  }

  private static final int SIGCHLD = 17;
  private static final int SIGCONT = 18;
  private static final int SIGSTOP = 19;
  private static final int SIGTTOU = 22;
  private static final int SIGURG = 23;
  private static final int SIGWINCH = 28;

  /** Of a process that is not the first of a namespace. */
  public SignalStatus(long blocked, long ignored, long caught) {
    this(0, blocked, ignored, caught, 0, 0, false);
  }

  /** Reads it; a task that is gone catches and ignores nothing. */
  public static SignalStatus read(int tid) {
    StatusFile status = StatusFile.read(tid);
    // One id for each namespace, the tracer's first.
    String[] processes = status.line("NStgid").split("\t");
    String[] tasks = status.line("NSpid").split("\t");
    int process = number(processes[processes.length - 1]);
    return new SignalStatus(
        status.mask("SigPnd") | status.mask("ShdPnd"),
        status.mask("SigBlk"),
        status.mask("SigIgn"),
        status.mask("SigCgt"),
        process,
        number(tasks[tasks.length - 1]),
        process == 1 && processes.length > 1);
  }

  private static int number(String text) {
    return text.isEmpty() ? 0 : Integer.parseInt(text);
  }

  private static boolean has(long mask, int signal) {
    return (mask >>> (signal - 1) & 1) != 0;
  }

  /** Whether the signal waits to be delivered. */
  public boolean isPending(int signal) {
    return has(pending, signal);
  }

  /** Whether the task has a handler for it. */
  public boolean isCaught(int signal) {
    return has(caught, signal);
  }

  /** Whether the task has said that it is to be ignored. */
  public boolean isIgnored(int signal) {
    return has(ignored, signal);
  }

  /** Whether the signal is in the task's mask. */
  public boolean isBlocked(int signal) {
    return has(blocked, signal);
  }

  /**
   * What {@code signal} does: signal(7) has the defaults. The first process of a PID namespace
   * ignores those that it does not catch (pid_namespaces(7)).
   */
  public Disposition disposition(int signal) {
    if (has(caught, signal)) {
      return Disposition.CAUGHT;
    }
    if (has(ignored, signal)
        || isInit
        || signal == SIGCHLD
        || signal == SIGCONT
        || signal == SIGURG
        || signal == SIGWINCH) {
      return Disposition.IGNORED;
    }
    return signal >= SIGSTOP && signal <= SIGTTOU ? Disposition.STOPS : Disposition.TERMINATES;
  }
}
