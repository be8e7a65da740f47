package dev.jrr.replayer;

import dev.jrr.tracee.MemoryMaps;
import dev.jrr.tracee.MemoryMaps.Mapping;
import dev.jrr.tracee.Task;
import java.util.ArrayList;
import java.util.List;

/**
 * Replaces code of a replay for a while, whatever its protection is. What several mappings share
 * and this one cannot write (a JIT writes its code through another) the kernel lets no tracer
 * write, either: that goes through the segment's file.
 */
final class CodeMemory {
  private static final int WRITE = 2;

  private final SharedMemory shared;

  CodeMemory(SharedMemory shared) {
    this.shared = shared;
  }

  /** Writes where {@code task}, which is stopped, has code. */
  void write(Task task, long address, byte[] bytes) {
    if (task.memory().write(address, bytes, 0, bytes.length) == bytes.length) {
      return;
    }
    Mapping mapping = MemoryMaps.at(MemoryMaps.read(task.tid()), address);
    if (mapping == null
        || !mapping.shared()
        || !shared.write(mapping.inode(), placeIn(mapping, address), bytes)) {
      throw new IllegalStateException(
          "the code at 0x" + Long.toHexString(address) + " cannot be replaced");
    }
  }

  private static long placeIn(Mapping mapping, long address) {
    return address - mapping.start() + mapping.offset();
  }

  /**
   * Where {@code task} can write what it has at {@code address}: there, or where the same part of a
   * file is mapped shared as well. Each is the mapping, cut to begin at that place.
   */
  static List<Mapping> writableAt(Task task, long address) {
    List<Mapping> mappings = MemoryMaps.read(task.tid());
    Mapping mapping = MemoryMaps.at(mappings, address);
    List<Mapping> writable = new ArrayList<>(1);
    if (mapping == null) {
      return writable;
    }
    long place = placeIn(mapping, address);
    for (Mapping other : mappings) {
      boolean same =
          other == mapping
              || mapping.shared()
                  && other.shared()
                  && other.inode() == mapping.inode()
                  && other.device() == mapping.device()
                  && place >= other.offset()
                  && place < other.offset() + other.length();
      if (same && (other.protection() & WRITE) != 0) {
        writable.add(
            new Mapping(
                other.start() + place - other.offset(),
                other.end(),
                other.protection(),
                other.shared(),
                place,
                other.device(),
                other.inode(),
                other.name()));
      }
    }
    return writable;
  }
}
