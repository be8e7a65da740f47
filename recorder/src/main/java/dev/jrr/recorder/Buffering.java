package dev.jrr.recorder;

import dev.jrr.layout.JrrLayout;
import dev.jrr.trace.FileIdentity;
import dev.jrr.trace.Frame;
import dev.jrr.trace.ObjectId;
import dev.jrr.tracee.BufferedRecords;
import dev.jrr.tracee.Registers;
import dev.jrr.tracee.SyscallBuffer;
import dev.jrr.tracee.SyscallRestart;
import dev.jrr.tracee.TraceeMemory;
import dev.jrr.tracee.code.SyscallStub;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The syscall buffer while recording: starts it in new programs, turns what the hook wrote down
 * into frames, and brings tasks out of the hook (invariant 3).
 */
final class Buffering {
  private static final long EINTR = 4;
  private static final int CLASS_COUNT = (int) JrrLayout.CLASS_COUNT;
  private static final byte CLASS_NEVER = (byte) JrrLayout.CLASS_NEVER;

  private final RecordSession session;
  private final BufferOptions options;

  /** Devices and inodes of the files that are mapped shared. */
  private final List<Long> sharedFiles = new ArrayList<>(0);

  private final KeptFiles files = new KeptFiles();
  private final ReadFiles readFiles;

  /** Whose tasks do not all share their descriptors, and no others. */
  private final Set<AddressSpace> apart = Collections.newSetFromMap(new IdentityHashMap<>());

  private final CallStatistics statistics = new CallStatistics();
  private final SyscallPatcher patcher;

  Buffering(RecordSession session, BufferOptions options) {
    this.session = session;
    this.options = options;
    this.readFiles = new ReadFiles(session, files);
    this.patcher = new SyscallPatcher(session, statistics);
  }

  /** The task has a new program, with the jrr page in it. */
  void started(RecordedTask task) {
    RecordedProcess process = task.process;
    process.dispatches = false; // the exec ended it
    process.forcedSignals.executed();
    if (!options.enabled() || process.hasListener || process.strict) {
      return;
    }
    if (process.filtered && !CallDispatch.started(task)) {
      return;
    }
    TraceeMemory memory = task.memory();
    process.space.hook =
        new BufferedSpace(
            new SyscallBuffer(memory, SyscallBuffer.Mode.RECORD),
            options,
            patcher.places().ofProgram(task));
    process.ownFilters.tell(memory);
    tellSharedFiles(task);
    files.tell(task);
    AffinityCalls.tell(task);
    setClasses(task);
  }

  /**
   * The contents of the file were stored, and it was before and after that the same version.
   *
   * @param isPlainCode whether it was mapped as code, with nothing to replace in it
   */
  void kept(RecordedTask task, FileIdentity identity, ObjectId contents, boolean isPlainCode) {
    files.add(identity, contents, isPlainCode ? JrrLayout.KEPT_AS_CODE : JrrLayout.KEPT_AS_DATA);
    files.tell(task);
  }

  /** The task's program break is another one, or is known. */
  void breakMoved(RecordedTask task) {
    if (task.process.space.hook != null) {
      task.memory().writeWord(JrrLayout.HOOK_BRK, task.process.space.brk);
    }
  }

