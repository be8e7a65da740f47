package dev.jrr.cli;

import org.jspecify.annotations.Nullable;

/** An error that a user is to read: what, why, and what to do, a line each. */
public final class CliException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ErrorCode code;
  private final String what;
  private final String why;
  private final String whatToDo;

  public CliException(
      ErrorCode code, String what, String why, String whatToDo, @Nullable Throwable cause) {
    super(code.code() + ": " + what + ": " + why, cause);
    this.code = code;
    this.what = what;
    this.why = why;
    this.whatToDo = whatToDo;
  }

  /** With the general remedy of {@code code}. */
  public CliException(ErrorCode code, String what, String why) {
    this(code, what, why, code.remedy().replace("`", ""), null);
  }

  /** A mistake in the command line. */
  static CliException usage(String what, String why, String whatToDo) {
    return new CliException(ErrorCode.USAGE, what, why, whatToDo, null);
  }

  /** Which error this is. */
  public ErrorCode code() {
    return code;
  }

  /** One line: what failed. */
  public String what() {
    return what;
  }

  /** One line: why it failed. */
  public String why() {
    return why;
  }

  /** One line: what the user can do. */
  public String whatToDo() {
    return whatToDo;
  }
}
