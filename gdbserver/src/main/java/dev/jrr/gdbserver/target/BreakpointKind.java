package dev.jrr.gdbserver.target;

/** What makes a breakpoint hit; the order is that of the protocol's types 0 to 4. */
public enum BreakpointKind {
  /** The instruction there is about to be executed. */
  SOFTWARE,
  /** The same, found without changing memory. */
  HARDWARE,
  /** The memory there was written. */
  WRITE,
  /** The memory there was read. */
  READ,
  /** The memory there was read or written. */
  ACCESS;

  /** Whether it watches memory rather than an instruction. */
  public boolean isWatchpoint() {
    return this != SOFTWARE && this != HARDWARE;
  }
}
