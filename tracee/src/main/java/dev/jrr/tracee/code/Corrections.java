package dev.jrr.tracee.code;

/**
 * What Capstone (4.0.2, and where it is as bad 5) says wrongly of x86-64 code, decided from the
 * bytes themselves. Sources: Intel SDM volume 2, AMD APM volume 3.
 */
final class Corrections {
  private static final int OPERAND_SIZE = 0x66;
  private static final int REPNE = 0xf2;
  private static final int REP = 0xf3;
  private static final int REX_W = 8;

  /** The instructions of which something other than the length must be put right. */
  enum Special {
    NONE,
    SYSCALL,
    SYSENTER,
    RDTSC,
    IRET,
    PORT,
    RDPID,
    CMPXCHG
  }

  private Corrections() {}

  /** Whether {@code value} is a legacy prefix: lock, rep, a segment, operand or address size. */
  static boolean isLegacyPrefix(byte value) {
    return switch (value & 0xff) {
      case 0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, OPERAND_SIZE, 0x67, 0xf0, REPNE, REP -> true;
      default -> false;
    };
  }

  static boolean isRex(byte value) {
    return (value & 0xf0) == 0x40;
  }

  /** Where the opcode begins: after the prefixes, at most {@code end}. */
  static int opcodeAt(byte[] code, int start, int end) {
    int at = start;
    while (at < end && isLegacyPrefix(code[at])) {
      at++;
    }
    return at < end && isRex(code[at]) ? at + 1 : at;
  }

  /**
   * Whether {@code length} bytes that Capstone decoded as one instruction must count as
   * undecodable:
   *
   * <ul>
   *   <li>a near direct branch with the prefix 66 and no REX.W, which AMD reads as having a 16-bit
   *       displacement (as Capstone does) and Intel a 32-bit one;
   *   <li>{@code 0f c7} with a register and a repeat prefix, except rdpid: Capstone calls it rdrand
   *       or rdseed, which it is not (senduipi, or undefined).
   * </ul>
   */
  static boolean isMistaken(byte[] code, int start, int length) {
    if (!isLegacyPrefix(code[start])) {
      return false;
    }
    int end = start + length;
    int at = opcodeAt(code, start, end);
    if (at == end) {
      return false;
    }
    int opcode = code[at] & 0xff;
    int second = at + 1 < end ? code[at + 1] & 0xff : -1;
    if (opcode == 0xe8 || opcode == 0xe9 || opcode == 0x0f && (second & 0xf0) == 0x80) {
      boolean wide = isRex(code[at - 1]) && (code[at - 1] & REX_W) != 0;
      return !wide && has(code, start, at, OPERAND_SIZE);
    }
    if (opcode == 0x0f && second == 0xc7 && at + 2 < end && (code[at + 2] & 0xff) >= 0xf0) {
      return has(code, start, at, REPNE)
          || has(code, start, at, REP) && (code[at + 2] & 0xff) < 0xf8;
    }
    return false;
  }

  /** Which of the special instructions these bytes are. */
  static Special special(byte[] code) {
    int at = opcodeAt(code, 0, code.length);
    int opcode = at < code.length ? code[at] & 0xff : 0;
    if (opcode != 0x0f) {
      return switch (opcode) {
        case 0xcf -> Special.IRET;
        case 0x6c, 0x6d, 0x6e, 0x6f, 0xe4, 0xe5, 0xe6, 0xe7, 0xec, 0xed, 0xee, 0xef -> Special.PORT;
        default -> Special.NONE;
      };
    }
    if (at + 1 == code.length) {
      return Special.NONE;
    }
    return switch (code[at + 1] & 0xff) {
      case 0x05 -> Special.SYSCALL;
      case 0x34 -> Special.SYSENTER;
      case 0x31 -> Special.RDTSC;
      case 0x01 -> (code[at + 2] & 0xff) == 0xf9 ? Special.RDTSC : Special.NONE;
      case 0xb0, 0xb1 -> Special.CMPXCHG;
      case 0xc7 ->
          has(code, 0, at, REP) && (code[at + 2] & 0xff) >= 0xf8 ? Special.RDPID : Special.NONE;
      default -> Special.NONE;
    };
  }

  /**
   * Whether control never goes on to the next instruction: unconditional jumps, returns, hlt and
   * the undefined instructions.
   */
  static boolean endsFlow(byte[] code) {
    int at = opcodeAt(code, 0, code.length);
    if (at == code.length) {
      return false;
    }
    return switch (code[at] & 0xff) {
      case 0xe9, 0xeb, 0xc2, 0xc3, 0xca, 0xcb, 0xcf, 0xf4 -> true;
      case 0xff -> (code[at + 1] >> 3 & 7) == 4 || (code[at + 1] >> 3 & 7) == 5;
      case 0x0f -> code[at + 1] == 0x0b || (code[at + 1] & 0xff) == 0xb9 || code[at + 1] == 0x07;
      default -> false;
    };
  }

  /** Whether a prefix stands between {@code from} and {@code to}. */
  static boolean has(byte[] code, int from, int to, int prefix) {
    for (int at = from; at < to; at++) {
      if ((code[at] & 0xff) == prefix) {
        return true;
      }
    }
    return false;
  }
}
