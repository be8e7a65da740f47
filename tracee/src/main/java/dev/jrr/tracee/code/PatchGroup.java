package dev.jrr.tracee.code;

import dev.jrr.tracee.syscalls.MemoryView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Instructions from a place on that a 5-byte jump replaces: whole ones, each of which can move
 * elsewhere. Somebody may jump to one that is not the first: {@link JumpPlace} makes that a trap.
 */
public final class PatchGroup {
  /** Bytes of {@code jmp rel32}. */
  public static final int JUMP = 5;

  /** Bytes around a place in which a branch to its inside is looked for. */
  public static final int NEIGHBOURHOOD = 512;

  /** How far before a place sweeps begin, and how many there are. */
  private static final int SWEEP = 48;

  private static final int SWEEPS = 16;

  /** The bytes around a place, so far as they are mapped; {@code before} of them precede it. */
  record Surroundings(byte[] code, int before) {
    static Surroundings read(long address, MemoryView memory) {
      int before = NEIGHBOURHOOD;
      byte[] bytes = new byte[2 * NEIGHBOURHOOD];
      int got = memory.read(address - before, bytes, 0, bytes.length);
      if (got < before) {
        before = 0;
        got = memory.read(address, bytes, 0, NEIGHBOURHOOD);
      }
      return new Surroundings(got == bytes.length ? bytes : Arrays.copyOf(bytes, got), before);
    }
  }

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
    PatchGroup group = group(disassembler, code, offset, address, JUMP, false);
    return group == null || group.isEntered(disassembler, code, offset, false) ? null : group;
  }

  /**
   * What follows the instruction of {@code first} bytes at {@code address}, so much that a jump can
   * replace all of it; null where that cannot move, or may be entered from near by.
   */
  static @Nullable PatchGroup after(
      long address, int first, Disassembler disassembler, MemoryView memory) {
    Surroundings around = Surroundings.read(address, memory);
    byte[] code = around.code;
    int before = around.before;
    PatchGroup group =
        group(disassembler, code, before + first, address - before, JUMP - first, true);
    return group == null
            || group.hasStrangers()
            || branchesInto(disassembler, code, before, first + group.length, target -> true)
        ? null
        : group;
  }

  /** Whether something may follow an end of flow that is another function's: not only padding. */
  private boolean hasStrangers() {
    boolean ended = false;
    for (Instruction instruction : instructions) {
      if (ended && !instruction.mnemonic().equals("nop") && !isTrap(instruction)) {
        return true;
      }
      ended |= instruction.endsFlow();
    }
    return false;
  }

  /** The instructions of {@code code[offset..]}, all of which are whole. */
  static List<Instruction> decodeAll(
      Disassembler disassembler, byte[] code, int offset, long address) {
    List<Instruction> instructions = new ArrayList<>(2);
    int at = offset;
    while (at < code.length) {
      Instruction next = disassembler.decode(code, at, code.length - at, address + at);
      if (next == null) {
        throw new IllegalArgumentException("no instruction at " + Long.toHexString(address + at));
      }
      instructions.add(next);
      at += next.length();
    }
    return instructions;
  }

  /** An int3: what some compilers fill the space between functions with. */
  private static boolean isTrap(Instruction instruction) {
    return instruction.bytes()[0] == (byte) 0xcc;
  }

  /**
   * Whole instructions of at least {@code minimum} bytes that can move; null where one cannot.
   * {@code padding} allows traps after an end of flow, which nobody comes to.
   */
  private static @Nullable PatchGroup group(
      Disassembler disassembler,
      byte[] code,
      int offset,
      long address,
      int minimum,
      boolean padding) {
    List<Instruction> instructions = new ArrayList<>(2);
    int length = 0;
    boolean ended = false;
    while (length < minimum) {
      int at = offset + length;
      Instruction next =
          at < code.length ? disassembler.decode(code, at, code.length - at, address + at) : null;
      if (next == null || !(Relocator.canMove(next) || padding && ended && isTrap(next))) {
        return null;
      }
      ended |= next.endsFlow();
      instructions.add(next);
      length += next.length();
    }
    return new PatchGroup(List.copyOf(instructions), length);
  }

  /**
   * Whether nobody is known to jump to the group's inside: then the jump costs no traps. {@code
   * code} and {@code offset} are those of {@link #find}.
   */
  public boolean isQuiet(Disassembler disassembler, byte[] code, int offset) {
    for (int index = 0; index < instructions.size() - 1; index++) {
      if (instructions.get(index).endsFlow()) {
        return false; // what follows is somebody else's
      }
    }
    return !isEntered(disassembler, code, offset, true);
  }

  /** The instruction that begins at {@code address}, or -1. */
  public int indexAt(long address) {
    for (int index = 0; index < instructions.size(); index++) {
      if (instructions.get(index).address() == address) {
        return index;
      }
    }
    return -1;
  }

  /**
   * Whether a direct branch nearby leads to the inside of the group: to an instruction's start, or
   * into the middle of one (over a {@code lock} prefix, say).
   */
  private boolean isEntered(
      Disassembler disassembler, byte[] code, int offset, boolean atInstructions) {
    long base = instructions.get(0).address() - offset;
    return branchesInto(
        disassembler,
        code,
        offset,
        length,
        target -> (indexAt(base + target) >= 0) == atInstructions);
  }

  /**
   * Whether a direct branch nearby leads to a {@code wanted} offset strictly inside the {@code
   * length} bytes. All offsets are looked at; where bytes read like such a branch, it is asked
   * whether an instruction begins there.
   */
  private static boolean branchesInto(
      Disassembler disassembler, byte[] code, int offset, int length, IntPredicate wanted) {
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
      if (target > offset
          && target < offset + length
          && wanted.test(target)
          && isInstruction(disassembler, code, at, offset)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether an instruction begins at {@code at}. After {@code offset}, where one does, decoding on
   * tells. Before it, sweeps from different places mostly fall into step: a quarter of them is
   * enough, since a jump into the patch would be worse than a place without one.
   */
  private static boolean isInstruction(Disassembler disassembler, byte[] code, int at, int offset) {
    if (at >= offset) {
      return sweep(disassembler, code, offset, at);
    }
    int votes = 0;
    int sweeps = 0;
    for (int start = at - SWEEP; start < at - SWEEP + SWEEPS; start++) {
      if (start >= 0) {
        sweeps++;
        votes += sweep(disassembler, code, start, at) ? 1 : 0;
      }
    }
    return sweeps == 0 || 4 * votes >= sweeps;
  }

  /** Whether one begins at {@code address}, perhaps with a prefix before that. */
  static boolean isInstruction(Disassembler disassembler, long address, MemoryView memory) {
    byte[] code = memory.bytes(address - SWEEP, SWEEP + Disassembler.LONGEST);
    return code == null
        || isInstruction(disassembler, code, SWEEP, code.length)
        || isInstruction(disassembler, code, SWEEP - 1, code.length);
  }

  /** Whether decoding from {@code start} on comes to an instruction at {@code at}. */
  private static boolean sweep(Disassembler disassembler, byte[] code, int start, int at) {
    int here = start;
    while (here < at) {
      int length = disassembler.lengthAt(code, here, code.length - here);
      here += length == 0 ? 1 : length;
    }
    return here == at;
  }

  static int displacement(byte[] code, int at) {
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
