package dev.jrr.tracee.syscalls;

/** For which results a call writes an output. */
public enum When {
  /** The call succeeded. */
  SUCCESS("on success"),
  /** The call succeeded with a result above zero. */
  POSITIVE("when the result is above 0"),
  /** A signal interrupted the call: EINTR, or the kernel's internal restart codes. */
  INTERRUPTED("when interrupted"),
  /** Success, or EOVERFLOW with the size that was needed. */
  SUCCESS_OR_OVERFLOW("on success and EOVERFLOW"),
  /** Success, or E2BIG with the size that was needed. */
  SUCCESS_OR_TOO_BIG("on success and E2BIG"),
  /** Success, or ENOSPC with the size that was needed. */
  SUCCESS_OR_NO_SPACE("on success and ENOSPC"),
  /** Whatever the result. */
  ALWAYS("always");

  private final String text;

  When(String text) {
    this.text = text;
  }

  /** The condition in words. */
  public String text() {
    return text;
  }

  /** Whether a call that returned {@code result} has written the output. */
  public boolean holds(long result) {
    return switch (this) {
      case SUCCESS -> !Errno.isError(result);
      case POSITIVE -> result > 0;
      case INTERRUPTED -> result == -Errno.EINTR.number() || Errno.isRestart(result);
      case SUCCESS_OR_OVERFLOW -> !Errno.isError(result) || result == -Errno.EOVERFLOW.number();
      case SUCCESS_OR_TOO_BIG -> !Errno.isError(result) || result == -Errno.E2BIG.number();
      case SUCCESS_OR_NO_SPACE -> !Errno.isError(result) || result == -Errno.ENOSPC.number();
      case ALWAYS -> true;
    };
  }
}
