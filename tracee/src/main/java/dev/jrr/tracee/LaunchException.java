package dev.jrr.tracee;

/** The first process could not be made: {@code errno} says why, {@code step} what was tried. */
public final class LaunchException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final String step;
  private final int errno;

  public LaunchException(String step, int errno) {
    super(step + ": errno " + errno);
    this.step = step;
    this.errno = errno;
  }

  /** The call or step that failed. */
  public String step() {
    return step;
  }

  /** The kernel's error number, 0 where there is none. */
  public int errno() {
    return errno;
  }
}
