package dev.jrr.recorder;

import dev.jrr.trace.Effect;
import dev.jrr.trace.Effect.Backing;
import dev.jrr.trace.FileIdentity;
import dev.jrr.trace.ObjectId;
import dev.jrr.tracee.BufferedRecords;
import dev.jrr.tracee.MemoryMaps;
import dev.jrr.tracee.RemoteCalls;
import dev.jrr.tracee.syscalls.Errno;
import dev.jrr.tracee.syscalls.SyscallTable;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls that change the address space: their frames say what replay maps, at which address. */
final class MemoryCalls implements SpecialCall {
  private static final int MMAP = SyscallTable.numberOf("mmap");
  private static final int MUNMAP = SyscallTable.numberOf("munmap");
  private static final int MREMAP = SyscallTable.numberOf("mremap");
  private static final int MPROTECT = SyscallTable.numberOf("mprotect");
  private static final int PKEY_MPROTECT = SyscallTable.numberOf("pkey_mprotect");
  private static final int BRK = SyscallTable.numberOf("brk");
  private static final int MADVISE = SyscallTable.numberOf("madvise");
  private static final int PROCESS_MADVISE = SyscallTable.numberOf("process_madvise");
  private static final int SHMAT = SyscallTable.numberOf("shmat");
  private static final int SHMDT = SyscallTable.numberOf("shmdt");

  private static final int PAGE = 4096;
  private static final int PROT_READ_WRITE = 3;
  private static final int PROT_WRITE = 2;
  private static final int PROT_EXEC = 4;
  private static final int MAP_SHARED = 1;
  private static final int MAP_TYPE = 0xf;
  private static final int MAP_PRIVATE = 2;
  private static final int MAP_ANONYMOUS = 0x20;
  private static final int O_ACCMODE = 3;
  private static final int MAP_HUGETLB = 0x40000;
  private static final long ENOMEM = 12;
  private static final long EACCES = 13;
  private static final int IOV_MAX = 1024;

  /**
   * MADV_FREE lets the kernel drop pages when it likes; not doing it is allowed, and repeatable.
   */
  private static final int MADV_FREE = 8;

  /**
   * Advice that changes contents or what a child inherits: DONTNEED, REMOVE, DONTFORK, DOFORK,
   * WIPEONFORK, KEEPONFORK, DONTNEED_LOCKED, GUARD_INSTALL, GUARD_REMOVE.
   */
  private static final int[] ADVICE = {4, 9, 10, 11, 18, 19, 24, 102, 103};

  /** The device number of /dev/zero. */
  private static final long DEV_ZERO = 1 << 8 | 5;

  private final RecordSession session;
  private final InstructionRecorder instructions;
  private final Outsiders outsiders;
  private final StubRooms rooms;

  MemoryCalls(RecordSession session) {
    this.outsiders = new Outsiders(session);
    this.session = session;
    this.rooms = new StubRooms(session);
    this.instructions = session.instructions();
  }

  @Override
  public void enter(RecordedTask task, PendingCall call) {
    if (call.number() == MADVISE && call.argument(2) == MADV_FREE) {
      call.emulatedResult = 0L;
    } else if (call.number() == PROCESS_MADVISE) {
      if (call.argument(3) == MADV_FREE && hasVector(task, call)) {
        call.making = remote -> freeNothing(task, call, remote);
      }
    } else if (call.number() == MMAP && !mayBeMapped(task, call)) {
      call.emulatedResult = (long) -Errno.ENODEV.number();
    } else {
      rooms.enter(task, call);
    }
  }

  /**
   * Memory that a device or a socket has may change at any time; most of them have none. (A
   * descriptor that is not there is for the kernel to refuse.)
   */
  private boolean mayBeMapped(RecordedTask task, PendingCall call) {
    if ((call.argument(3) & MAP_ANONYMOUS) != 0) {
      return true;
    }
    String descriptor = "/proc/" + task.tid() + "/fd/" + (int) call.argument(4);
    FileStatus status = FileStatus.of(descriptor);
    if (status == null || status.isRegular() || status.rdev() == DEV_ZERO) {
      return true;
    }
    session
        .warnings()
        .add(
            "a mapping of "
                + FileStatus.link(descriptor)
                + " was refused (ENODEV): it is neither a regular file nor /dev/zero");
    return false;
  }

