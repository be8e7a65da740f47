package dev.jrr.tracee.code;

import dev.jrr.layout.JrrLayout;
import dev.jrr.tracee.Registers;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Code that stands in for a group of instructions, compares the task's registers and some words of
 * its memory with wanted ones in the process itself, and traps only where all are equal. It uses
 * none of the program's stack and leaves registers, flags and all else as they were.
 *
 * <p>Filters come first: halves of words by which most visits are told apart, compared without
 * touching the flags. A register is compared in place: it changes places with rcx, so that a loop
 * that computes with either does not wait for memory. Other words need another register meanwhile,
 * the scratch.
 *
 * <pre>
 *             jmp further
 *   site ->   rcx = the first filter's half - what is wanted; jecxz -> the jmp above
 *             restore
 *   pass:     the group, moved; jmp back
 *   further:  restore; the other filters: not 0 -> restore; jmp pass
 *   full:     save rax and the flags in the thread-locals page
 *             compare all; any difference -> miss
 *             restore; int3                      (hit)
 *   skip:     restore the scratch; jmp pass
 *   miss:     count; restore; jmp pass
 *   mistaken: restore; int3                      (the filters let too much through)
 * </pre>
 */
public final class ConditionStub {
  /** A word of the task's state that must be {@code expected}. */
  public sealed interface Word {
    /** What it must be. */
    long expected();

    /** One of the 16 general registers, by its number in encodings. */
    record OfRegister(int number, long expected) implements Word {}

    /** 8 bytes of memory. */
    record OfMemory(long address, long expected) implements Word {}

    /** Half of xmm{@code register}: the low one, or the high one. */
    record OfVector(int register, boolean high, long expected) implements Word {}
  }

  /** Half of a word: what a filter compares. The upper half of a register cannot be. */
  public record Half(Word word, boolean upper) {
    private int wanted() {
      return (int) (upper ? word.expected() >>> 32 : word.expected());
    }

    /** Whether it is a register from which what is wanted can be taken away, and given back. */
    private boolean isInPlace() {
      return word instanceof Word.OfRegister register
          && register.number() != RSP
          && wanted() != Integer.MIN_VALUE;
    }
  }

  private static final int SAVED_RAX = (int) JrrLayout.THREAD_LOCALS;
  private static final int SAVED_FLAGS = SAVED_RAX + 8;
  private static final int SAVED_SCRATCH = SAVED_RAX + 16;

  /** How many more visits may pass the filters and not be equal before the stub traps. */
  private static final int PATIENCE = SAVED_RAX + 24;

  /** The wanted values: registers, flags, then words. */
  private static final int WANTED = SAVED_RAX + 64;

  private static final int NOT_EQUAL = 5;
  private static final int RAX = 0;
  private static final int RCX = 1;
  private static final int RSP = 4;

  /** Words that fit into the page of values. */
  public static final int WORD_LIMIT = 400;

  /** Bytes that a stub takes at most. */
  public static final int SIZE_LIMIT = 16384;

  /** rcx, rdx, rsi, rdi, r8 to r11, rbx, rbp, rsp, r12 to r15, by their numbers in encodings. */
  private static final int[] ORDER = {1, 2, 6, 7, 8, 9, 10, 11, 3, 5, 4, 12, 13, 14, 15};

  private final byte[] code;
  private final byte[] values;
  private final long start;

  /** Where the group's instructions stand, and last the jump back. */
  private final long[] moved;

  private final PatchGroup group;
  private final long hit;
  private final long skip;
  private final long miss;
  private final long mistaken;

  /** Where the comparison of everything begins. */
  private final long full;

  private ConditionStub(Builder built) {
    start = built.start;
    code = built.out.toBytes();
    values = built.values.array();
    moved = built.moved;
    group = built.group;
    hit = built.hit;
    skip = built.skip;
    miss = built.miss;
    mistaken = built.mistaken;
    full = built.full;
  }

  /**
   * Builds the stub for {@code group}, to be entered at {@code address}.
   *
   * @param wanted registers in the kernel's order
   * @param filters what is compared first, the best first
   * @param scratch the number of a register, not rsp, that the code around the group best computes
   *     nothing with
   * @throws OutOfReachException where the group's operands do not reach from there
   */
  public static ConditionStub build(
      long address,
      PatchGroup group,
      long[] wanted,
      List<Word> words,
      List<Half> filters,
      int scratch) {
    Builder builder = new Builder(address, group, words.size(), scratch);
    builder.enter(filters);
    builder.compare(wanted, words);
    builder.leave();
    return new ConditionStub(builder);
  }

  /** The parts of a stub, written in their order. */
  private static final class Builder {
    private final long start;
    private final PatchGroup group;
    private final CodeWriter out;
    private final ByteBuffer values;
    private final int scratch;
    private final List<Integer> misses = new ArrayList<>();
    private final long[] moved;
    private long full;
    private long hit;
    private long skip;
    private long miss;
    private long mistaken;

