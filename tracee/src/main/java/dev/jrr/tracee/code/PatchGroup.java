package dev.jrr.tracee.code;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Instructions from a place on that a 5-byte jump may replace: whole ones, each of which can move
 * elsewhere, and none but the first a known branch target.
 */
public final class PatchGroup {
  /** Bytes of {@code jmp rel32}. */
  public static final int JUMP = 5;

  /** Bytes around a place in which a branch to its inside is looked for. */
  public static final int NEIGHBOURHOOD = 512;

  private final List<Instruction> instructions;
  private final int length;

  private PatchGroup(List<Instruction> instructions, int length) {
    this.instructions = instructions;
    this.length = length;
  }

  /**
   * The group at {@code offset} of {@code code}, or null where there is none.
   *
   * @param address of {@code code[0]}; {@code code} should reach {@link #NEIGHBOURHOOD} bytes to
   *     both sides where that is mapped
   */
  public static @Nullable PatchGroup find(
      Disassembler disassembler, byte[] code, int offset, long address) {
    List<Instruction> instructions = new ArrayList<>(2);
    int length = 0;
    while (length < JUMP) {
      int at = offset + length;
      Instruction next =
          at < code.length ? disassembler.decode(code, at, code.length - at, address + at) : null;
      if (next == null || !Relocator.canMove(next)) {
        return null;
      }
      instructions.add(next);
      length += next.length();
      if (length < JUMP && next.endsFlow()) {
        return null; // what follows may be another function's
      }
    }
    if (instructions.size() > 1 && mayBeEntered(code, offset, length)) {
      return null;
    }
    return new PatchGroup(List.copyOf(instructions), length);
  }

  /**
   * Whether any bytes nearby could be a direct branch to the inside of the group. All offsets are
   * tried, instructions or not: rather one group too few.
   */
  private static boolean mayBeEntered(byte[] code, int offset, int length) {
    int from = Math.max(0, offset - NEIGHBOURHOOD);
    int to = Math.min(code.length - 1, offset + NEIGHBOURHOOD);
    for (int at = from; at < to; at++) {
      int opcode = code[at] & 0xff;
      boolean isShort = opcode == 0xeb || (opcode & 0xf0) == 0x70 || (opcode & 0xfc) == 0xe0;
      boolean isNear = opcode == 0xe9 || opcode == 0xe8;
      boolean isLong = opcode == 0x0f && at + 1 < code.length && (code[at + 1] & 0xf0) == 0x80;
      int target = -1;
      if (isShort) {
        target = at + 2 + code[at + 1];
      } else if (isNear && at + 5 <= code.length) {
        target = at + 5 + displacement(code, at + 1);
      } else if (isLong && at + 6 <= code.length) {
        target = at + 6 + displacement(code, at + 2);
      }
      if (target > offset && target < offset + length) {
        return true;
      }
    }
    return false;
  }

  private static int displacement(byte[] code, int at) {
    return code[at] & 0xff
        | (code[at + 1] & 0xff) << 8
        | (code[at + 2] & 0xff) << 16
        | code[at + 3] << 24;
  }

  /** The instructions, in order. */
  public List<Instruction> instructions() {
    return instructions;
  }

  /** Bytes of all of them, 5 or more. */
  public int length() {
    return length;
  }
}
