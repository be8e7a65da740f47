package dev.jrr.gdbserver.target;

/**
 * The general registers in the order of {@code struct user_regs_struct} (sys/user.h, x86-64): a
 * register's ordinal is the index of its 8-byte word there.
 */
public enum GeneralRegister {
  R15,
  R14,
  R13,
  R12,
  RBP,
  RBX,
  R11,
  R10,
  R9,
  R8,
  RAX,
  RCX,
  RDX,
  RSI,
  RDI,
  /** The number of the system call that the thread is in, or -1. */
  ORIG_RAX,
  RIP,
  CS,
  EFLAGS,
  RSP,
  SS,
  FS_BASE,
  GS_BASE,
  DS,
  ES,
  FS,
  GS;

  /** Words in {@code struct user_regs_struct}. */
  public static final int COUNT = 27;
}
