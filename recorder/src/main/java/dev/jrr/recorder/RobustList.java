package dev.jrr.recorder;

import dev.jrr.trace.Effect;
import dev.jrr.tracee.SignalStatus;
import dev.jrr.tracee.TraceeMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToIntFunction;

/**
 * The locks that a task holds when it ends: the kernel walks its robust list (linux/futex.h, struct
 * robust_list_head: next, offset, pending) and marks each as its dead owner's. The same is written
 * to the task's last frame, before the kernel does it.
 */
final class RobustList {
  private static final int TID = 0x3fffffff;
  private static final int OWNER_DIED = 0x40000000;
  private static final int WAITERS = 0x80000000;

  /** The kernel's own bound (ROBUST_LIST_LIMIT). */
  private static final int LIMIT = 2048;

  private RobustList() {}

  /** Adds what the kernel will write when {@code task} is gone. */
  static void deaths(RecordedTask task, List<Effect> effects) {
    marks(task, SignalStatus::task, effects);
  }

  /**
   * Adds what the kernel will write when {@code task} executes a program: by then it has its
   * process's id (begin_new_exec in fs/exec.c).
   */
  static void leftAtExec(RecordedTask task, List<Effect> effects) {
    marks(task, SignalStatus::process, effects);
  }

  private static void marks(
      RecordedTask task, ToIntFunction<SignalStatus> owner, List<Effect> effects) {
    long head = task.robustList;
    if (head == 0) {
      return;
    }
    TraceeMemory memory = task.memory();
    long offset = memory.word(head + 8);
    long pending = memory.word(head + 16) & ~1L;
    long entry = memory.word(head) & ~1L;
    Set<Long> locks = new LinkedHashSet<>();
    for (int count = 0; entry != head && entry != 0 && count < LIMIT; count++) {
      if (entry != pending && !locks.add(entry + offset)) {
        break; // it does not lead back to its head
      }
      entry = memory.word(entry) & ~1L;
    }
    if (pending != 0) {
      locks.add(pending + offset);
    }
    if (!locks.isEmpty()) {
      int id = owner.applyAsInt(SignalStatus.read(task.tid()));
      for (long futex : locks) {
        byte[] word = memory.read(futex, 4);
        if (word != null && TraceeMemory.isStorable(task.tid(), futex, word)) {
          death(futex, word, id, effects);
        }
      }
    }
  }

  private static void death(long futex, byte[] word, int owner, List<Effect> effects) {
    int value = ByteBuffer.wrap(word).order(ByteOrder.LITTLE_ENDIAN).getInt();
    if ((value & TID) != 0 && (value & TID) == owner) {
      byte[] dead =
          ByteBuffer.allocate(4)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putInt(value & WAITERS | OWNER_DIED)
              .array();
      effects.add(new Effect.WriteMemory(futex, dead));
    }
  }
}
