package dev.jrr.gdbserver.registers;

import dev.jrr.gdbserver.target.XsaveComponent;
import dev.jrr.gdbserver.target.XsaveLayout;

/**
 * The x87 tag word. gdb wants the full one, two bits a register: valid, zero, special, empty. The
 * XSAVE area keeps one bit a physical register: empty or not (Intel SDM volume 1, 10.5.1.1); what
 * kind of value it holds is read off the value, as the processor would.
 */
final class X87Tags {
  private static final int STATUS_OFFSET = 2;
  private static final int TAG_OFFSET = 4;
  private static final int STACK_OFFSET = 32;
  private static final int STACK_STRIDE = 16;
  private static final int REGISTERS = 8;

  private static final int VALID = 0;
  private static final int ZERO = 1;
  private static final int SPECIAL = 2;
  private static final int EMPTY = 3;
  private static final int ALL_EMPTY = 0xffff;

  private static final int EXPONENT_MASK = 0x7fff;

  private X87Tags() {}

  /** The full tag word of an XSAVE area. */
  static int full(byte[] area) {
    if (XsaveSlice.isInitial(area, XsaveComponent.X87)) {
      return ALL_EMPTY;
    }
    int top = area[STATUS_OFFSET + 1] >> 3 & 7;
    int word = 0;
    for (int physical = 0; physical < REGISTERS; physical++) {
      boolean used = (area[TAG_OFFSET] >> physical & 1) != 0;
      int onStack = physical - top & 7;
      int tag = used ? kind(area, STACK_OFFSET + STACK_STRIDE * onStack) : EMPTY;
      word |= tag << 2 * physical;
    }
    return word;
  }

  /** Stores a full tag word in short. */
  static void store(byte[] area, int full) {
    XsaveSlice.makeUsed(area, XsaveComponent.X87, XsaveLayout.X87_OFFSET);
    int bits = 0;
    for (int physical = 0; physical < REGISTERS; physical++) {
      if ((full >> 2 * physical & 3) != EMPTY) {
        bits |= 1 << physical;
      }
    }
    area[TAG_OFFSET] = (byte) bits;
  }

  /** What an 80-bit value is: 64 bits of significand, then sign and exponent. */
  private static int kind(byte[] area, int offset) {
    long significand = 0;
    for (int i = Long.BYTES - 1; i >= 0; i--) {
      significand = significand << 8 | area[offset + i] & 0xff;
    }
    int exponent = ((area[offset + 9] & 0xff) << 8 | area[offset + 8] & 0xff) & EXPONENT_MASK;
    if (exponent == 0 && significand == 0) {
      return ZERO;
    }
    boolean normal = exponent != 0 && exponent != EXPONENT_MASK && significand < 0;
    return normal ? VALID : SPECIAL;
  }
}