  /** The task ran and is about to have a frame: what it did in the buffer comes before that. */
  void flush(RecordedTask task) {
    BufferedSpace hook = task.process.space.hook;
    if (hook == null) {
      return;
    }
    SyscallBuffer.Flushed flushed = hook.buffer.flush(task.memory(), session::bytesForRecords);
    if (flushed.isDamaged()) {
      throw new UnsupportedProgramException(
          "thread %d wrote over jrr's own memory, from 0x%x on: calls that it made are lost"
              .formatted(task.tid(), JrrLayout.THREAD_LOCALS));
    }
    if (flushed.hasNoted()) {
      task.memory().mappingsChanged();
      for (BufferedRecords.NotedCall call : new BufferedRecords(flushed.records()).noted()) {
        MemoryCalls.madeInBuffer(task.process.space, call);
        ProcessCalls.madeInBuffer(task, call);
      }
      readFiles.look(task);
    }
    if (flushed.count() > 0) {
      task.vainWaits.made(flushed);
      int stamps = hook.tellsTime ? new BufferedRecords(flushed.records()).timeStamps() : 0;
      statistics.buffered(flushed.count() - stamps, stamps);
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
    if (hook != null && !hook.off && !hook.apart) {
      setClasses(task);
    }
  }

  private static void setClasses(RecordedTask task) {
    byte[] classes = new byte[CLASS_COUNT];
    for (int fd : task.descriptors.numbers()) {
      if (fd >= 0 && fd < CLASS_COUNT) {
        classes[fd] =
            task.descriptors.get(fd) instanceof Descriptors.Target.Stream stream
                ? (byte) (stream.number() << JrrLayout.CLASS_STREAM_SHIFT)
                : CLASS_NEVER;
      }
    }
    task.memory().write(JrrLayout.HOOK_CLASSES, classes, 0, CLASS_COUNT);
    BufferedSpace hook = Objects.requireNonNull(task.process.space.hook);
    hook.descriptors = task.descriptors;
  }

  /**
   * Whether the hook has found that the descriptor is a pipe, an eventfd and its like, or a socket.
   */
  static boolean isPipeOrSocket(RecordedTask task, long fd) {
    if (fd < 0 || fd >= CLASS_COUNT) {
      return false;
    }
    byte[] found = new byte[1];
    task.memory().read(JrrLayout.HOOK_CLASSES + fd, found, 0, 1);
    return found[0] == JrrLayout.CLASS_PIPE || found[0] == JrrLayout.CLASS_SOCKET;
  }

  /** A file is mapped shared for the first time: calls that write to it are traced from now on. */
  void sharedFile(long device, long inode) {
    if (!options.enabled()) {
      return;
    }
    sharedFiles.add(device);
    sharedFiles.add(inode);
    for (RecordedTask task : session.scheduler().tasks()) {
      if (task.process.space.hook != null) {
        tellSharedFiles(task);
        if (task.usesSpace()) {
          setClasses(task); // it may be open
        }
      }
    }
  }

  private void tellSharedFiles(RecordedTask task) {
    if (!sharedFiles.isEmpty()) {
      SyscallBuffer.tellPairs(
          task.memory(), JrrLayout.HOOK_SHARED, sharedFiles, JrrLayout.HOOK_SHARED_LIMIT);
    }
  }

  /**
   * These began to share memory or descriptors, or ceased to. The hook keeps what it knows of
   * descriptors in the memory: where not the very same tasks share both, calls that depend on it
   * bail. Those that wait for a vfork child do not count: meanwhile what it knows is the child's.
   */
  void sharingChanged(RecordedTask... changed) {
    for (RecordedTask task : changed) {
      check(task.process.space);
    }
    reconsider();
  }

  /**
   * {@code parent} made {@code child}; {@code unequally} tells that they share only one of both.
   */
  void cloned(RecordedTask parent, RecordedTask child, boolean unequally) {
    if (unequally || !apart.isEmpty()) {
      sharingChanged(parent, child);
    }
  }

  /**
   * A task ended, has another program, or waits or has waited for a vfork child: spaces that were
   * apart may be used as usual again, or may not any more.
   */
  void reconsider() {
    if (!apart.isEmpty()) {
      for (AddressSpace space : List.copyOf(apart)) {
        check(space);
      }
    }
  }

  private void check(AddressSpace space) {
    BufferedSpace hook = space.hook;
    if (hook == null || hook.off) {
      apart.remove(space);
      return;
    }
    List<RecordedTask> members = new ArrayList<>();
    List<RecordedTask> running = new ArrayList<>();
    for (RecordedTask task : session.scheduler().tasks()) {
      if (task.process.space == space && !task.leavesSpace) {
        members.add(task);
        if (task.usesSpace()) {
          running.add(task);
        }
      }
    }
    if (members.isEmpty() || !running.isEmpty() && isShared(members)) {
      apart.remove(space);
    } else {
      apart.add(space);
    }
    if (!running.isEmpty()) {
      tellDescriptors(hook, running);
    }
  }

  /** These tasks run in the space, or may at any time: the hook is to know their descriptors. */
  private void tellDescriptors(BufferedSpace hook, List<RecordedTask> running) {
    RecordedTask one = running.get(0);
    boolean isApart = !isShared(running);
    if (!isApart && (hook.apart || hook.descriptors != one.descriptors)) {
      setClasses(one); // those of the others were never told, or are not these
    }
    if (hook.apart != isApart) {
      hook.apart = isApart;
      SyscallBuffer.setMode(one.memory(), hook.mode());
    }
  }

  /** Whether these, who use one space, share one table of descriptors, and nobody else has that. */
  private boolean isShared(List<RecordedTask> members) {
    RecordedTask one = members.get(0);
    return members.stream().allMatch(task -> task.descriptors == one.descriptors) && areOwn(one);
  }

  /** Whether no task with other memory has the task's descriptors. */
  private boolean areOwn(RecordedTask member) {
    for (RecordedTask task : session.scheduler().tasks()) {
      if (task.descriptors == member.descriptors && task.process.space != member.process.space) {
        return false;
      }
    }
    return true;
  }

  /** The task's space is used in a way that the hook does not know. */
  void giveUp(RecordedTask task) {
    BufferedSpace hook = task.process.space.hook;
    if (hook != null) {
      hook.off = true;
      SyscallBuffer.setMode(task.memory(), SyscallBuffer.Mode.OFF);
    }
  }

  /**
   * The task installed a filter. What that lets pass goes on being buffered, where the other calls
   * can be stopped without stopping at those.
   */
  void filtered(RecordedTask task) {
    RecordedProcess process = task.process;
    if (process.space.hook == null || process.space.hook.off) {
      return;
    }
    boolean isAlone =
        process.space.users == 1
            && session.scheduler().tasks().stream().filter(t -> t.process == process).count() == 1;
    if (process.hasListener
        || process.ownFilters.isUnknown()
        || !process.dispatches && (!isAlone || !CallDispatch.started(task))) {
      giveUp(task);
    } else {
      process.ownFilters.tell(task.memory());
    }
  }

  /** Every call of the task bails, until {@link #resume}. */
  static void suspend(RecordedTask task) {
    if (task.process.space.hook != null) {
      SyscallBuffer.setMode(task.memory(), SyscallBuffer.Mode.OFF);
    }
  }

  /** Calls are buffered again. */
  static void resume(RecordedTask task) {
    BufferedSpace hook = task.process.space.hook;
    if (hook != null) {
      SyscallBuffer.setMode(task.memory(), hook.mode());
    }
  }

  /** Files that were read in large pieces. */
  ReadFiles readFiles() {
    return readFiles;
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
