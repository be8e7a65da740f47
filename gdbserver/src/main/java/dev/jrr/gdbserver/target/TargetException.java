package dev.jrr.gdbserver.target;

/**
 * A target could not do what it was asked; the debugger is told and the connection goes on. This is
 * also how a replay that diverged while it ran says so: with a message for the user.
 */
public final class TargetException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Errno errno;

  /**
   * @param errno what a program can tell apart
   * @param message one line for the user
   */
  public TargetException(Errno errno, String message) {
    super(message);
    this.errno = errno;
  }

  /**
   * @param errno what a program can tell apart
   * @param message one line for the user
   * @param cause what failed underneath
   */
  public TargetException(Errno errno, String message, Throwable cause) {
    super(message, cause);
    this.errno = errno;
  }

  /** What a program can tell apart. */
  public Errno errno() {
    return errno;
  }

  static TargetException unsupported(String what) {
    return new TargetException(Errno.ENOSYS, "this target has no " + what);
  }
}
