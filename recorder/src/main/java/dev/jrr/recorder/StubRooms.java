package dev.jrr.recorder;

import dev.jrr.layout.JrrLayout;
import dev.jrr.trace.Effect;
import dev.jrr.tracee.Registers;
import dev.jrr.tracee.RemoteCalls;
import dev.jrr.tracee.code.SyscallStub;
import dev.jrr.tracee.syscalls.Errno;
import dev.jrr.tracee.syscalls.SyscallTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a program's calls do to memory that is not its own: rooms of stubs make way where it maps,
 * and the jrr page stays where it unmaps. A stub goes with the original code put back at its site;
 * replay does the same by itself, by the frame's Unmap, Protect and Move.
 */
final class StubRooms {
  private static final int MMAP = SyscallTable.numberOf("mmap");
  private static final int MUNMAP = SyscallTable.numberOf("munmap");
  private static final int MREMAP = SyscallTable.numberOf("mremap");
  private static final int BRK = SyscallTable.numberOf("brk");
  private static final int SHMAT = SyscallTable.numberOf("shmat");
  private static final int SHMDT = SyscallTable.numberOf("shmdt");

  private static final long MAP_FIXED = 0x10;
  private static final long MAP_FIXED_NOREPLACE = 0x100000;
  private static final long MREMAP_FIXED = 2;
  private static final long PAGE = 4096;

  /** Addresses from {@code start} to before {@code end}, whole pages. */
  record Range(long start, long end) {
    static Range of(long address, long length) {
      long start = address & -PAGE;
      long end = address + length + PAGE - 1 & -PAGE;
      return new Range(start, Long.compareUnsigned(end, start) < 0 ? -PAGE : end);
    }

    boolean overlaps(long from, long to) {
      return Long.compareUnsigned(start, to) < 0 && Long.compareUnsigned(from, end) < 0;
    }

    long length() {
      return end - start;
    }
  }

  private final RecordSession session;

  StubRooms(RecordSession session) {
    this.session = session;
  }

  /** Looks whether the call, at its entry, touches what is not the program's. */
  void enter(RecordedTask task, PendingCall call) {
    keepOff(task, call);
    if (call.emulatedResult != null) {
      return;
    }
    List<Range> ranges = ranges(task, call);
    boolean parts = call.number() == MUNMAP && own(call).size() != 1;
    if (parts || touchesRoom(task, ranges)) {
      call.making = remote -> make(task, call, ranges, remote);
    }
  }

  /** Where jrr has its memory the program gets none: what it wishes for is not met. */
  private static void keepOff(RecordedTask task, PendingCall call) {
    boolean moves = call.number() == MREMAP && (call.argument(3) & MREMAP_FIXED) != 0;
    if (call.number() != MMAP && !moves) {
      return;
    }
    long address = call.argument(moves ? 4 : 0);
    Range range = Range.of(address, call.argument(moves ? 2 : 1));
    if (address == 0 || !range.overlaps(JrrLayout.JRR_BASE, JrrLayout.JRR_END)) {
      return;
    }
    long flags = moves ? MAP_FIXED : call.argument(3);
    if ((flags & MAP_FIXED_NOREPLACE) != 0) {
      call.emulatedResult = (long) -Errno.EEXIST.number();
    } else if ((flags & MAP_FIXED) != 0) {
      throw new UnsupportedProgramException(
          "a mapping at 0x"
              + Long.toHexString(address)
              + ", where jrr has its own memory in every program");
    } else {
      task.task.changeRegisters().setArgument(0, 0);
      call.argumentsChanged = true;
    }
  }

