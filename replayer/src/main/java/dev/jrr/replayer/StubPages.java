package dev.jrr.replayer;

import dev.jrr.tracee.MemoryMaps;
import dev.jrr.tracee.RemoteCalls;
import dev.jrr.tracee.Witness;
import dev.jrr.tracee.code.ConditionStub;
import java.util.List;

/**
 * Where condition stubs stand: a few pages of each address space within reach of the code at hand,
 * in a gap that the recording did not use so far. Where a recorded mapping wants them they are
 * given up.
 */
final class StubPages {
  private static final int MMAP = 9;
  private static final int MUNMAP = 11;
  private static final int READ_WRITE_EXECUTE = 7;
  private static final int PRIVATE_ANONYMOUS_FIXED = 2 | 0x20 | 0x100000; // MAP_FIXED_NOREPLACE
  private static final long SIZE = ConditionStub.SIZE_LIMIT;

  /** A jump reaches 2 GiB; some of it is left for what the group itself refers to. */
  private static final long REACH = 1L << 30;

  /** Gaps nearer than this to a mapping are left for the program's own growth. */
  private static final long DISTANCE = 16L << 20;

  private StubPages() {}

  /** The address of the space's stub pages, moved near {@code site} if needed; 0 without room. */
  static long near(ReplayTask task, long site) {
    ReplaySpace space = task.space;
    if (space.stubs != 0 && Math.abs(space.stubs - site) < REACH) {
      return space.stubs;
    }
    long gap = gap(MemoryMaps.read(task.task.tid()), site);
    if (gap == 0) {
      return 0;
    }
    try (RemoteCalls remote = new RemoteCalls(task.task)) {
      if (space.stubs != 0) {
        remote.call(MUNMAP, space.stubs, SIZE);
        space.stubs = 0;
      }
      long result =
          remote.call(MMAP, gap, SIZE, READ_WRITE_EXECUTE, PRIVATE_ANONYMOUS_FIXED, -1, 0);
      space.stubs = result == gap ? gap : 0;
    }
    return space.stubs;
  }

  private static long gap(List<MemoryMaps.Mapping> mappings, long site) {
    long best = 0;
    long below = 1 << 16;
    for (MemoryMaps.Mapping mapping : mappings) {
      long room = mapping.start() - below;
      if (room > 2 * DISTANCE + SIZE) {
        long low = below + DISTANCE & -4096;
        long high = mapping.start() - DISTANCE - SIZE & -4096;
        long candidate = Math.abs(low - site) < Math.abs(high - site) ? low : high;
        if (best == 0 || Math.abs(candidate - site) < Math.abs(best - site)) {
          best = candidate;
        }
      }
      below = mapping.end();
    }
    return Math.abs(best - site) < REACH ? best : 0;
  }

  /** A recorded mapping is about to take the range: the stubs make way. */
  static void makeWay(ReplaySpace space, RemoteCalls remote, long start, long length) {
    if (space.stubs != 0 && start < space.stubs + SIZE && space.stubs < start + length) {
      remote.call(MUNMAP, space.stubs, SIZE);
      space.stubs = 0;
    }
  }

  /** The task's writable memory without the stubs. */
  static Witness.Writable writable(ReplayTask task) {
    return Witness.Writable.of(task.task.tid(), task.space.stubs, task.space.stubs + SIZE);
  }
}
