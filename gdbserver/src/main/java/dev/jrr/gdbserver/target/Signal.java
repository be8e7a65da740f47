package dev.jrr.gdbserver.target;

/**
 * A signal by its number on Linux x86-64 (signal(7)); gdb's own numbering is the server's business.
 *
 * @param number 1 to 64
 */
public record Signal(int number) {
  /** The highest number, {@code SIGRTMAX}. */
  public static final int HIGHEST = 64;

  /**
   * @throws IllegalArgumentException when there is no such signal
   */
  public Signal {
    if (number < 1 || number > HIGHEST) {
      throw new IllegalArgumentException("not a signal: " + number);
    }
  }
}
