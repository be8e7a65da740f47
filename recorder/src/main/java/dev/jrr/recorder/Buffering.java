package dev.jrr.recorder;

import dev.jrr.layout.JrrLayout;
import dev.jrr.trace.Frame;
import dev.jrr.tracee.Registers;
import dev.jrr.tracee.SyscallBuffer;
import dev.jrr.tracee.SyscallRestart;
import dev.jrr.tracee.TraceeMemory;
import dev.jrr.tracee.code.SyscallStub;
import org.jspecify.annotations.Nullable;

/**
 * The syscall buffer while recording: starts it in new programs, turns what the hook wrote down
 * into frames, and brings tasks out of the hook (invariant 3).
 */
final class Buffering {
  private static final long EINTR = 4;

  /** hook.c's class of descriptors that the supervisor looks after. */
  private static final byte NEVER = 4;

  private static final int CLASSES = 1024;
  private static final long NO_WRITES = 1;

  private final RecordSession session;
  private final BufferOptions options;
  private boolean writesTraced;
  private final CallStatistics statistics = new CallStatistics();
  private final SyscallPatcher patcher = new SyscallPatcher(statistics);

  Buffering(RecordSession session, BufferOptions options) {
    this.session = session;
    this.options = options;
  }

  /** The task has a new program, with the jrr page in it. */
  void started(RecordedTask task) {
    if (!options.enabled() || task.process.filtered || task.process.strict) {
      return;
    }
    TraceeMemory memory = task.memory();
    task.process.space.hook =
        new BufferedSpace(new SyscallBuffer(memory, SyscallBuffer.Mode.RECORD), options);
    if (writesTraced) {
      memory.writeWord(JrrLayout.HOOK_FLAGS, NO_WRITES);
    }
    setClasses(task);
  }

  /** The task ran and is about to have a frame: what it did in the buffer comes before that. */
  void flush(RecordedTask task) {
    BufferedSpace hook = task.process.space.hook;
    if (hook == null) {
      return;
    }
    SyscallBuffer.Flushed flushed = hook.buffer.flush(task.memory());
    if (flushed.count() > 0) {
      statistics.buffered(flushed.count());
      session.append(
          new Frame.Records(
              session.nextBufferEvent(), task.tid(), flushed.count(), flushed.records()));
    }
    if (hook.buffer.isStopWanted() && !isInHook(task)) {
      hook.buffer.stopped(task.memory());
    }
  }

  /** Whether the task is in the hook, or in a stub that is about to call it. */
  boolean isInHook(RecordedTask task) {
    BufferedSpace hook = task.process.space.hook;
    return hook != null && hook.sites.isCalling(task.task.registers().rip());
  }

  /** The task is where no signal may find it. */
  boolean mustLeaveFirst(RecordedTask task) {
    return options.has(UnwindRule.NEVER_INSIDE) && isInHook(task);
  }

  /** The stub that the task is in, past the call of the hook; null elsewhere. */
  @Nullable SyscallStub stubAround(RecordedTask task) {
    BufferedSpace hook = task.process.space.hook;
    return hook == null ? null : hook.sites.around(task.task.registers().rip());
  }

  /** The task, which is in the hook or may come there, is to stop at the next call's end. */
  void requestStop(RecordedTask task) {
    BufferedSpace hook = task.process.space.hook;
    if (hook != null) {
      hook.buffer.requestStop(task.memory());
    }
  }

  /** The task stopped in the hook with a call that the kernel would begin again. */
  void giveUpSleep(RecordedTask task) {
    Registers registers = task.task.registers();
    if (registers.rip() == JrrLayout.UNTRACED_RETURN && SyscallRestart.isRestart(registers.rax())) {
      Registers changed = task.task.changeRegisters();
      changed.set(Registers.RAX, -EINTR);
      changed.set(Registers.ORIG_RAX, -1);
    }
  }

  /** The hook met an address that is not mapped: the kernel's own answer is wanted. */
  static void bail(RecordedTask task) {
    task.task.changeRegisters().set(Registers.RIP, JrrLayout.HOOK_BAIL);
  }

  /** Descriptors were made, copied or closed by a traced call. */
  void descriptorsChanged(RecordedTask task) {
    BufferedSpace hook = task.process.space.hook;
    if (hook != null && !hook.off) {
      setClasses(task);
    }
  }

  private static void setClasses(RecordedTask task) {
    byte[] classes = new byte[CLASSES];
    for (int fd : task.process.descriptors.numbers()) {
      if (fd >= 0 && fd < CLASSES) {
        classes[fd] = NEVER;
      }
    }
    task.memory().write(JrrLayout.HOOK_CLASSES, classes, 0, CLASSES);
  }

  /** From now on calls that write to files are traced: some file is mapped shared. */
  void traceWrites() {
    if (options.enabled() && !writesTraced) {
      writesTraced = true;
      for (RecordedTask task : session.scheduler().tasks()) {
        if (task.process.space.hook != null) {
          task.memory().writeWord(JrrLayout.HOOK_FLAGS, NO_WRITES);
        }
      }
    }
  }

  private static void shared(RecordedTask task) {
    BufferedSpace hook = task.process.space.hook;
    if (hook != null) {
      hook.off = true;
      SyscallBuffer.setMode(task.memory(), SyscallBuffer.Mode.OFF);
    }
  }

  /**
   * A new task shares either the memory or the descriptors but not both, while the hook keeps what
   * it knows of descriptors in the memory: a vfork's child, until it has a program of its own.
   */
  void unequalSharing(RecordedTask parent, boolean sharesMemory) {
    if (sharesMemory) {
      shared(parent);
    } else {
      giveUp(parent);
    }
  }

  /** {@code leaving} is no more in {@code space}: the one that stays has it to itself again. */
  void left(RecordedTask leaving, AddressSpace space) {
    BufferedSpace hook = space.hook;
    if (hook == null || !hook.off || hook.offForGood || space.users != 1) {
      return;
    }
    for (RecordedTask task : session.scheduler().tasks()) {
      if (task != leaving && task.process.space == space) {
        hook.off = false;
        setClasses(task); // those of the other one were never told
        SyscallBuffer.setMode(task.memory(), SyscallBuffer.Mode.RECORD);
        return;
      }
    }
  }

  /** The task's space is used in a way that the hook does not know. */
  void giveUp(RecordedTask task) {
    shared(task);
    if (task.process.space.hook != null) {
      task.process.space.hook.offForGood = true;
    }
  }

  /** What makes calls buffered ones. */
  SyscallPatcher patcher() {
    return patcher;
  }

  /** What was buffered and what was not. */
  CallStatistics statistics() {
    return statistics;
  }
}
