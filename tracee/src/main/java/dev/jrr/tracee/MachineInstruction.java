package dev.jrr.tracee;

import org.jspecify.annotations.Nullable;

/**
 * One of the instructions whose result the machine makes up, decoded (Intel SDM volume 2). {@code
 * register} is an index of {@link Registers}; {@code width} is 16, 32 or 64 bits.
 */
public record MachineInstruction(Kind kind, int length, int register, int width) {
  /** Which instruction. */
  public enum Kind {
    RDTSC,
    RDTSCP,
    RDRAND,
    RDSEED,
    RDPID
  }

  /** Bytes that decoding looks at, at most. */
  public static final int LIMIT = 15;

  private static final int OPERAND_SIZE = 0x66;
  private static final int REP = 0xf3;

  /** Whether it reads the time-stamp counter. */
  public boolean isTimeStamp() {
    return kind == Kind.RDTSC || kind == Kind.RDTSCP;
  }

  /** Stores {@code value} as the instruction would: 32 bits clear the upper half, 16 leave it. */
  public void store(Registers registers, long value) {
    long stored =
        switch (width) {
          case 16 -> registers.get(register) & ~0xffffL | value & 0xffff;
          case 32 -> value & 0xffffffffL;
          default -> value;
        };
    registers.set(register, stored);
  }

  /**
   * Segment overrides, address size and repne: allowed before these instructions, without effect.
   */
  private static boolean isMeaningless(int prefix) {
    return switch (prefix) {
      case 0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0x67, 0xf2 -> true;
      default -> false;
    };
  }

  /**
   * Decodes the first of {@code length} bytes of code, or answers null for any other instruction.
   */
  public static @Nullable MachineInstruction decode(byte[] code, int length) {
    int at = 0;
    boolean narrow = false;
    boolean repeated = false;
    int rex = 0;
    for (; at < length; at++) {
      int prefix = code[at] & 0xff;
      if (prefix == OPERAND_SIZE) {
        narrow = true;
      } else if (prefix == REP) {
        repeated = true;
      } else if ((prefix & 0xf0) == 0x40) {
        rex = prefix;
      } else if (!isMeaningless(prefix)) {
        break;
      }
    }
    if (at + 1 >= length || code[at] != 0x0f) {
      return null;
    }
    int opcode = code[at + 1] & 0xff;
    if (opcode == 0x31) {
      return new MachineInstruction(Kind.RDTSC, at + 2, Registers.RAX, 64);
    }
    if (at + 2 >= length) {
      return null;
    }
    int modrm = code[at + 2] & 0xff;
    if (opcode == 0x01 && modrm == 0xf9) {
      return new MachineInstruction(Kind.RDTSCP, at + 3, Registers.RAX, 64);
    }
    if (opcode != 0xc7 || modrm < 0xf0) {
      return null;
    }
    int register = Registers.byEncoding(modrm & 7 | (rex & 1) << 3);
    int width = (rex & 8) != 0 ? 64 : narrow ? 16 : 32;
    if (repeated) {
      return modrm >= 0xf8 ? new MachineInstruction(Kind.RDPID, at + 3, register, 64) : null;
    }
    return new MachineInstruction(
        modrm >= 0xf8 ? Kind.RDSEED : Kind.RDRAND, at + 3, register, width);
  }
}
