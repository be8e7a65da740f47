package dev.jrr.replayer;

import dev.jrr.trace.Effect;
import dev.jrr.trace.RegisterSet;
import dev.jrr.tracee.syscalls.Call;
import dev.jrr.tracee.syscalls.MemoryView;
import dev.jrr.tracee.syscalls.Resolved;
import dev.jrr.tracee.syscalls.SyscallTable;
import dev.jrr.tracee.syscalls.Unknown;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A recorded call as a line in strace's manner, from the model of the calls. Of the task's memory
 * it knows what the frame itself holds, which is what the call wrote; what it read (a path) is
 * shown by its address, since the trace has only its digest.
 */
public final class CallText {
  /** Indexes of {@link RegisterSet#NAMES}. */
  public static final int ORIG_RAX = 15;

  public static final int RIP = 16;

  /** rdi, rsi, rdx, r10, r8, r9: the arguments of a call, syscall(2). */
  public static final List<Integer> ARGUMENTS = List.of(14, 13, 12, 7, 9, 8);

  private CallText() {}

  /**
   * The call of the registers {@code at}, at its entry.
   *
   * @param result what the kernel answered, or null while it has not
   */
  public static String of(RegisterSet at, @Nullable Long result, List<Effect> effects) {
    return of(at, result, new WrittenMemory(effects));
  }

  /** The same, with what {@code memory} holds. */
  static String of(RegisterSet at, @Nullable Long result, MemoryView memory) {
    long[] arguments = new long[ARGUMENTS.size()];
    for (int index = 0; index < arguments.length; index++) {
      arguments[index] = at.word(ARGUMENTS.get(index));
    }
    Resolved resolved = SyscallTable.resolve((int) at.word(ORIG_RAX), arguments, memory);
    if (resolved instanceof Call call) {
      return result == null ? call.describeEntry(memory) : call.describe(result, memory);
    }
    return raw((Unknown) resolved, arguments) + (result == null ? "" : " = " + result);
  }

  private static String raw(Unknown call, long[] arguments) {
    StringBuilder text = new StringBuilder(SyscallTable.nameOf(call.number()));
    String separator = "(";
    for (long argument : arguments) {
      text.append(separator).append("0x").append(Long.toHexString(argument));
      separator = ", ";
    }
    return text.append(')').toString();
  }

  /** The memory that a frame's effects write, and no other. */
  private static final class WrittenMemory implements MemoryView {
    private final List<Effect.WriteMemory> writes = new ArrayList<>();

    WrittenMemory(List<Effect> effects) {
      for (Effect effect : effects) {
        if (effect instanceof Effect.WriteMemory write) {
          writes.add(write);
        }
      }
    }

    @Override
    public int read(long address, byte[] buffer, int offset, int length) {
      for (Effect.WriteMemory write : writes) {
        long from = address - write.address();
        if (from >= 0 && from < write.bytes().length) {
          int count = (int) Math.min(length, write.bytes().length - from);
          System.arraycopy(write.bytes(), (int) from, buffer, offset, count);
          return count;
        }
      }
      return 0;
    }
  }
}
