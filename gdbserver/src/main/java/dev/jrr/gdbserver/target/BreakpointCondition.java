package dev.jrr.gdbserver.target;

/**
 * Decides whether a breakpoint that was reached stops the run. Made by the server from what the
 * debugger sent; a target calls it on its own thread, each time it reaches the breakpoint.
 */
@FunctionalInterface
public interface BreakpointCondition {
  /** Stops always. */
  BreakpointCondition ALWAYS = (registers, memory) -> true;

  /**
   * Whether to stop. Never throws: when it cannot be decided (unreadable memory, division by zero),
   * the answer is to stop, so that the user sees it.
   *
   * @param registers of the thread that reached the breakpoint, its ip at the breakpoint
   * @param memory of its process
   */
  boolean holds(RegisterFile registers, MemoryReader memory);

  /** The memory that a condition may read. */
  @FunctionalInterface
  interface MemoryReader {
    /**
     * Reads up to {@code lengthBytes} bytes; fewer when mapped memory ends before.
     *
     * @throws TargetException when not one byte can be read
     */
    byte[] read(TargetAddress address, int lengthBytes) throws TargetException;
  }
}
