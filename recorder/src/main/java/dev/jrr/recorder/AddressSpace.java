package dev.jrr.recorder;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What the recorder knows of one address space, shared by the tasks that CLONE_VM made. */
final class AddressSpace {
  /** Tasks that use it. */
  int users = 1;

  /** The program break, as brk answered it; 0 before the first brk. */
  long brk;

  /** What PR_GET_DUMPABLE answers, where the recorder keeps that itself. */
  int dumpable = 1;

  /** Scratch that its tasks use or have left. */
  final ScratchRegions scratch;

  /** Original bytes of instructions that were replaced by a trap, by address. */
  final Map<Long, byte[]> patches = new HashMap<>();

  /** Views of shared segments, so that calls which write to the file are seen in them. */
  final SharedViews views;

  /** Its syscall buffer; null where calls are not buffered. */
  @Nullable BufferedSpace hook;

  AddressSpace(SharedViews views) {
    this(views, new ScratchRegions());
  }

  private AddressSpace(SharedViews views, ScratchRegions scratch) {
    this.views = views;
    this.scratch = scratch;
  }

  /** What a child of fork starts with. */
  AddressSpace copy() {
    AddressSpace copy = new AddressSpace(views.copy(), scratch.copy());
    copy.patches.putAll(patches);
    copy.brk = brk;
    copy.dumpable = dumpable;
    copy.hook = hook == null ? null : hook.copy();
    return copy;
  }

  /** The task ends: what is asked of its memory goes by one of {@code tasks} that keeps it. */
  static void leftBy(RecordedTask task, Collection<RecordedTask> tasks) {
    if (task.memory().isOf(task.tid())) {
      passMemory(task, tasks, other -> other != task);
    }
  }

  /**
   * The same before an exec, which is told of only after others may have run on in the memory. One
   * that fails takes the memory back.
   */
  static void leftByExec(RecordedTask task, Collection<RecordedTask> tasks) {
    passMemory(task, tasks, other -> other.process != task.process);
  }

  private static void passMemory(
      RecordedTask task, Collection<RecordedTask> tasks, Predicate<RecordedTask> stays) {
    AddressSpace space = task.process.space;
    if (space.users > 1) {
      for (RecordedTask other : tasks) {
        if (other.process.space == space
            && other.phase != RecordedTask.Phase.ENDING
            && !ProcessCalls.isExecuting(other)
            && stays.test(other)) {
          task.memory().passTo(other.tid());
          return;
        }
      }
    }
  }

  /** Whether memory written by the kernel could be seen by another task at once. */
  boolean isSharedWithOthers() {
    return users > 1 || !views.isEmpty();
  }
}