  /** Whether this process may be advised so is the kernel's to say, of no memory at all. */
  private static long freeNothing(RecordedTask task, PendingCall call, RemoteCalls remote) {
    long answer =
        remote.call(
            PROCESS_MADVISE, call.argument(0), call.argument(1), 0, MADV_FREE, call.argument(4));
    long asked = 0;
    for (Effect.Range range : vector(task, call)) {
      asked += range.length();
    }
    return answer == 0 ? asked : answer;
  }

  /** Whether the kernel could read the ranges; it refuses the call else. */
  private static boolean hasVector(RecordedTask task, PendingCall call) {
    long count = call.argument(2);
    return count >= 0
        && count <= IOV_MAX
        && task.memory().read(call.argument(1), (int) (16 * count)) != null;
  }

  private static List<Effect.Range> vector(RecordedTask task, PendingCall call) {
    return OtherTasks.ranges(task.memory(), call.argument(1), call.argument(2), Long.MAX_VALUE);
  }

  @Override
  public void exit(RecordedTask task, PendingCall call, long result, List<Effect> effects) {
    task.memory().mappingsChanged(); // also by some calls that fail
    int number = call.number();
    boolean failed = result < 0 && result >= -4095;
    if (number == MADVISE) {
      // ENOMEM: there are holes in the range, and the rest was advised.
      if (result == 0 || result == -ENOMEM) {
        advise(call.argument(0), call.argument(1), (int) call.argument(2), effects);
      }
    } else if (number == PROCESS_MADVISE) {
      adviseVector(task, call, result, effects);
    } else if (failed) {
      boolean isPartly = result == -ENOMEM || result == -EACCES;
      if (isPartly && (number == MPROTECT || number == PKEY_MPROTECT)) {
        protectPartly(task, call, effects);
      }
    } else if (number == MMAP) {
      map(task, call, result, effects);
    } else if (number == MUNMAP) {
      for (StubRooms.Range part : StubRooms.own(call)) {
        unmap(task, part.start(), part.length(), effects);
      }
    } else if (number == MREMAP) {
      move(task, call, result, effects);
    } else if (number == BRK) {
      moveBreak(task.process.space, result, effects);
      session.buffering().breakMoved(task);
    } else if (number == SHMAT) {
      attach(task, call, result, effects);
    } else if (number == SHMDT) {
      SharedViews.View view = task.process.space.views.at(call.argument(0));
      if (view != null) {
        unmap(task, view.address(), view.length(), effects);
      }
    } else {
      protect(task, call, call.argument(0), pageUp(call.argument(1)), effects);
    }
  }

  /** Code that the program may write to is its own, to the last byte. */
  private void protect(
      RecordedTask task, PendingCall call, long address, long length, List<Effect> effects) {
    int protection = (int) call.argument(2);
    BufferedSpace hook = task.process.space.hook;
    if (hook != null && (protection & PROT_WRITE) != 0) {
      rooms.restore(task, call, hook.sites.takeSitesIn(address, length), 0);
    }
    effects.add(new Effect.Protect(address, length, protection));
  }

  /** The kernel goes from mapping to mapping, up to a hole or to one that it refuses. */
  private void protectPartly(RecordedTask task, PendingCall call, List<Effect> effects) {
    long start = call.argument(0);
    long end = start + pageUp(call.argument(1));
    long done = start;
    for (MemoryMaps.Mapping mapping : MemoryMaps.read(task.tid())) {
      boolean isNext = mapping.start() <= done && mapping.end() > done && done < end;
      if (isNext && mapping.protection() == (int) call.argument(2)) {
        done = Math.min(end, mapping.end());
      }
    }
    if (done > start) {
      protect(task, call, start, done - start, effects);
    }
  }

  private static void advise(long address, long length, int advice, List<Effect> effects) {
    for (int known : ADVICE) {
      if (known == advice) {
        effects.add(new Effect.Advise(address, pageUp(length), advice));
      }
    }
  }

