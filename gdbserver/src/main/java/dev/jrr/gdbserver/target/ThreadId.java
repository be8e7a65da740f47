package dev.jrr.gdbserver.target;

/**
 * One thread of one process, by the numbers that it had when it was recorded.
 *
 * @param process the thread group's id, 1 or more
 * @param thread the thread's own id, 1 or more
 */
public record ThreadId(int process, int thread) {
  /**
   * @throws IllegalArgumentException when an id is not positive
   */
  public ThreadId {
    if (process <= 0 || thread <= 0) {
      throw new IllegalArgumentException("not a thread: " + process + "." + thread);
    }
  }
}
