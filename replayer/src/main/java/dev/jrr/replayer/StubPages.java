package dev.jrr.replayer;

import dev.jrr.layout.JrrLayout;
import dev.jrr.tracee.MemoryMaps;
import dev.jrr.tracee.SyscallBuffer;
import dev.jrr.tracee.code.ConditionStub;
import dev.jrr.tracee.code.JumpPlace;
import dev.jrr.tracee.code.PatchGroup;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Where condition stubs stand: regions of each address space in gaps that the recording did not use
 * so far, within reach of the code at hand. Where a recorded mapping wants one it is given up.
 */
final class StubPages {
  private static final int MMAP = 9;
  private static final int MUNMAP = 11;
  private static final int READ_WRITE_EXECUTE = 7;

  /** MAP_PRIVATE, MAP_ANONYMOUS, MAP_NORESERVE, MAP_FIXED_NOREPLACE. */
  private static final int FLAGS = 2 | 0x20 | 0x4000 | 0x100000;

  /**
   * Bytes of a region. {@link JumpPlace} looks for bytes of a displacement; in as much, it finds
   * them for any place but for the highest byte. Only what stubs stand on is ever touched.
   */
  private static final long SIZE = 4L << 20;

  /** Regions of a space at most. */
  private static final int REGIONS = 8;

  /** A stub, with what comes before its entry, and room for the end of a page. */
  private static final long STUB = ConditionStub.SIZE_LIMIT + 4096;

  /** A jump reaches 2 GiB; some of it is left for what the group itself refers to. */
  private static final long REACH = 1L << 30;

  /** Gaps nearer than this to a mapping are left for the program's own growth. */
  private static final long DISTANCE = 16L << 20;

  private StubPages() {}

  /** Where the stub for {@code group} may be entered; 0 without room. */
  static long entry(ReplayTask task, PatchGroup group) {
    List<Long> regions = task.space.stubs;
    for (long region : regions) {
      long entry = choose(group, region, region + SIZE);
      if (entry != 0) {
        return entry;
      }
    }
    if (regions.size() == REGIONS) {
      try (CallList calls = new CallList(task.task)) {
        calls.addAny(MUNMAP, regions.remove(0), SIZE);
      }
      tell(task.space);
    }
    return map(task, group);
  }

  private static long choose(PatchGroup group, long low, long high) {
    long site = group.instructions().get(0).address();
    long from = Math.max(low, site - REACH) + PatchGroup.JUMP;
    return JumpPlace.choose(group, from, Math.min(high, site + REACH) - STUB);
  }

  /** Maps a region in the gap whose place for the stub is nearest. */
  private static long map(ReplayTask task, PatchGroup group) {
    long site = group.instructions().get(0).address();
    long best = 0;
    long region = 0;
    long below = 1 << 16;
    for (MemoryMaps.Mapping mapping : MemoryMaps.read(task.task.tid())) {
      long low = below + DISTANCE & -4096;
      long high = mapping.start() - DISTANCE & -4096;
      below = mapping.end();
      if (high - low < SIZE) {
        continue;
      }
      // Nearest to the code: from its side of the gap.
      long near = Math.max(low, Math.min(high - SIZE, high <= site ? high - 64 * SIZE : low));
      for (long from : new long[] {near, low}) {
        long entry = choose(group, from, high);
        if (entry != 0 && (best == 0 || Math.abs(entry - site) < Math.abs(best - site))) {
          best = entry;
          region = Math.min((entry & -4096) - 4096, high - SIZE);
        }
      }
    }
    if (best == 0) {
      return 0;
    }
    try (CallList calls = new CallList(task.task)) {
      if (calls.call(MMAP, region, SIZE, READ_WRITE_EXECUTE, FLAGS, -1, 0) != region) {
        return 0;
      }
    }
    task.space.stubs.add(region);
    tell(task.space);
    return best;
  }

  /** A recorded mapping is about to take or to leave the range: the stubs make way. */
  static void makeWay(ReplaySpace space, CallList calls, long start, long length) {
    for (Iterator<Long> regions = space.stubs.iterator(); regions.hasNext(); ) {
      long region = regions.next();
      if (start < region + SIZE && region < start + length) {
        calls.addAny(MUNMAP, region, SIZE);
        regions.remove();
        tell(space);
      }
    }
  }

  /** Tells the hook where the regions are, which it does not know to unmap. */
  static void tell(ReplaySpace space) {
    List<Long> bounds = new ArrayList<>(2 * space.stubs.size());
    for (long region : space.stubs) {
      bounds.add(region);
      bounds.add(region + SIZE);
    }
    SyscallBuffer.tellPairs(
        space.memory, JrrLayout.HOOK_GUARDED, bounds, JrrLayout.HOOK_GUARDED_LIMIT);
  }
}
