package dev.jrr.recorder;

import dev.jrr.trace.Effect;
import java.util.ArrayList;
import java.util.List;

/**
 * What the kernel stores to the memory that a task leaves as it executes a program (exec_mm_release
 * in kernel/fork.c): it marks the robust locks that the task holds, and clears its word of
 * CLONE_CHILD_CLEARTID where others have the memory, too. Both are known before the call only.
 */
final class LeftMemory {
  private final AddressSpace space;
  private final List<Effect> locks = new ArrayList<>(0);
  private final List<Effect> cleared = new ArrayList<>(0);

  private LeftMemory(AddressSpace space) {
    this.space = space;
  }

  /** The task is about to execute a program. */
  static LeftMemory of(RecordedTask task) {
    LeftMemory left = new LeftMemory(task.process.space);
    RobustList.leftAtExec(task, left.locks);
    if (left.space.users > 1) {
      ProcessCalls.clearedWord(task, left.cleared);
    }
    return left;
  }

  /** The task has left the memory: adds what others see of that. */
  void left(RecordSession session, List<Effect> effects) {
    locks.forEach(write -> add(session, (Effect.WriteMemory) write, effects));
    if (space.users > 0) {
      cleared.forEach(write -> add(session, (Effect.WriteMemory) write, effects));
    }
  }

  private void add(RecordSession session, Effect.WriteMemory write, List<Effect> effects) {
    SharedViews.View view = space.views.at(write.address());
    long offset = view == null ? 0 : view.offset() + write.address() - view.address();
    byte[] bytes = write.bytes();
    for (RecordedTask task : session.scheduler().tasks()) {
      AddressSpace other = task.process.space;
      long address = other == space ? write.address() : 0;
      if (address == 0 && view != null) {
        address = other.views.addressOf(view.segment(), offset);
      }
      byte[] now = address == 0 ? null : task.memory().read(address, bytes.length);
      if (now != null && task.phase != RecordedTask.Phase.ENDING) {
        bytes = now; // waiters may have come since
        if (view == null) {
          Effect there = new Effect.WriteMemory(address, bytes);
          effects.add(new Effect.InTask(task.tid(), List.of(there)));
        }
        break;
      }
    }
    if (view != null) {
      effects.add(new Effect.WriteShared(view.segment(), offset, bytes));
    }
  }
}
