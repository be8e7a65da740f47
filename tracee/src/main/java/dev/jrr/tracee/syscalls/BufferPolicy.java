package dev.jrr.tracee.syscalls;

/** Whether the in-process hook may make the call without a stop, and who writes that code. */
public enum BufferPolicy {
  /** Always traced. */
  NEVER("traced"),
  /** The hook function is generated from the row. */
  GENERATED("buffered"),
  /** The hook function is written by hand: the call can block, or its outputs are indirect. */
  BY_HAND("buffered, by hand");

  private final String text;

  BufferPolicy(String text) {
    this.text = text;
  }

  /** The policy in words. */
  public String text() {
    return text;
  }
}
