package dev.jrr.recorder;

import dev.jrr.tracee.SyscallBuffer;
import dev.jrr.tracee.code.PatchedSites;
import java.util.HashMap;
import java.util.Map;

/** The syscall buffer of one address space: its records, its patched sites and their stubs. */
final class BufferedSpace {
  final SyscallBuffer buffer;
  final PatchedSites sites;
  final BufferOptions options;

  /** How often each site that is not patched was trapped. */
  final Map<Long, Integer> traps = new HashMap<>();

  /** Where the next stub goes, and the end of the room for it. */
  long next;

  long end;

  /** Every call bails, for as long as tasks share the memory but not the descriptors. */
  boolean off;

  /** For good: the space is used in a way that the hook does not know. */
  boolean offForGood;

  BufferedSpace(SyscallBuffer buffer, BufferOptions options) {
    this(buffer, options, new PatchedSites());
  }

  private BufferedSpace(SyscallBuffer buffer, BufferOptions options, PatchedSites sites) {
    this.buffer = buffer;
    this.options = options;
    this.sites = sites;
  }

  /** What a child of fork starts with. */
  BufferedSpace copy() {
    BufferedSpace copy = new BufferedSpace(buffer.copy(), options, sites.copy());
    copy.traps.putAll(traps);
    copy.next = next;
    copy.end = end;
    copy.off = off;
    copy.offForGood = offForGood;
    return copy;
  }
}
