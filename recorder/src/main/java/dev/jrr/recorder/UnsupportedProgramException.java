package dev.jrr.recorder;

/**
 * The program did something that jrr cannot record exactly. The recording ends here, loudly; what
 * was recorded replays up to this point.
 */
public class UnsupportedProgramException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public UnsupportedProgramException(String message) {
    super(message);
  }
}
