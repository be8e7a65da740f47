package dev.jrr.tracee;

import java.util.Arrays;

/**
 * The general registers of a stopped task: {@code struct user_regs_struct} (x86-64, {@code
 * sys/user.h}), 27 words in the kernel's order. Mutable; one instance a task, refilled at each
 * stop.
 */
public final class Registers {
  /** Words in the structure. */
  public static final int COUNT = 27;

  public static final int R15 = 0;
  public static final int R14 = 1;
  public static final int R13 = 2;
  public static final int R12 = 3;
  public static final int RBP = 4;
  public static final int RBX = 5;
  public static final int R11 = 6;
  public static final int R10 = 7;
  public static final int R9 = 8;
  public static final int R8 = 9;
  public static final int RAX = 10;
  public static final int RCX = 11;
  public static final int RDX = 12;
  public static final int RSI = 13;
  public static final int RDI = 14;
  public static final int ORIG_RAX = 15;
  public static final int RIP = 16;
  public static final int CS = 17;
  public static final int EFLAGS = 18;
  public static final int RSP = 19;
  public static final int SS = 20;
  public static final int FS_BASE = 21;
  public static final int GS_BASE = 22;
  public static final int DS = 23;
  public static final int ES = 24;
  public static final int FS = 25;
  public static final int GS = 26;

  /** Where the six arguments of a syscall are. */
  private static final int[] ARGUMENTS = {RDI, RSI, RDX, R10, R8, R9};

  /** The register that a general-register number of the instruction encoding names. */
  private static final int[] BY_ENCODING = {
    RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI, R8, R9, R10, R11, R12, R13, R14, R15
  };

  private final long[] words = new long[COUNT];

  /** The words themselves, in the kernel's order. */
  public long[] words() {
    return words;
  }

  public long get(int index) {
    return words[index];
  }

  public void set(int index, long value) {
    words[index] = value;
  }

  public long rip() {
    return words[RIP];
  }

  public long rsp() {
    return words[RSP];
  }

  /** A call's result, or its number before the {@code syscall}. */
  public long rax() {
    return words[RAX];
  }

  /** The number of the call that the task is in, at a syscall stop. */
  public int syscallNumber() {
    return (int) words[ORIG_RAX];
  }

  /** Argument {@code index}, 0 to 5. */
  public long argument(int index) {
    return words[ARGUMENTS[index]];
  }

  public void setArgument(int index, long value) {
    words[ARGUMENTS[index]] = value;
  }

  /** The index of the register that holds argument {@code index} of a call. */
  public static int argumentIndex(int index) {
    return ARGUMENTS[index];
  }

  /** Copies the six arguments. */
  public void arguments(long[] into) {
    for (int index = 0; index < 6; index++) {
      into[index] = words[ARGUMENTS[index]];
    }
  }

  /**
   * The index of the general register with this number in instruction encodings (0 rax to 15 r15).
   */
  public static int byEncoding(int number) {
    return BY_ENCODING[number];
  }

  public void copyFrom(Registers other) {
    System.arraycopy(other.words, 0, words, 0, COUNT);
  }

  public void copyFrom(long[] other) {
    System.arraycopy(other, 0, words, 0, COUNT);
  }

  /** Equal in every word. */
  public boolean sameAs(Registers other) {
    return Arrays.equals(words, other.words);
  }
}
