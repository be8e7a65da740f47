package dev.jrr.tracee.code;

/**
 * No usable Capstone on this machine: the shared library cannot be loaded, has a version whose
 * structures are not known here, or was built without instruction detail. The message says which,
 * and what to install.
 */
public final class CapstoneMissingException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What to do, for every cause. */
  private static final String REMEDY =
      "install Capstone 4 or 5: package libcapstone4 (Debian, Ubuntu) or capstone (others)";

  CapstoneMissingException(String cause) {
    super(cause + "; " + REMEDY);
  }
}
