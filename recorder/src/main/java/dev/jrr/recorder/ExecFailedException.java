package dev.jrr.recorder;

/**
 * The program could not be executed; {@code errno} is the kernel's reason. Nothing was recorded.
 */
public final class ExecFailedException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final int errno;

  public ExecFailedException(int errno) {
    super("execve: errno " + errno);
    this.errno = errno;
  }

  public int errno() {
    return errno;
  }
}
