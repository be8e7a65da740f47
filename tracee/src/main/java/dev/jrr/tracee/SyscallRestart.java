package dev.jrr.tracee;

/**
 * The kernel's restart of interrupted calls: such a call ends with one of the ERESTART codes
 * (include/linux/errno.h), and where no handler runs the task is turned back to the instruction.
 */
public final class SyscallRestart {
  private static final long RESTARTSYS = -512;
  private static final long RESTARTNOINTR = -513;
  private static final long RESTARTNOHAND = -514;
  private static final long RESTART_RESTARTBLOCK = -516;
  private static final int RESTART_SYSCALL = 219;

  /** Bytes of the {@code syscall} instruction. */
  private static final int INSTRUCTION_SIZE = 2;

  private SyscallRestart() {}

  /** Whether {@code result} says that the call was interrupted and may be restarted. */
  public static boolean isRestart(long result) {
    return result == RESTARTSYS
        || result == RESTARTNOINTR
        || result == RESTARTNOHAND
        || result == RESTART_RESTARTBLOCK;
  }

  /** Whether {@code words} (registers in the kernel's order) are those behind such a call. */
  public static boolean isBehindInterrupted(long[] words) {
    return words[Registers.ORIG_RAX] >= 0 && isRestart(words[Registers.RAX]);
  }

  /**
   * Lets a task go on with {@code words}, whatever rax is: the kernel would take some values for
   * those of an interrupted call, and make that again.
   */
  public static void prevent(long[] words) {
    if (isRestart(words[Registers.RAX])) {
      words[Registers.ORIG_RAX] = -1;
    }
  }

  /**
   * Where {@code words} are those at the end of an interrupted call, turns them back to its
   * instruction as the kernel does when no handler runs.
   */
  public static void turnBack(long[] words) {
    long result = words[Registers.RAX];
    if (isBehindInterrupted(words)) {
      words[Registers.RIP] -= INSTRUCTION_SIZE;
      words[Registers.RAX] =
          result == RESTART_RESTARTBLOCK ? RESTART_SYSCALL : words[Registers.ORIG_RAX];
    }
  }
}
