package dev.jrr.replayer;

import dev.jrr.trace.Frame;
import dev.jrr.tracee.SyscallRestart;
import dev.jrr.tracee.Task;
import dev.jrr.tracee.kernel.Ptrace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A replay as it was after one event: of each address space a copy in a process that never runs,
 * and of each task what else it is made of. It can be gone back to as often as wanted, each time
 * with copies of the copies.
 *
 * <p>It is the state that the async points before it had led to. Where one of them turns out to be
 * another ({@link GoingBack}), a checkpoint after it is of no use: {@link Checkpoints} drops those.
 */
final class Checkpoint {
  /** An address space, kept by a stopped process. */
  private record Frozen(Task keeper, ReplaySpace space) {
    void close(ReplaySession session) {
      session.kill(keeper);
      space.memory.close();
    }
  }

  /** A task without its memory. */
  private record SavedTask(
      int tid,
      int process,
      String name,
      byte[] siginfo,
      Frozen space,
      long[] registers,
      byte @Nullable [] vectors) {}

  private final long event;
  private final List<Frame> history;
  private final SharedMemory.Saved shared;
  private final List<SavedTask> tasks = new ArrayList<>();
  private final Map<ReplaySpace, Frozen> spaces = new IdentityHashMap<>();

  private Checkpoint(long event, Collection<Frame> history, SharedMemory.Saved shared) {
    this.event = event;
    this.history = List.copyOf(history);
    this.shared = shared;
  }

  /**
   * Copies {@code session}, which stands between two frames; null where the kernel makes no more
   * processes.
   */
  static @Nullable Checkpoint of(ReplaySession session, SharedMemory shared) {
    Checkpoint made = new Checkpoint(session.event(), session.history(), shared.save());
    for (ReplayTask task : session.tasks()) {
      long[] registers = task.task.registers().words().clone();
      byte[] vectors = session.ptrace().getVectorState(task.task.tid());
      Frozen frozen = made.spaces.get(task.space);
      if (frozen == null) {
        Task keeper = Clones.copying(task.task, task.space.hasForkMarks);
        if (keeper == null) {
          made.close(session);
          return null;
        }
        frozen = new Frozen(keeper, task.space.fork(keeper.memory()));
        made.spaces.put(task.space, frozen);
      }
      made.tasks.add(
          new SavedTask(
              task.tid, task.process, task.name, task.siginfo, frozen, registers, vectors));
    }
    return made;
  }

  /** The last event that was replayed. */
  long event() {
    return event;
  }

  List<Frame> history() {
    return history;
  }

  /**
   * Makes its tasks again, each a stopped kernel task. Those in {@code former} that are the same
   * recorded task go on as the same object.
   */
  Map<Integer, ReplayTask> restore(
      Map<Integer, ReplayTask> former, SharedMemory segments, Ptrace ptrace) {
    segments.restore(shared);
    Map<Integer, ReplayTask> restored = new LinkedHashMap<>();
    Map<Frozen, ReplayTask> first = new IdentityHashMap<>();
    for (SavedTask saved : tasks) {
      ReplayTask sibling = first.get(saved.space);
      Task task = sibling == null ? copyOf(saved.space) : another(sibling);
      ReplaySpace space = sibling == null ? saved.space.space.fork(task.memory()) : sibling.space;
      ReplayTask same = former.get(saved.tid);
      if (same != null && same.process == saved.process) {
        if (sibling == null) {
          space.keepBreakpoints(same.space);
        }
        same.task = task;
        same.space = space;
        same.name = saved.name;
        same.siginfo = saved.siginfo;
      } else {
        same = new ReplayTask(saved.tid, saved.process, task, space, saved.name);
        same.siginfo = saved.siginfo;
      }
      if (sibling == null) {
        first.put(saved.space, same);
      } else {
        space.users++;
      }
      setState(task, saved, ptrace);
      restored.put(saved.tid, same);
    }
    return restored;
  }

  private static Task copyOf(Frozen frozen) {
    return made(Clones.copying(frozen.keeper, frozen.space.hasForkMarks));
  }

  private static Task another(ReplayTask sibling) {
    try (CallList calls = new CallList(sibling.task)) {
      return made(Clones.sharing(sibling.task, calls));
    }
  }

  private static Task made(@Nullable Task task) {
    if (task == null) {
      throw new IllegalStateException("the kernel makes no more processes to go back with");
    }
    return task;
  }

  private static void setState(Task task, SavedTask saved, Ptrace ptrace) {
    long[] words = saved.registers.clone();
    SyscallRestart.prevent(words);
    task.setRegisters(words);
    task.flushRegisters();
    if (saved.vectors != null) {
      ptrace.setVectorState(task.tid(), saved.vectors);
    }
  }

  /** Ends its processes. */
  void close(ReplaySession session) {
    for (Frozen frozen : spaces.values()) {
      frozen.close(session);
    }
    spaces.clear();
    tasks.clear();
    shared.close();
  }
}
