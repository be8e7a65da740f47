package dev.jrr.replayer;

import dev.jrr.layout.JrrLayout;
import dev.jrr.trace.Effect;
import dev.jrr.trace.Effect.Backing;
import dev.jrr.trace.Frame;
import dev.jrr.trace.ObjectId;
import dev.jrr.trace.ObjectStore;
import dev.jrr.tracee.Registers;
import dev.jrr.tracee.SyscallBuffer;
import dev.jrr.tracee.SyscallRestart;
import dev.jrr.tracee.Task;
import dev.jrr.tracee.TraceeMemory;
import dev.jrr.tracee.code.SyscallStub;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Does to a task what a frame says, in the frame's order. The task is at the frame's place. */
final class EffectApplier {
  private static final int MMAP = 9;
  private static final int MPROTECT = 10;
  private static final int MUNMAP = 11;
  private static final int CLOSE = 3;
  private static final int MREMAP = 25;
  private static final int MADVISE = 28;
  private static final int OPEN = 2;
  private static final int RT_SIGPROCMASK = 14;
  private static final int PRLIMIT = 302;
  private static final int RLIMIT_STACK = 3;

  private static final int O_RDWR = 2;
  private static final int PROT_WRITE = 2;
  private static final int MAP_SHARED = 1;
  private static final int MAP_TYPE = 0xf;
  private static final int MAP_PRIVATE = 2;
  private static final int MAP_FIXED = 0x10;
  private static final int MAP_ANONYMOUS = 0x20;
  private static final int MAP_GROWSDOWN = 0x100;
  private static final int MAP_NORESERVE = 0x4000;
  private static final int MREMAP_MAYMOVE = 1;
  private static final int MREMAP_FIXED = 2;

  /** The first address that user code cannot have (4-level paging), less a page. */
  private static final long TASK_SIZE = 0x7ffffffff000L;

  private final ReplaySession session;
  private final ObjectStore objects;
  private final Echo echo;
  private final SharedMemory shared;
  private final NamedContents contents;

  /** The stubs of the latest patches, by their sites. */
  private final Map<Long, SyscallStub> stubs = new HashMap<>();

  /** What files with such contents were called when a frame of their own had them mapped. */
  private final Map<ObjectId, String> names = new HashMap<>();

  /** The calls of the frame at hand: opened at its first need, closed before registers. */
  private @Nullable CallList calls;

  private Frame frame;
  private ReplayTask task;

  @SuppressWarnings("NullAway.Init")
  EffectApplier(ReplaySession session, ObjectStore objects, Echo echo) {
    this.session = session;
    this.objects = objects;
    this.echo = echo;
    this.shared = new SharedMemory(objects);
    this.contents = new NamedContents(objects);
  }

  SharedMemory shared() {
    return shared;
  }

  NamedContents contents() {
    return contents;
  }

  void apply(Frame applied, ReplayTask of) {
    frame = applied;
    task = of;
    List<Effect> effects = applied.effects();
    if (applied instanceof Frame.Exec) {
      newProgram();
    } else if (applied instanceof Frame.Records records) {
      load(records);
    }
    for (int index = 0; index < effects.size(); index++) {
      effect(effects.get(index));
    }
    closeCalls();
    if (applied instanceof Frame.Syscall call) {
      finishCall(call.result(), effects);
    } else if (applied instanceof Frame.SyscallExit exit) {
      finishCall(exit.result(), effects);
    } else if (applied instanceof Frame.Exec && of.tid != of.process) {
      session.becomeLeader(of);
    } else if (applied instanceof Frame.Exit) {
      session.end(of);
    }
  }

  /** What a buffered call on the way to {@code next} did. */
  void apply(Frame next, ReplayTask of, List<Effect> effects) {
    frame = next;
    task = of;
    for (Effect effect : effects) {
      effect(effect);
    }
    closeCalls();
  }

  /** The task makes these calls without a stop; what follows them needs one of its own. */
  private void load(Frame.Records records) {
    Frame next = session.nextFrame();
    boolean stops = next != null && Place.of(next).isBetweenCalls();
    BufferedCalls.load(task, records, stops);
    contents.tell(task.space);
    BufferedCalls.echo(task, echo);
  }

  /** Lets go of what belongs to no task. */
  void close() {
    shared.close();
  }

