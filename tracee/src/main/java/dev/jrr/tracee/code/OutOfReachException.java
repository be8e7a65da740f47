package dev.jrr.tracee.code;

/** A relative operand cannot reach its target from the new place. */
public final class OutOfReachException extends RuntimeException {
  private static final long serialVersionUID = 1;

  OutOfReachException(long from, long to) {
    super("0x" + Long.toHexString(to) + " is out of reach from 0x" + Long.toHexString(from));
  }
}
