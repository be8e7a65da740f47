package dev.jrr.gdbserver.target;

/**
 * An address in a debugged process.
 *
 * @param value the address; all 64 bits count, so it compares unsigned
 */
public record TargetAddress(long value) implements Comparable<TargetAddress> {
  /** The address {@code bytes} further on; wraps around like the processor does. */
  public TargetAddress plus(long bytes) {
    return new TargetAddress(value + bytes);
  }

  @Override
  public int compareTo(TargetAddress other) {
    return Long.compareUnsigned(value, other.value);
  }

  @Override
  public String toString() {
    return "0x" + Long.toHexString(value);
  }
}
