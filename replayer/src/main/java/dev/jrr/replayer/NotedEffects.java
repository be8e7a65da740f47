package dev.jrr.replayer;

import dev.jrr.trace.Effect;
import dev.jrr.trace.ObjectId;
import dev.jrr.tracee.BufferedRecords.NotedCall;
import dev.jrr.tracee.Registers;
import dev.jrr.tracee.syscalls.SyscallTable;
import java.util.List;
import java.util.function.Function;

/**
 * What buffered calls did that the replay does, too: to the address space, to registers, to what is
 * told of the task. The same as a frame's effects.
 */
final class NotedEffects {
  private static final int MMAP = SyscallTable.numberOf("mmap");
  private static final int MPROTECT = SyscallTable.numberOf("mprotect");
  private static final int MUNMAP = SyscallTable.numberOf("munmap");
  private static final int MADVISE = SyscallTable.numberOf("madvise");
  private static final int BRK = SyscallTable.numberOf("brk");
  private static final int PRCTL = SyscallTable.numberOf("prctl");
  private static final int ARCH_PRCTL = SyscallTable.numberOf("arch_prctl");

  /** From arch/x86/include/uapi/asm/prctl.h; the hook makes this and ARCH_SET_FS. */
  private static final int ARCH_SET_GS = 0x1001;

  /** Bytes of a task's name at most (PR_SET_NAME). */
  private static final int NAME_SIZE = 16;

  private static final int READ_WRITE = 3;
  private static final int PRIVATE_ANONYMOUS = 2 | 0x20;
  private static final long PAGE = 4096;

  private NotedEffects() {}

  /**
   * Effects of a call that succeeded, of which nothing is done yet.
   *
   * @param task at the hook's stop
   * @param names what files with such contents are called
   */
  static List<Effect> of(NotedCall call, ReplayTask task, Function<ObjectId, String> names) {
    long[] arguments = call.arguments();
    if (call.number() == ARCH_PRCTL) {
      Registers registers = task.task.changeRegisters();
      int base = arguments[0] == ARCH_SET_GS ? Registers.GS_BASE : Registers.FS_BASE;
      registers.set(base, arguments[1]);
      return List.of();
    }
    if (call.number() == PRCTL) {
      String name = task.space.memory.readString(arguments[1], NAME_SIZE);
      return List.of(new Effect.Rename(name == null ? "" : name));
    }
    return ofMemory(call, names);
  }

  /** Effects on the address space: the hook makes only calls on private memory. */
  static List<Effect> ofMemory(NotedCall call, Function<ObjectId, String> names) {
    long[] arguments = call.arguments();
    long length = pageUp(arguments[1]);
    if (call.number() == BRK) {
      return brk(pageUp(arguments[1]), pageUp(call.result()));
    }
    if (call.number() == MMAP) {
      boolean isFile = call.contents().length > 0;
      ObjectId contents = isFile ? ObjectId.of(call.contents()) : null;
      return List.of(
          new Effect.Map(
              call.result(),
              length,
              (int) arguments[2],
              (int) arguments[3],
              contents == null
                  ? new Effect.Backing.Anonymous()
                  : new Effect.Backing.FileObject(contents, arguments[5]),
              contents == null ? "" : names.apply(contents)));
    }
    if (call.number() == MUNMAP) {
      return List.of(new Effect.Unmap(arguments[0], length));
    }
    if (call.number() == MPROTECT) {
      return List.of(new Effect.Protect(arguments[0], length, (int) arguments[2]));
    }
    return call.number() == MADVISE
        ? List.of(new Effect.Advise(arguments[0], length, (int) arguments[2]))
        : List.of();
  }

  private static List<Effect> brk(long before, long after) {
    if (after > before) {
      return List.of(
          new Effect.Map(
              before,
              after - before,
              READ_WRITE,
              PRIVATE_ANONYMOUS,
              new Effect.Backing.Anonymous(),
              "[heap]"));
    }
    return after < before ? List.of(new Effect.Unmap(after, before - after)) : List.of();
  }

  private static long pageUp(long value) {
    return value + PAGE - 1 & -PAGE;
  }
}
