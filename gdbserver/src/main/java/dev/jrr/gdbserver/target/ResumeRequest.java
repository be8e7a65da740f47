package dev.jrr.gdbserver.target;

import java.util.List;
import java.util.Set;

/**
 * One run: everything that a target needs to know about it, besides the breakpoints inserted.
 *
 * @param direction which way time goes
 * @param actions what threads do; the first whose selector matches a thread counts, and threads
 *     that none matches stay
 * @param passedSignals signals whose delivery does not stop the run
 * @param syscalls system calls that stop the run
 * @param events process events that stop the run; the others are passed over
 * @param interruption asks the run to stop; fresh for each run
 */
public record ResumeRequest(
    Direction direction,
    List<ThreadAction> actions,
    Set<Signal> passedSignals,
    SyscallFilter syscalls,
    Set<ProcessEvent> events,
    Interruption interruption) {
  /** Which way time goes. */
  public enum Direction {
    /** As recorded. */
    FORWARD,
    /** Back. */
    BACKWARD
  }

  /** Things that happen to a process. */
  public enum ProcessEvent {
    FORK,
    VFORK,
    EXEC
  }

  /**
   * What some threads do.
   *
   * @param threads which
   * @param action what
   */
  public record ThreadAction(ThreadSelector threads, ResumeAction action) {}

  /** Keeps copies. */
  public ResumeRequest {
    actions = List.copyOf(actions);
    passedSignals = Set.copyOf(passedSignals);
    events = Set.copyOf(events);
  }

  /** What a thread does, be it an old one or one that the run has just started. */
  public ResumeAction actionFor(ThreadId thread) {
    for (ThreadAction candidate : actions) {
      if (candidate.threads().matches(thread)) {
        return candidate.action();
      }
    }
    return new ResumeAction.Stay();
  }
}
