package dev.jrr.replayer;

/** The trace has no process of the number that was asked for. */
public final class NoSuchProcessException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final int process;

  public NoSuchProcessException(int process) {
    super("the trace has no process " + process);
    this.process = process;
  }

  /** The number. */
  public int process() {
    return process;
  }
}
