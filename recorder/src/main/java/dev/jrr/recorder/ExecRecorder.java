package dev.jrr.recorder;

import dev.jrr.trace.Effect;
import dev.jrr.trace.Effect.Backing;
import dev.jrr.trace.FileIdentity;
import dev.jrr.trace.Frame;
import dev.jrr.trace.ObjectId;
import dev.jrr.trace.RegisterSet;
import dev.jrr.tracee.InitialStack;
import dev.jrr.tracee.JrrPage;
import dev.jrr.tracee.MemoryMaps;
import dev.jrr.tracee.MemoryMaps.Mapping;
import dev.jrr.tracee.Registers;
import dev.jrr.tracee.StatFile;
import dev.jrr.tracee.Stop;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A new program: gives it the jrr page, hides the vDSO, and writes the frame from which replay
 * builds the same address space from nothing.
 */
final class ExecRecorder {
  private static final int PAGE = 4096;

  /** The field of {@code /proc/tid/stat} (proc(5)) that says where brk starts. */
  private static final int START_BRK = 47;

  private static final int WRITE = 2;
  private static final int EXECUTE = 4;
  private static final int MAP_PRIVATE = 2;
  private static final int MAP_ANONYMOUS = 0x20;
  private static final int MAP_GROWSDOWN = 0x100;

  /** The selector of 64-bit user code, __USER_CS (asm/segment.h). */
  private static final long CODE_64 = 0x33;

  private final RecordSession session;

  ExecRecorder(RecordSession session) {
    this.session = session;
  }

  /**
   * The task stopped with a new program, before its first instruction. Its id was {@code former}: a
   * thread that is not its process's leader becomes it.
   */
  void executed(RecordedTask task, int former) {
    PendingCall call = task.call;
    task.call = null;
    session.left(task);
    task.task.contToSyscall(0);
    Stop stop = session.waitFor(task);
    if (!(stop instanceof Stop.Syscall)) {
      // Killed at once: there is nothing of the new program to record.
      session.setPendingStop(task, stop);
      return;
    }
    if (!task.task.readRegisters()) {
      return; // likewise, and its end is the next stop
    }
    if (task.task.registers().get(Registers.CS) != CODE_64) {
      throw new UnsupportedProgramException(
          "task " + task.tid() + " executes a 32-bit program, " + comm(task.tid()));
    }
    replaceSpace(task);
    session.setPhase(task, RecordedTask.Phase.READY);
    try {
      begin(task, former, call);
    } catch (RuntimeException failed) {
      // Of a task that was killed anything may be unreadable: its end is all that there is to tell.
      if (!session.isKilled(task)) {
        throw failed;
      }
    }
  }

  /** Makes the new program ready and writes its frame, unless it is killed meanwhile. */
  private void begin(RecordedTask task, int former, @Nullable PendingCall call) {
    List<Mapping> mappings = JrrPage.install(task.task, MemoryMaps.read(task.tid()));
    session.buffering().started(task);
    task.process.space.brk = StatFile.read(task.tid()).number(START_BRK, 0);
    session.buffering().breakMoved(task);

    List<Effect> effects = new ArrayList<>();
    InitialStack stack = null;
    for (Mapping mapping : mappings) {
      if (mapping.name().equals("[stack]")) {
        stack = InitialStack.read(task.memory(), task.task.registers().rsp(), mapping.end());
        stack.hideVdso(task.memory());
      }
    }
    if (stack == null) {
      throw new IllegalStateException("a new program without a stack");
    }
    for (Mapping mapping : mappings) {
      map(task, mapping, mappings, effects);
    }
    if (call != null && call.note instanceof LeftMemory memory) {
      memory.left(session, effects);
    }
    effects.add(new Effect.StackLimit(OtherTasks.stackLimit(task.tid())));
    effects.add(new Effect.WriteMemory(stack.address(), stack.bytes()));
    effects.add(new Effect.SetRegisters(task.registerSet()));
    byte[] vectors = session.ptrace().getVectorState(task.tid());
    if (vectors != null) {
      effects.add(new Effect.SetVectorState(vectors));
    }
    effects.add(new Effect.Rename(comm(task.tid())));
    RegisterSet at = call == null || call.entryRecorded ? null : call.at;
    String program = FileStatus.link("/proc/" + task.tid() + "/exe");
    if (session.isKilled(task)) {
      return; // what was read may be wrong
    }
    session.append(
        new Frame.Exec(
            session.nextEvent(task),
            former == 0 ? task.tid() : former,
            task.process.pid,
            at,
            program,
            stack.arguments(),
            stack.environment(),
            stack.auxv(),
            effects));
  }

  private void replaceSpace(RecordedTask task) {
    RecordedProcess process = task.process;
    if (--process.space.users == 0) {
      task.memory().close();
    }
    process.space = new AddressSpace(new SharedViews());
    task.leavesSpace = false;
    task.descriptors = task.descriptors.copy();
    task.descriptors.executed();
    session.buffering().reconsider();
    task.task.replaceMemory(UnreadableTaskException.memoryOf(task.tid()));
    task.clearTid = 0;
    task.robustList = 0;
    task.scratch = null;
  }

  private void map(
      RecordedTask task, Mapping mapping, List<Mapping> mappings, List<Effect> effects) {
    boolean isStack = mapping.name().equals("[stack]");
    if (!mapping.isFile()) {
      int flags = MAP_PRIVATE | MAP_ANONYMOUS | (isStack ? MAP_GROWSDOWN : 0);
      effects.add(
          new Effect.Map(
              mapping.start(),
              mapping.length(),
              mapping.protection(),
              flags,
              new Backing.Anonymous(),
              mapping.name()));
      return;
    }
    MappedFile found = MappedFile.of(task, mapping);
    if (found == null) {
      throw new UnsupportedProgramException(
          "the file of a mapping cannot be found any more: " + mapping.name());
    }
    FileIdentity identity = found.status().identity();
    ObjectId contents = session.store(Path.of(found.path()), identity);
    Backing.FileObject file = new Backing.FileObject(contents, mapping.offset());
    effects.add(
        new Effect.Map(
            mapping.start(),
            mapping.length(),
            mapping.protection(),
            MAP_PRIVATE,
            file,
            mapping.name()));
    if ((mapping.protection() & WRITE) != 0) {
      // The kernel cleared what follows the data in its last page.
      byte[] last = task.memory().read(mapping.end() - PAGE, PAGE);
      if (last != null) {
        effects.add(new Effect.WriteMemory(mapping.end() - PAGE, last));
      }
    }
    if ((mapping.protection() & EXECUTE) != 0) {
      session.instructions().patch(task, mapping.start(), mapping.length(), file, effects);
      session.buffering().patcher().mapped(task, identity, mapping, mappings, effects);
    }
  }

  private static String comm(int tid) {
    return SmallFiles.read("/proc/" + tid + "/comm").stripTrailing();
  }
}
