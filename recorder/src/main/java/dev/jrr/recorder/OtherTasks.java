package dev.jrr.recorder;

import dev.jrr.trace.Effect;
import dev.jrr.trace.Effect.Range;
import dev.jrr.tracee.StatusFile;
import dev.jrr.tracee.TraceeMemory;
import dev.jrr.tracee.kernel.Libc;
import dev.jrr.tracee.syscalls.SyscallTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls that reach into another task: its memory, or the limit of its stack. */
final class OtherTasks implements SpecialCall {
  private static final int PROCESS_VM_WRITEV = SyscallTable.numberOf("process_vm_writev");
  private static final int SETRLIMIT = SyscallTable.numberOf("setrlimit");
  private static final long PRLIMIT = Libc.function("prlimit");
  private static final long LIMIT = Libc.allocate(16);
  private static final int RLIMIT_STACK = 3;

  private final RecordSession session;

  OtherTasks(RecordSession session) {
    this.session = session;
  }

  /** The soft limit of {@code tid}'s stack, -1 for none. */
  static long stackLimit(int tid) {
    return Libc.call(PRLIMIT, tid, RLIMIT_STACK, 0, LIMIT) < 0 ? -1 : Libc.memory().getLong(LIMIT);
  }

  @Override
  public void exit(RecordedTask task, PendingCall call, long result, List<Effect> effects) {
    if (call.number() == PROCESS_VM_WRITEV) {
      RecordedTask target = named(task, (int) call.argument(0));
      if (target != null && result > 0) {
        wrote(target, ranges(task.memory(), call.argument(3), call.argument(4), result), effects);
      }
      return;
    }
    boolean own = call.number() == SETRLIMIT;
    if (result == 0 && call.argument(own ? 0 : 1) == RLIMIT_STACK) {
      int pid = own ? 0 : (int) call.argument(0);
      RecordedTask target = pid == 0 ? task : named(task, pid);
      if (target != null) {
        Effect limit = new Effect.StackLimit(stackLimit(target.tid()));
        effects.add(target == task ? limit : new Effect.InTask(target.tid(), List.of(limit)));
      }
    }
  }

  /**
   * The task that {@code caller} names by {@code id}: an id of the caller's own PID namespace,
   * while the session knows tasks by those of the tracer's.
   */
  private @Nullable RecordedTask named(RecordedTask caller, int id) {
    int level = idsOf(caller).length - 1;
    if (level == 0) {
      return session.task(id);
    }
    RecordedTask deeper = null;
    for (RecordedTask task : session.scheduler().tasks()) {
      String[] ids = idsOf(task);
      if (ids.length > level && ids[level].equals(Integer.toString(id))) {
        if (ids.length == level + 1 && namespace(task).equals(namespace(caller))) {
          return task;
        }
        deeper = ids.length > level + 1 ? task : deeper;
      }
    }
    return deeper;
  }

  /** A task's ids, one for each PID namespace that it is in, from the tracer's on. */
  private static String[] idsOf(RecordedTask task) {
    return StatusFile.read(task.tid()).line("NSpid").split("\t");
  }

  /** The name of the innermost PID namespace that the task is in; empty when it is gone. */
  private static String namespace(RecordedTask task) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/" + task.tid() + "/ns/pid")).toString();
    } catch (IOException gone) {
      return "";
    }
  }

  /** The first {@code total} bytes of what {@code count} iovecs at {@code vector} name. */
  static List<Range> ranges(TraceeMemory memory, long vector, long count, long total) {
    List<Range> ranges = new ArrayList<>();
    long left = total;
    for (long index = 0; index < count && left > 0; index++) {
      long length = Math.min(left, memory.word(vector + 16 * index + 8));
      if (length > 0) {
        ranges.add(new Range(memory.word(vector + 16 * index), length));
        left -= length;
      }
    }
    return ranges;
  }

  /** {@code ranges} of {@code target}'s memory were written by another task's call. */
  static void wrote(RecordedTask target, List<Range> ranges, List<Effect> effects) {
    List<Effect> writes = new ArrayList<>();
    for (Range range : ranges) {
      byte[] bytes = target.memory().read(range.address(), (int) range.length());
      if (bytes != null) {
        writes.add(new Effect.WriteMemory(range.address(), bytes));
      }
    }
    effects.add(new Effect.InTask(target.tid(), writes));
  }
}