  private static boolean touchesRoom(RecordedTask task, List<Range> ranges) {
    BufferedSpace hook = task.process.space.hook;
    if (hook != null) {
      for (long room : hook.places.rooms()) {
        for (Range range : ranges) {
          if (range.overlaps(room, room + StubPlaces.ROOM)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** The addresses whose mappings the call changes, as far as it names them. */
  private static List<Range> ranges(RecordedTask task, PendingCall call) {
    int number = call.number();
    if (number == MMAP) {
      boolean fixed = (call.argument(3) & (MAP_FIXED | MAP_FIXED_NOREPLACE)) != 0;
      return fixed ? List.of(Range.of(call.argument(0), call.argument(1))) : List.of();
    }
    if (number == BRK) {
      long now = task.process.space.brk;
      long wanted = call.argument(0);
      boolean grows = Long.compareUnsigned(wanted, now) > 0;
      return grows ? List.of(Range.of(now, wanted - now)) : List.of();
    }
    if (number == MREMAP) {
      List<Range> ranges = new ArrayList<>(2);
      ranges.add(Range.of(call.argument(0), Math.max(call.argument(1), call.argument(2))));
      if ((call.argument(3) & MREMAP_FIXED) != 0) {
        ranges.add(Range.of(call.argument(4), call.argument(2)));
      }
      return ranges;
    }
    if (number == SHMAT || number == SHMDT) {
      return call.argument(number == SHMAT ? 1 : 0) == 0
          ? List.of()
          : List.of(Range.of(call.argument(number == SHMAT ? 1 : 0), PAGE));
    }
    return List.of(Range.of(call.argument(0), call.argument(1)));
  }

  /** What a munmap unmaps: its range without jrr's own, which the program does not know of. */
  static List<Range> own(PendingCall call) {
    Range range = Range.of(call.argument(0), call.argument(1));
    if (!range.overlaps(JrrLayout.JRR_BASE, JrrLayout.JRR_END)) {
      return List.of(range);
    }
    List<Range> parts = new ArrayList<>(2);
    if (range.start < JrrLayout.JRR_BASE) {
      parts.add(new Range(range.start, JrrLayout.JRR_BASE));
    }
    if (Long.compareUnsigned(range.end, JrrLayout.JRR_END) > 0) {
      parts.add(new Range(JrrLayout.JRR_END, range.end));
    }
    return parts;
  }

  private long make(RecordedTask task, PendingCall call, List<Range> ranges, RemoteCalls remote) {
    BufferedSpace hook = task.process.space.hook;
    if (hook != null) {
      for (long room : List.copyOf(hook.places.rooms())) {
        for (Range range : ranges) {
          if (range.overlaps(room, room + StubPlaces.ROOM) && hook.places.rooms().contains(room)) {
            hook.forgetRoom(room, task.memory());
            restore(task, call, hook.sites.takeStubsIn(room, StubPlaces.ROOM), 0);
            remote.call(MUNMAP, room, StubPlaces.ROOM);
            call.entryEffects.add(new Effect.Unmap(room, StubPlaces.ROOM));
          }
        }
      }
    }
    if (call.number() != MUNMAP) {
      return remote.call(
          call.number(),
          call.argument(0),
          call.argument(1),
          call.argument(2),
          call.argument(3),
          call.argument(4),
          call.argument(5));
    }
    long result = 0;
    for (Range part : own(call)) {
      result = result < 0 ? result : remote.call(MUNMAP, part.start, part.length());
    }
    return result;
  }

  /**
   * These stubs are no more: the code at their sites, which has moved by {@code distance}, is as it
   * was, and whoever is in one goes on there. {@code by} is at the end of {@code call}.
   */
  void restore(RecordedTask by, PendingCall call, List<SyscallStub> stubs, long distance) {
    BufferedSpace hook = by.process.space.hook;
    for (SyscallStub stub : stubs) {
      stub.restore(by.memory(), distance);
      if (hook != null) {
        hook.traps.remove(stub.site());
      }
      for (RecordedTask task : session.scheduler().tasks()) {
        if (task.process.space == by.process.space) {
          leave(task, task == by ? call : task.call, stub);
        }
      }
    }
  }

  private static void leave(RecordedTask task, @Nullable PendingCall call, SyscallStub stub) {
    if (call != null) {
      task.leftStub = stub.contains(call.at.word(Registers.RIP)) ? stub : task.leftStub;
    } else if (task.phase == RecordedTask.Phase.READY) {
      if (stub.contains(task.task.registers().rip())) {
        stub.leave(task.task.changeRegisters());
      }
    }
  }
}
