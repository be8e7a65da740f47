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
 * <pre>
 *   site:  jmp stub
 *   stub:  save rax and the flags in the thread-locals page
 *          compare; any difference -> miss
 *          restore; int3                      (hit)
 *   pass:  the group, moved; jmp back
 *   miss:  restore; jmp pass
 * </pre>
 */
public final class ConditionStub {
  /** A word of the task's state that must be {@code expected}. */
  public sealed interface Word {
    /** What it must be. */
    long expected();

    /** 8 bytes of memory. */
    record OfMemory(long address, long expected) implements Word {}

    /** Half of xmm{@code register}: the low one, or the high one. */
    record OfVector(int register, boolean high, long expected) implements Word {}
  }

  private static final int SAVED_RAX = (int) JrrLayout.THREAD_LOCALS;
  private static final int SAVED_FLAGS = SAVED_RAX + 8;

  /** The wanted values: registers, flags, then words. */
  private static final int WANTED = SAVED_RAX + 64;

  private static final int NOT_EQUAL = 5;

  /** Words that fit into the page of values. */
  public static final int WORD_LIMIT = 400;

  /** Bytes that a stub takes at most. */
  public static final int SIZE_LIMIT = 16384;

  /** rcx, rdx, rsi, rdi, r8 to r11, rbx, rbp, rsp, r12 to r15, by their numbers in encodings. */
  private static final int[] ORDER = {1, 2, 6, 7, 8, 9, 10, 11, 3, 5, 4, 12, 13, 14, 15};

  private final byte[] code;
  private final byte[] values;
  private final long hit;
  private final long pass;
  private final long miss;
  private final long start;

  private ConditionStub(long start, byte[] code, byte[] values, long hit, long pass, long miss) {
    this.start = start;
    this.code = code;
    this.values = values;
    this.hit = hit;
    this.pass = pass;
    this.miss = miss;
  }

  /**
   * Builds the stub for {@code group} to stand at {@code address}.
   *
   * @param wanted registers in the kernel's order
   * @throws OutOfReachException where the group's operands do not reach from there
   */
  public static ConditionStub build(
      long address, PatchGroup group, long[] wanted, List<Word> words) {
    CodeWriter out = new CodeWriter(address);
    ByteBuffer values =
        ByteBuffer.allocate(17 * 8 + words.size() * 8).order(ByteOrder.LITTLE_ENDIAN);
    List<Integer> misses = new ArrayList<>();
    absolute(out, new int[] {0x48, 0x89, 0x04, 0x25}, SAVED_RAX); // mov [saved], rax
    out.emit(0x9f, 0x0f, 0x90, 0xc0); // lahf; seto al
    absolute(out, new int[] {0x48, 0x89, 0x04, 0x25}, SAVED_FLAGS);
    for (int number : ORDER) {
      int rex = number >= 8 ? 0x4c : 0x48;
      compare(out, rex, number & 7, values, wanted[Registers.byEncoding(number)], misses);
    }
    absolute(out, new int[] {0x48, 0x8b, 0x04, 0x25}, SAVED_RAX); // mov rax, [saved]
    compare(out, 0x48, 0, values, wanted[Registers.RAX], misses);
    absolute(out, new int[] {0x0f, 0xb7, 0x04, 0x25}, SAVED_FLAGS); // movzx eax, word [flags]
    compare(out, 0x48, 0, values, savedForm(wanted[Registers.EFLAGS]), misses);
    for (Word word : words) {
      load(out, word);
      compare(out, 0x48, 0, values, word.expected(), misses);
    }
    restore(out);
    long hit = out.here();
    out.emit(0xcc);
    long pass = out.here();
    for (Instruction instruction : group.instructions()) {
      Relocator.move(instruction, out);
    }
    Instruction first = group.instructions().get(0);
    out.jump(first.address() + group.length());
    long miss = out.here();
    misses.forEach(out::land);
    restore(out);
    out.jump(pass);
    return new ConditionStub(address, out.toBytes(), values.array(), hit, pass, miss);
  }

  /** Loads the word into rax; flags and vector registers stay. */
  private static void load(CodeWriter out, Word word) {
    if (word instanceof Word.OfMemory memory) {
      out.emit(0x48, 0xb8); // mov rax, imm64
      out.longWord(memory.address());
      out.emit(0x48, 0x8b, 0x00); // mov rax, [rax]
    } else if (word instanceof Word.OfVector vector) {
      int rex = vector.register() >= 8 ? 0x4c : 0x48;
      int modrm = 0xc0 | (vector.register() & 7) << 3;
      if (vector.high()) {
        out.emit(0x66, rex, 0x0f, 0x3a, 0x16, modrm, 1); // pextrq rax, xmm, 1
      } else {
        out.emit(0x66, rex, 0x0f, 0x7e, modrm); // movq rax, xmm
      }
    }
  }

  /** What {@code lahf; seto al} leaves in ax: SF ZF AF PF CF in ah (bit 1 set), OF in al. */
  private static long savedForm(long flags) {
    return (flags & 0xd5 | 2) << 8 | flags >> 11 & 1;
  }

  /** Compares a register with the next wanted value. */
  private static void compare(
      CodeWriter out, int rex, int register, ByteBuffer values, long wanted, List<Integer> misses) {
    int at = WANTED + values.position();
    values.putLong(wanted);
    absolute(out, new int[] {rex, 0x3b, 0x04 | register << 3, 0x25}, at);
    misses.add(out.jumpIfForward(NOT_EQUAL));
  }

  private static void absolute(CodeWriter out, int[] opcode, int address) {
    out.emit(opcode);
    out.word(address);
  }

  private static void restore(CodeWriter out) {
    absolute(out, new int[] {0x48, 0x8b, 0x04, 0x25}, SAVED_FLAGS);
    out.emit(0x04, 0x7f, 0x9e); // add al, 127 (sets OF where al is 1); sahf
    absolute(out, new int[] {0x48, 0x8b, 0x04, 0x25}, SAVED_RAX);
  }

  /** Where the stub's first byte stands. */
  public long start() {
    return start;
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

  /** The address of the trap: everything was equal, and is restored. */
  public long hit() {
    return hit;
  }

  /** Where to go on after a hit that was not the right one. */
  public long pass() {
    return pass;
  }

  /** Where to go on after a compared word turned out not to be mapped. */
  public long miss() {
    return miss;
  }

  /** Whether {@code address} is in the stub. */
  public boolean contains(long address) {
    return address >= start && address < start + code.length;
  }
}
