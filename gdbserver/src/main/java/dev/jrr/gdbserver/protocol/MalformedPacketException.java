package dev.jrr.gdbserver.protocol;

/** A packet whose frame is right and whose content is not; it is answered with an error. */
public final class MalformedPacketException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what was expected, for the log
   */
  public MalformedPacketException(String message) {
    super(message);
  }
}