  /**
   * Such advice the kernel takes (from Linux 6.13 on) for the caller's own memory only, and counts
   * what it advised: the ranges before the first one that it refused, of which it has nevertheless
   * advised what is beside holes.
   */
  private static void adviseVector(
      RecordedTask task, PendingCall call, long result, List<Effect> effects) {
    if (result < 0 && result != -ENOMEM) {
      return;
    }
    long advised = 0;
    for (Effect.Range range : vector(task, call)) {
      if (advised <= Math.max(result, 0)) {
        advise(range.address(), range.length(), (int) call.argument(3), effects);
      }
      advised += range.length();
    }
  }

  private void map(RecordedTask task, PendingCall call, long address, List<Effect> effects) {
    int protection = (int) call.argument(2);
    int flags = (int) call.argument(3);
    long length = pageUp(call.argument(1));
    if ((flags & MAP_HUGETLB) != 0) {
      // The kernel maps whole huge pages.
      length = Math.max(length, mappingAt(task, address).length());
    }
    boolean shared = (flags & MAP_TYPE) != MAP_PRIVATE;
    AddressSpace space = task.process.space;
    dropSites(space, address, length);
    space.views.remove(address, length);
    Backing backing;
    FileStatus status = null;
    String name = "";
    if ((flags & MAP_ANONYMOUS) != 0) {
      backing =
          shared
              ? new Backing.Shared(session.segments().anonymous(length, effects), 0)
              : new Backing.Anonymous();
    } else {
      String descriptor = "/proc/" + task.tid() + "/fd/" + (int) call.argument(4);
      name = FileStatus.link(descriptor);
      status = FileStatus.of(descriptor);
      backing =
          fileBacking(
              task,
              (int) call.argument(4),
              status,
              name,
              shared,
              (protection & PROT_EXEC) != 0,
              call.argument(5),
              length,
              effects);
    }
    if (shared && backing instanceof Backing.Shared view) {
      space.views.add(new SharedViews.View(address, length, view.segment(), view.offset()));
    }
    if ((flags & MAP_ANONYMOUS) == 0) {
      lookForOutsiders(task, address, effects);
    }
    effects.add(new Effect.Map(address, length, protection, flags, backing, name));
    if ((protection & PROT_EXEC) != 0 && backing instanceof Backing.FileObject file) {
      instructions.patch(task, address, length, file, effects);
      if (status != null) {
        FileIdentity identity = status.identity();
        MemoryMaps.Mapping mapping =
            new MemoryMaps.Mapping(
                address,
                address + length,
                protection,
                false,
                file.offset(),
                identity.device(),
                identity.inode(),
                name);
        session.buffering().patcher().mapped(task, identity, mapping, null, effects);
      }
    }
  }

  private Backing fileBacking(
      RecordedTask task,
      int fd,
      @Nullable FileStatus status,
      String name,
      boolean shared,
      boolean isCode,
      long offset,
      long length,
      List<Effect> effects) {
    String descriptor = "/proc/" + task.tid() + "/fd/" + fd;
    if (status != null && status.isRegular()) {
      if (shared || changes(task, fd, descriptor, status.identity())) {
        return new Backing.Shared(
            session.segments().file(descriptor, status.identity(), effects), offset);
      }
      return new Backing.FileObject(store(task, descriptor, status.identity(), isCode), offset);
    }
    if (status != null && status.rdev() == DEV_ZERO) {
      return shared
          ? new Backing.Shared(session.segments().anonymous(length, effects), 0)
          : new Backing.Anonymous();
    }
    throw new UnsupportedProgramException(
        "a mapping of " + name + ", which is neither a regular file nor /dev/zero");
  }

  /**
   * Whether what a private mapping of the file shows, where nothing was stored to it, may change
   * (MAP_PRIVATE in mmap(2)): the program can write to the file, or has it mapped shared.
   */
  private boolean changes(RecordedTask task, int fd, String descriptor, FileIdentity identity) {
    return session.segments().has(descriptor, identity)
        || (SharedSegments.flags(task, fd) & O_ACCMODE) != 0;
  }