    Builder(long entry, PatchGroup group, int words, int scratch) {
      this.start = entry - PatchGroup.JUMP;
      this.group = group;
      this.scratch = scratch;
      out = new CodeWriter(start);
      values = ByteBuffer.allocate((17 + words) * 8).order(ByteOrder.LITTLE_ENDIAN);
      moved = new long[group.instructions().size() + 1];
    }

    /** From the entry to the full comparison. */
    void enter(List<Half> filters) {
      int further = out.jumpForward();
      if (filters.isEmpty()) {
        int toFull = out.jumpForward();
        group();
        out.land(toFull);
        out.land(further);
      } else {
        Half first = filters.get(0);
        begin(first);
        out.emit(0x67, 0xe3, (int) (start - (out.here() + 3))); // jecxz
        end(first);
        group();
        out.land(further);
        end(first);
        filters.subList(1, filters.size()).forEach(this::passUnlessEqual);
      }
      full = out.here();
    }

    private void passUnlessEqual(Half half) {
      begin(half);
      int equal = out.jumpIfEcxZeroForward();
      end(half);
      out.jump(moved[0]);
      out.landShort(equal);
      end(half);
    }

    /** Makes ecx 0 where the half is as wanted, until {@link #end}; the flags stay. */
    private void begin(Half half) {
      int minusWanted = -half.wanted();
      if (half.isInPlace()) {
        int number = ((Word.OfRegister) half.word()).number();
        swapWithRcx(number);
        based(true, 0x8d, RCX, RCX, minusWanted); // lea rcx, [rcx - wanted]
        return;
      }
      absolute(0x89, scratch, SAVED_SCRATCH); // mov [saved], scratch
      int from = scratch;
      if (half.word() instanceof Word.OfMemory memory) {
        out.emit(scratch >= 8 ? 0x49 : 0x48, 0xb8 | scratch & 7); // mov scratch, imm64
        out.longWord(memory.address() + (half.upper() ? 4 : 0));
        based(false, 0x8b, scratch, scratch, 0); // mov scratch, [scratch]
      } else if (half.word() instanceof Word.OfVector vector) {
        int lane = (vector.high() ? 2 : 0) + (half.upper() ? 1 : 0);
        int rex = 0x40 | (vector.register() >= 8 ? 4 : 0) | (scratch >= 8 ? 1 : 0);
        int modrm = 0xc0 | (vector.register() & 7) << 3 | scratch & 7;
        out.emit(0x66, rex, 0x0f, 0x3a, 0x16, modrm, lane); // pextrd scratch, xmm, lane
      } else if (half.word() instanceof Word.OfRegister register) {
        from = register.number();
      }
      based(false, 0x8d, scratch, from, minusWanted); // lea scratch, [from - wanted]
      swapWithRcx(scratch);
    }

    /** Undoes what {@link #begin} did. */
    private void end(Half half) {
      if (half.isInPlace()) {
        based(true, 0x8d, RCX, RCX, half.wanted());
        swapWithRcx(((Word.OfRegister) half.word()).number());
      } else {
        swapWithRcx(scratch);
        absolute(0x8b, scratch, SAVED_SCRATCH);
      }
    }

    private void swapWithRcx(int register) {
      if (register != RCX) {
        out.emit(register >= 8 ? 0x4c : 0x48, 0x87, 0xc0 | (register & 7) << 3 | RCX); // xchg
      }
    }

    /** An instruction with a register and what is {@code distance} bytes from another one. */
    private void based(boolean isWide, int opcode, int register, int base, int distance) {
      out.emit(
          0x40 | (isWide ? 8 : 0) | (register >= 8 ? 4 : 0) | (base >= 8 ? 1 : 0),
          opcode,
          0x80 | (register & 7) << 3 | base & 7);
      if ((base & 7) == RSP) {
        out.emit(0x24); // as a base it needs a scale-index byte
      }
      out.word(distance);
    }

    /** The group in its new place. */
    private void group() {
      List<Instruction> instructions = group.instructions();
      for (int index = 0; index < instructions.size(); index++) {
        moved[index] = out.here();
        Relocator.move(instructions.get(index), out);
      }
      moved[instructions.size()] = out.here();
      out.jump(instructions.get(0).address() + group.length());
    }

    void compare(long[] wanted, List<Word> words) {
      absolute(0x89, RAX, SAVED_RAX); // mov [saved], rax
      out.emit(0x9f, 0x0f, 0x90, 0xc0); // lahf; seto al
      absolute(0x89, RAX, SAVED_FLAGS);
      for (int number : ORDER) {
        compare(number, wanted[Registers.byEncoding(number)]);
      }
      absolute(0x8b, RAX, SAVED_RAX); // mov rax, [saved]
      compare(RAX, wanted[Registers.RAX]);
      out.emit(0x0f, 0xb7, 0x04, 0x25); // movzx eax, word [flags]
      out.word(SAVED_FLAGS);
      compare(RAX, savedForm(wanted[Registers.EFLAGS]));
      for (Word word : words) {
        load(word);
        compare(RAX, word.expected());
      }
      restore();
      hit = out.here();
      out.emit(0xcc);
    }

