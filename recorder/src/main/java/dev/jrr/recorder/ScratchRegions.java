package dev.jrr.recorder;

import dev.jrr.layout.JrrLayout;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Where in jrr's part of an address space the scratch of each task lies. */
final class ScratchRegions {
  /** A range of scratch; {@code mapped} tells whether the task has memory there already. */
  record Region(long address, long size, boolean mapped) {}

  private final Deque<Region> free = new ArrayDeque<>();
  private long next = JrrLayout.SCRATCH;

  ScratchRegions() {
    free.add(new Region(next, JrrLayout.SCRATCH_SIZE, true));
    next += JrrLayout.SCRATCH_SIZE;
  }

  private ScratchRegions(ScratchRegions other) {
    // What the parent's tasks use is mapped in the child too, but nobody's there.
    free.addAll(other.free);
    next = other.next;
  }

  ScratchRegions copy() {
    return new ScratchRegions(this);
  }

  /** A region of at least {@code size} bytes, or null when jrr's part of the space is used up. */
  @Nullable Region take(long size) {
    for (Region region : free) {
      if (region.size >= size) {
        free.remove(region);
        return region;
      }
    }
    long rounded = size + JrrLayout.SCRATCH_SIZE - 1 & -JrrLayout.SCRATCH_SIZE;
    if (next + rounded > JrrLayout.SCRATCH + JrrLayout.SCRATCH_LIMIT) {
      return null;
    }
    Region region = new Region(next, rounded, false);
    next += rounded;
    return region;
  }

  void giveBack(Region region) {
    free.add(region);
  }
}
