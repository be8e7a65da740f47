package dev.jrr.recorder;

import dev.jrr.layout.JrrLayout;
import dev.jrr.tracee.SyscallBuffer;
import dev.jrr.tracee.TraceeMemory;
import dev.jrr.tracee.code.PatchedSites;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The syscall buffer of one address space: its records, its patched sites and their stubs. */
final class BufferedSpace {
  final SyscallBuffer buffer;
  final PatchedSites sites;
  final BufferOptions options;

  /** How often each site that is not patched was trapped. */
  final Map<Long, Integer> traps = new HashMap<>();

  /** Where rooms for stubs begin, each of {@link SyscallPatcher#ROOM} bytes. */
  final List<Long> rooms = new ArrayList<>(2);

  /** How often places that are not patched were trapped. */
  int trapped;

  /** Bounds of what the hook leaves alone: rooms, and mappings with patched sites. */
  final List<Long> guarded = new ArrayList<>(8);

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

  /** The hook is to leave what is there alone. */
  void guard(long start, long end, TraceeMemory memory) {
    for (int index = 0; index < guarded.size(); index += 2) {
      if (guarded.get(index) == start && guarded.get(index + 1) == end) {
        return;
      }
    }
    guarded.add(start);
    guarded.add(end);
    tellGuarded(memory);
  }

  /** A room is no more. */
  void forgetRoom(long start, TraceeMemory memory) {
    rooms.remove(start);
    int index = guarded.indexOf(start);
    guarded.remove(index);
    guarded.remove(index);
    tellGuarded(memory);
  }

  private void tellGuarded(TraceeMemory memory) {
    int told = (int) Math.min(guarded.size(), JrrLayout.HOOK_GUARDED_LIMIT * 2);
    ByteBuffer words = ByteBuffer.allocate(8 + told * 8).order(ByteOrder.LITTLE_ENDIAN);
    words.putLong(guarded.size() / 2);
    guarded.subList(0, told).forEach(words::putLong);
    memory.write(JrrLayout.HOOK_GUARDED, words.array(), 0, words.capacity());
  }

  /** What a child of fork starts with. */
  BufferedSpace copy() {
    BufferedSpace copy = new BufferedSpace(buffer.copy(), options, sites.copy());
    copy.traps.putAll(traps);
    copy.rooms.addAll(rooms);
    copy.guarded.addAll(guarded);
    copy.trapped = trapped;
    copy.next = next;
    copy.end = end;
    copy.off = off;
    copy.offForGood = offForGood;
    return copy;
  }
}
