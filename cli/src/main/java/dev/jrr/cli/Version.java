package dev.jrr.cli;

/** Which jrr this is. */
public final class Version {
  /** As in the poms; a test holds it to them. */
  public static final String JRR = "0.1.0-SNAPSHOT";

  private Version() {}
}
