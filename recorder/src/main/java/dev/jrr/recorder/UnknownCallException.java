package dev.jrr.recorder;

/** The program made a call that jrr's model does not describe, and it may have written memory. */
public final class UnknownCallException extends UnsupportedProgramException {
  private static final long serialVersionUID = 1;

  UnknownCallException(String message) {
    super(message);
  }
}