  /** Stores the file; the hook makes further mappings of it while it stays the same. */
  private ObjectId store(
      RecordedTask task, String descriptor, FileIdentity identity, boolean isCode) {
    boolean settled = identity.hasSettled();
    ObjectId contents = session.store(Path.of(descriptor), identity);
    FileStatus after = settled ? FileStatus.of(descriptor) : null;
    if (after != null && after.identity().equals(identity) && session.failure() == null) {
      boolean isPlainCode =
          isCode
              && !instructions.isPatched(contents)
              && !session.buffering().patcher().isExpected(task, identity);
      session.buffering().kept(task, identity, contents, isPlainCode);
    }
    return contents;
  }

  private static void unmap(RecordedTask task, long address, long length, List<Effect> effects) {
    dropSites(task.process.space, address, length);
    task.process.space.views.remove(address, length);
    effects.add(new Effect.Unmap(address, length));
  }

  /** The hook made the call, which touches nothing of its own. */
  static void madeInBuffer(AddressSpace space, BufferedRecords.NotedCall call) {
    long[] arguments = call.arguments();
    if (call.number() == MMAP) {
      space.views.remove(call.result(), pageUp(arguments[1]));
    } else if (call.number() == MUNMAP) {
      space.views.remove(arguments[0], pageUp(arguments[1]));
    } else if (call.number() == BRK) {
      space.brk = call.result();
    }
  }

  /** The code there is gone, and what was patched in it. */
  private static void dropSites(AddressSpace space, long address, long length) {
    if (space.hook != null) {
      space.hook.sites.remove(address, length);
    }
  }

  private void move(RecordedTask task, PendingCall call, long to, List<Effect> effects) {
    long from = call.argument(0);
    long oldLength = pageUp(call.argument(1));
    long newLength = pageUp(call.argument(2));
    BufferedSpace hook = task.process.space.hook;
    if (hook != null && to != from) {
      dropSites(task.process.space, to, newLength);
      rooms.restore(task, call, hook.sites.takeSitesIn(from, oldLength), to - from);
    }
    SharedViews views = task.process.space.views;
    SharedViews.View view = views.at(from);
    if (view != null) {
      long offset = view.offset() + from - view.address();
      views.remove(from, oldLength);
      views.add(new SharedViews.View(to, newLength, view.segment(), offset));
    } else if (to != from) {
      views.remove(to, newLength);
    }
    effects.add(new Effect.Move(from, oldLength, to, newLength, (int) call.argument(3)));
  }

  private static void moveBreak(AddressSpace space, long now, List<Effect> effects) {
    long before = pageUp(space.brk);
    long after = pageUp(now);
    space.brk = now;
    if (after > before) {
      effects.add(
          new Effect.Map(
              before,
              after - before,
              PROT_READ_WRITE,
              MAP_PRIVATE | MAP_ANONYMOUS,
              new Backing.Anonymous(),
              "[heap]"));
    } else if (after < before) {
      effects.add(new Effect.Unmap(after, before - after));
    }
  }

  private void attach(RecordedTask task, PendingCall call, long address, List<Effect> effects) {
    MemoryMaps.Mapping mapping = mappingAt(task, address);
    long length = mapping.length();
    int protection = mapping.protection();
    int before = effects.size();
    int segment = session.segments().systemV((int) call.argument(0), length, effects);
    if (effects.size() > before) {
      byte[] contents = task.memory().read(address, (int) length);
      if (contents != null) {
        effects.add(new Effect.WriteShared(segment, 0, contents));
      }
      outsiders.look(mapping);
    }
    task.process.space.views.add(new SharedViews.View(address, length, segment, 0));
    effects.add(
        new Effect.Map(
            address, length, protection, MAP_SHARED, new Backing.Shared(segment, 0), "/SYSV"));
  }

  /** Empty where the task has been killed: its memory has no mappings then. */
  private static MemoryMaps.Mapping mappingAt(RecordedTask task, long address) {
    for (MemoryMaps.Mapping mapping : MemoryMaps.read(task.tid())) {
      if (mapping.start() == address) {
        return mapping;
      }
    }
    return new MemoryMaps.Mapping(address, address, 0, false, 0, 0, 0, "");
  }

  /** A segment is made when its memory is mapped for the first time. */
  private void lookForOutsiders(RecordedTask task, long address, List<Effect> effects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.CreateShared) {
        outsiders.look(mappingAt(task, address));
      }
    }
  }

  private static long pageUp(long value) {
    return value + PAGE - 1 & -PAGE;
  }
}
