package dev.jrr.trace;

import java.util.Arrays;

/**
 * The general registers of a task as the kernel hands them over: the 27 words of {@code struct
 * user_regs_struct} (x86-64, {@code sys/user.h}) in the kernel's own order. Immutable.
 */
public final class RegisterSet {
  /** Names in the kernel's order; the index is the word's index. */
  public static final String[] NAMES = {
    "r15",
    "r14",
    "r13",
    "r12",
    "rbp",
    "rbx",
    "r11",
    "r10",
    "r9",
    "r8",
    "rax",
    "rcx",
    "rdx",
    "rsi",
    "rdi",
    "orig_rax",
    "rip",
    "cs",
    "eflags",
    "rsp",
    "ss",
    "fs_base",
    "gs_base",
    "ds",
    "es",
    "fs",
    "gs"
  };

  /** Words in a set. */
  public static final int COUNT = 27;

  private final long[] words;

  private RegisterSet(long[] words) {
    this.words = words;
  }

  /** Copies {@link #COUNT} words in the kernel's order. */
  public static RegisterSet copyOf(long[] words) {
    if (words.length != COUNT) {
      throw new IllegalArgumentException("expected " + COUNT + " words, got " + words.length);
    }
    return new RegisterSet(words.clone());
  }

  /** Takes {@code words} over; nobody else may keep them. */
  static RegisterSet wrap(long[] words) {
    return new RegisterSet(words);
  }

  /** The word at {@code index} of {@link #NAMES}. */
  public long word(int index) {
    return words[index];
  }

  /** All words, copied. */
  public long[] toArray() {
    return words.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RegisterSet that && Arrays.equals(words, that.words);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(words);
  }

  /** Names and values in hex. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < COUNT; i++) {
      text.append(i == 0 ? "" : " ").append(NAMES[i]).append('=');
      text.append(Long.toHexString(words[i]));
    }
    return text.toString();
  }
}