    /** The ways out of a visit that is not the wanted one. */
    void leave() {
      skip = out.here();
      absolute(0x8b, scratch, SAVED_SCRATCH);
      out.jump(moved[0]);
      miss = out.here();
      misses.forEach(out::land);
      out.emit(0xff, 0x0c, 0x25); // dec dword [patience]
      out.word(PATIENCE);
      int patient = out.jumpIfForward(NOT_EQUAL);
      restore();
      mistaken = out.here();
      out.emit(0xcc);
      out.land(patient);
      restore();
      out.jump(moved[0]);
    }

    /** Loads the word into rax; vector registers stay. */
    private void load(Word word) {
      if (word instanceof Word.OfMemory memory) {
        out.emit(0x48, 0xb8); // mov rax, imm64
        out.longWord(memory.address());
        out.emit(0x48, 0x8b, 0x00); // mov rax, [rax]
      } else if (word instanceof Word.OfVector vector) {
        loadVector(vector, RAX);
      } else if (word instanceof Word.OfRegister register) {
        throw new IllegalArgumentException("all registers are compared: " + register);
      }
    }

    private void loadVector(Word.OfVector vector, int to) {
      int rex = vector.register() >= 8 ? 0x4c : 0x48;
      int modrm = 0xc0 | (vector.register() & 7) << 3 | to;
      if (vector.high()) {
        out.emit(0x66, rex, 0x0f, 0x3a, 0x16, modrm, 1); // pextrq to, xmm, 1
      } else {
        out.emit(0x66, rex, 0x0f, 0x7e, modrm); // movq to, xmm
      }
    }

    /** Compares a register with the next wanted value. */
    private void compare(int register, long wanted) {
      int at = WANTED + values.position();
      values.putLong(wanted);
      absolute(0x3b, register, at);
      misses.add(out.jumpIfForward(NOT_EQUAL));
    }

    /** An instruction with a register and a word at a fixed place. */
    private void absolute(int opcode, int register, int address) {
      out.emit(register >= 8 ? 0x4c : 0x48, opcode, 0x04 | (register & 7) << 3, 0x25);
      out.word(address);
    }

    private void restore() {
      absolute(0x8b, RAX, SAVED_FLAGS);
      out.emit(0x04, 0x7f, 0x9e); // add al, 127 (sets OF where al is 1); sahf
      absolute(0x8b, RAX, SAVED_RAX);
    }
  }

  /** What {@code lahf; seto al} leaves in ax: SF ZF AF PF CF in ah (bit 1 set), OF in al. */
  private static long savedForm(long flags) {
    return (flags & 0xd5 | 2) << 8 | flags >> 11 & 1;
  }

  /** Where the stub's first byte stands: before its entry. */
  public long start() {
    return start;
  }

  /** Where a jump to the stub leads. */
  public long entry() {
    return start + PatchGroup.JUMP;
  }

  /** The code, for {@link #start}. */
  public byte[] code() {
    return code;
  }

  /** The wanted values, for {@link #valuesAddress}. */
  public byte[] values() {
    return values;
  }

  /** Where they go. */
  public static long valuesAddress() {
    return WANTED;
  }

  /** Where the word is that {@link #patience} fills. */
  public static long patienceAddress() {
    return PATIENCE;
  }

  /** The address of the trap: everything was equal, and is restored. */
  public long hit() {
    return hit;
  }

  /** The address of the trap after too many visits that only the filters let through. */
  public long mistaken() {
    return mistaken;
  }

  /** Where to go on after a trap that was not at the right visit: the group, moved. */
  public long pass() {
    return moved[0];
  }

  /** Where the group's instruction {@code index} stands. */
  public long moved(int index) {
    return moved[index];
  }

  /** Where to go on after a compared word at {@code ip} turned out not to be mapped. */
  public long missAt(long ip) {
    return ip < full ? skip : miss;
  }

  /** Whether {@code ip} is where words are compared, before the group. */
  public boolean isComparing(long ip) {
    return contains(ip) && !(ip >= moved[0] && ip < moved[moved.length - 1] + PatchGroup.JUMP);
  }

  /** The program's own address for {@code ip} in the stub; 0 where there is none. */
  public long original(long ip) {
    for (int index = 0; index < moved.length; index++) {
      if (moved[index] == ip) {
        List<Instruction> instructions = group.instructions();
        Instruction first = instructions.get(0);
        return index < instructions.size()
            ? instructions.get(index).address()
            : first.address() + group.length();
      }
    }
    return 0;
  }

  /** Whether {@code address} is in the stub. */
  public boolean contains(long address) {
    return address >= start && address < start + code.length;
  }
}
