package dev.jrr.tracee.syscalls;

/** Which way a call's memory argument goes. */
public enum Direction {
  /** The kernel reads it. */
  IN,
  /** The kernel writes it, without gaps. */
  OUT,
  /** The kernel reads it, then writes it or parts of it. */
  INOUT,
  /** The kernel writes parts of it, or sometimes nothing, and reads none of it. */
  SPARSE;

  /** Whether its contents are an input of the call. */
  public boolean reads() {
    return this == IN || this == INOUT;
  }

  /** Whether the kernel may write to it. */
  public boolean writes() {
    return this != IN;
  }

  /** Whether scratch must start with the program's own bytes. */
  boolean keepsContents() {
    return this == INOUT || this == SPARSE;
  }
}