  private void finishCall(long result, List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.SetRegisters) {
        return;
      }
    }
    leaveSite(task);
    Registers registers = task.task.changeRegisters();
    registers.set(Registers.RAX, result);
    SyscallRestart.turnBack(registers.words());
  }

  private CallList calls() {
    if (calls == null) {
      calls = new CallList(task.task);
    }
    return calls;
  }

  /** What the calls change is there from now on. */
  private void makeCalls() {
    if (calls != null) {
      calls.run();
      if (calls.failure() != null) {
        closeCalls();
      }
    }
  }

  /** Makes them, and diverges where one failed that did not when recorded. */
  private void closeCalls() {
    CallList made = calls;
    if (made == null) {
      return;
    }
    calls = null;
    made.close();
    String failure = made.failure();
    if (failure != null) {
      throw session.diverged(DivergenceKind.ADDRESS_SPACE, frame, task, failure);
    }
  }

  /** Whether the effect is made by calls alone, which can wait for others. */
  private static boolean isCalls(Effect effect) {
    return effect instanceof Effect.Map
        || effect instanceof Effect.Unmap
        || effect instanceof Effect.Protect
        || effect instanceof Effect.Advise;
  }

  /** A table by type would hide that every effect must have its line here. */
  private void effect(Effect effect) {
    if (!isCalls(effect)) {
      makeCalls();
    }
    if (effect instanceof Effect.WriteMemory write) {
      write(write.address(), write.bytes());
    } else if (effect instanceof Effect.Map map) {
      map(map);
    } else if (effect instanceof Effect.Unmap unmap) {
      // A program may unmap a range with gaps, and what is in those is ours.
      StubPages.makeWay(task.space, calls(), unmap.address(), unmap.length());
      restore(task.space.sites.takeStubsIn(unmap.address(), unmap.length()), 0);
      calls().add("munmap", MUNMAP, unmap.address(), unmap.length());
      unmapped(unmap);
    } else if (effect instanceof Effect.Protect protect) {
      if ((protect.protection() & PROT_WRITE) != 0) {
        restore(task.space.sites.takeSitesIn(protect.address(), protect.length()), 0);
      }
      calls().add("mprotect", MPROTECT, protect.address(), protect.length(), protect.protection());
    } else if (effect instanceof Effect.Move move) {
      move(move);
    } else if (effect instanceof Effect.Advise advise) {
      calls().addAny(MADVISE, advise.address(), advise.length(), advise.advice());
      advised(advise);
    } else if (effect instanceof Effect.CreateShared create) {
      shared.create(create);
    } else if (effect instanceof Effect.ResizeShared resize) {
      shared.resize(resize.segment(), resize.length());
    } else if (effect instanceof Effect.WriteShared write) {
      shared.write(write);
    } else if (effect instanceof Effect.Spawn spawn) {
      spawn(spawn);
    } else if (effect instanceof Effect.SetRegisters set) {
      closeCalls();
      task.task.setRegisters(set.registers().toArray());
    } else if (effect instanceof Effect.SetVectorState set) {
      closeCalls();
      session.ptrace().setVectorState(task.task.tid(), set.xsave());
    } else if (effect instanceof Effect.Patch patch) {
      patch(patch);
    } else if (effect instanceof Effect.EchoMemory echoed) {
      echo(echoed);
    } else if (effect instanceof Effect.EchoBytes echoed) {
      echo.write(echoed.stream(), echoed.bytes(), echoed.bytes().length);
    } else if (effect instanceof Effect.Rename rename) {
      task.name = rename.name();
    } else if (effect instanceof Effect.InTask other) {
      inTask(other);
    } else if (effect instanceof Effect.StackLimit limit) {
      limitStack(limit.bytes());
    } else {
      throw new IllegalStateException("no such effect: " + effect);
    }
  }

  private void patch(Effect.Patch patch) {
    ReplaySpace space = task.space;
    space.patches.put(patch.address(), patch.original());
    write(patch.address(), patch.replacement());
    if (SyscallStub.isPatch(patch.replacement())) {
      space.sites.add(stubOf(patch));
      for (ReplayTask other : session.tasks()) {
        if (other != task && other.space == space) {
          leaveSite(other);
        }
      }
    }
  }

  /** Processes that run the same program have the same patches. */
  private SyscallStub stubOf(Effect.Patch patch) {
    SyscallStub known = stubs.get(patch.address());
    if (known != null && known.isOf(patch.original(), patch.replacement())) {
      return known;
    }
    SyscallStub stub = SyscallStub.ofPatch(patch.address(), patch.original(), patch.replacement());
    stubs.put(patch.address(), stub);
    return stub;
  }

  /** A task behind the syscall instruction of a site that was patched since goes on in the stub. */
  private static void leaveSite(ReplayTask task) {
    task.task.goOnAt(task.space.sites.goesOnAt(task.task.registers().rip()));
  }

  /**
   * As when recording: these stubs are no more, the code at their sites, which has moved by {@code
   * distance}, is as it was, and whoever is in one goes on there.
   */
  private void restore(List<SyscallStub> stubs, long distance) {
    if (stubs.isEmpty()) {
      return;
    }
    closeCalls();
    ReplaySpace space = task.space;
    for (SyscallStub stub : stubs) {
      stub.restore(space.memory, distance);
      space.patches.remove(stub.site());
      for (ReplayTask other : session.tasks()) {
        long ip = other.space == space ? other.task.registers().rip() : 0;
        if (stub.contains(ip)) {
          stub.leave(other.task.changeRegisters());
        }
      }
    }
  }

  private void write(long address, byte[] bytes) {
    TraceeMemory memory = task.space.memory;
    int done = memory.write(address, bytes, 0, bytes.length);
    if (done < bytes.length) {
      // The stack may have to grow first, as it did under the kernel's own store: a call that
      // writes 8 bytes there does it.
      long below = address + done & -8L;
      calls().call(RT_SIGPROCMASK, 0, 0, below, 8);
      done += memory.write(address + done, bytes, done, bytes.length - done);
    }
    if (done < bytes.length) {
      throw session.diverged(
          DivergenceKind.MEMORY,
          frame,
          task,
          "0x" + Long.toHexString(address + done) + " is not mapped");
    }
  }

  private void map(Effect.Map map) {
    Backing backing = map.backing();
    int flags = MAP_FIXED | MAP_NORESERVE | map.flags() & MAP_GROWSDOWN;
    long offset = 0;
    boolean isFile = true;
    StubPages.makeWay(task.space, calls(), map.address(), map.length());
    task.space.sites.remove(map.address(), map.length());
    if (backing instanceof Backing.FileObject file) {
      flags |= MAP_PRIVATE;
      offset = file.offset();
      calls().addOpen(objects.checkedPath(file.object()).toString(), 0);
    } else if (backing instanceof Backing.Shared segment) {
      flags |= (map.flags() & MAP_TYPE) == MAP_PRIVATE ? MAP_PRIVATE : MAP_SHARED;
      offset = segment.offset();
      calls().addOpen(shared.path(segment.segment()), O_RDWR);
    } else {
      flags |= MAP_PRIVATE | MAP_ANONYMOUS;
      isFile = false;
    }
    long fd = isFile ? CallList.FILE : -1;
    calls().add("mmap", MMAP, map.address(), map.length(), map.protection(), flags, fd, offset);
    if (isFile) {
      calls().addAny(CLOSE, fd);
    }
    ObjectId object = backing instanceof Backing.FileObject file ? file.object() : null;
    if (object != null) {
      names.put(object, map.name());
    }
    task.space.mappings.add(map.address(), map.length(), offset, map.name(), object);
  }

  private void unmapped(Effect.Unmap unmap) {
    task.space.mappings.remove(unmap.address(), unmap.length());
    task.space.sites.remove(unmap.address(), unmap.length());
  }

  private void advised(Effect.Advise advise) {
    task.space.hasForkMarks |=
        advise.advice() == Clones.DONTFORK || advise.advice() == Clones.WIPEONFORK;
  }

  /** The hook has made calls with these effects, which have no file. */
  void keepUp(ReplayTask of, List<Effect> effects) {
    task = of;
    for (Effect effect : effects) {
      if (effect instanceof Effect.Map map) {
        task.space.sites.remove(map.address(), map.length());
        task.space.mappings.add(map.address(), map.length(), 0, map.name(), null);
      } else if (effect instanceof Effect.Unmap unmap) {
        unmapped(unmap);
      } else if (effect instanceof Effect.Advise advise) {
        advised(advise);
      }
    }
  }

  /** What a file with such contents was called. */
  String nameOf(ObjectId contents) {
    return names.getOrDefault(contents, "");
  }

  private void move(Effect.Move move) {
    StubPages.makeWay(task.space, calls(), move.to(), move.newLength());
    boolean moves = move.to() != move.from();
    int flags = move.flags() & ~(MREMAP_MAYMOVE | MREMAP_FIXED);
    flags |= moves ? MREMAP_MAYMOVE | MREMAP_FIXED : 0;
    if (moves) {
      task.space.sites.remove(move.to(), move.newLength());
    }
    calls()
        .add("mremap", MREMAP, move.from(), move.oldLength(), move.newLength(), flags, move.to());
    if (moves) {
      restore(task.space.sites.takeSitesIn(move.from(), move.oldLength()), move.to() - move.from());
    }
    MappingNames.Named named = task.space.mappings.at(move.from());
    task.space.mappings.remove(move.from(), move.oldLength());
    task.space.mappings.add(
        move.to(),
        move.newLength(),
        named == null ? 0 : named.offsetOf(move.from()),
        named == null ? "" : named.name(),
        named == null ? null : named.object());
  }

  /** The new task is a process of its own, the supervisor's child like all of a replay. */
  private void spawn(Effect.Spawn spawn) {
    Task kernelTask =
        made(
            spawn.sharesMemory()
                ? Clones.sharing(task.task, calls())
                : Clones.forking(task.task, calls()));
    closeCalls();
    ReplaySpace space = task.space;
    if (spawn.sharesMemory()) {
      space.users++;
    } else {
      space = space.fork(kernelTask.memory());
    }
    kernelTask.setRegisters(spawn.registers().toArray());
    ReplayTask child = new ReplayTask(spawn.task(), spawn.process(), kernelTask, space, task.name);
    session.add(child);
    ReplayTask parent = task;
    task = child;
    for (Effect effect : spawn.effects()) {
      effect(effect);
    }
    closeCalls();
    task = parent;
  }

  /** Makes room for the new program: nothing stays mapped but jrr's own pages. */
  private void newProgram() {
    if (task.space.users > 1) {
      leaveSharedSpace();
    }
    task.space.clear();
    StubPages.tell(task.space);
    new SyscallBuffer(task.space.memory, SyscallBuffer.Mode.REPLAY);
    calls().add("munmap", MUNMAP, 0, JrrLayout.JRR_BASE);
    calls().add("munmap", MUNMAP, JrrLayout.JRR_END, TASK_SIZE - JrrLayout.JRR_END);
  }

  /** A task that shares its memory goes on in a process with a copy; the old one is of no use. */
  private void leaveSharedSpace() {
    Task fresh = made(Clones.forking(task.task, calls()));
    closeCalls();
    fresh.setRegisters(task.task.registers().words().clone());
    session.leavesMemory(task);
    session.kill(task.task);
    task.space.users--;
    task.task = fresh;
    task.space = new ReplaySpace(fresh.memory(), new MappingNames());
  }

  private Task made(@Nullable Task clone) {
    if (clone == null) {
      closeCalls();
      throw session.diverged(
          DivergenceKind.ADDRESS_SPACE, frame, task, "the kernel makes no more processes");
    }
    return clone;
  }

  private void inTask(Effect.InTask other) {
    closeCalls();
    ReplayTask own = task;
    ReplayTask target = session.task(other.task());
    if (target != null) {
      task = target;
      for (Effect effect : other.effects()) {
        effect(effect);
      }
      closeCalls();
    }
    task = own;
  }

  /** The stack grows as far as it did: faults beyond come at the same address. */
  private void limitStack(long soft) {
    byte[] bytes = new byte[16];
    ByteBuffer limits = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    calls().call(PRLIMIT, 0, RLIMIT_STACK, 0, JrrLayout.THREAD_LOCALS);
    long hard = task.space.memory.word(JrrLayout.THREAD_LOCALS + 8);
    limits.putLong(Long.compareUnsigned(soft, hard) < 0 ? soft : hard).putLong(hard);
    task.space.memory.write(JrrLayout.THREAD_LOCALS, bytes, 0, bytes.length);
    calls().add("prlimit", PRLIMIT, 0, RLIMIT_STACK, JrrLayout.THREAD_LOCALS, 0);
  }

  private void echo(Effect.EchoMemory echoed) {
    for (Effect.Range range : echoed.ranges()) {
      long at = range.address();
      long end = at + range.length();
      while (at < end) {
        byte[] bytes = new byte[(int) Math.min(end - at, 1 << 16)];
        int got = task.space.read(at, bytes, 0, bytes.length);
        if (got == 0) {
          return;
        }
        echo.write(echoed.stream(), bytes, got);
        at += got;
      }
    }
  }
}
