package dev.jrr.replayer;

/** The trace was recorded with other code of jrr's in the programs, which replay would need. */
public final class OtherHookException extends RuntimeException {
  private static final long serialVersionUID = 1;

  OtherHookException(String versions) {
    super(versions);
  }
}
