package dev.jrr.tracee.code;

/** One explicit operand of an {@link Instruction}; {@code size} is in bytes. */
public sealed interface Operand {
  /** Bytes of it that the instruction works on. */
  int size();

  /** A register by Capstone's name, as wide as it is used: {@code eax}, {@code xmm3}. */
  record Register(String name, int size, boolean read, boolean written) implements Operand {}

  /** A constant; of a relative branch the absolute target. */
  record Immediate(long value, int size) implements Operand {}

  /**
   * Memory at {@code segment:[base + index * scale + displacement]}; an empty name is an absent
   * part. A base of {@code rip} counts from the instruction's end. {@code lea} and {@code nop} have
   * such an operand too, and access nothing.
   */
  record Memory(
      String segment,
      String base,
      String index,
      int scale,
      long displacement,
      int size,
      boolean read,
      boolean written)
      implements Operand {}
}
