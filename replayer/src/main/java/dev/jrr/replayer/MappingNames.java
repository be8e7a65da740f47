package dev.jrr.replayer;

import dev.jrr.trace.ObjectId;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which recorded mapping an address belongs to. */
final class MappingNames {
  /**
   * A mapped range: {@code offset} into the file that {@code name} names, empty for anonymous
   * memory. {@code object} is the trace's copy of that file, null for all else.
   */
  record Named(long start, long end, long offset, String name, @Nullable ObjectId object) {
    /** The part from {@code from} to {@code to}, which lie in this range. */
    Named part(long from, long to) {
      return new Named(from, to, offset + from - start, name, object);
    }

    /** Where in the file the byte at {@code address} is. */
    long offsetOf(long address) {
      return offset + address - start;
    }
  }

  private final TreeMap<Long, Named> byStart = new TreeMap<>(Long::compareUnsigned);
  private long changes;

  MappingNames copy() {
    MappingNames copy = new MappingNames();
    copy.byStart.putAll(byStart);
    return copy;
  }

  void clear() {
    byStart.clear();
    changes++;
  }

  void add(long start, long length, long offset, String name, @Nullable ObjectId object) {
    remove(start, length);
    byStart.put(start, new Named(start, start + length, offset, name, object));
  }

  /** Grows whenever something here changes. */
  long changes() {
    return changes;
  }

  void remove(long start, long length) {
    changes++;
    long end = start + length;
    Map.Entry<Long, Named> entry = byStart.lowerEntry(end);
    while (entry != null && Long.compareUnsigned(entry.getValue().end, start) > 0) {
      Named named = entry.getValue();
      byStart.remove(entry.getKey());
      if (Long.compareUnsigned(named.start, start) < 0) {
        byStart.put(named.start, named.part(named.start, start));
      }
      if (Long.compareUnsigned(end, named.end) < 0) {
        byStart.put(end, named.part(end, named.end));
      }
      entry = byStart.lowerEntry(end == start ? start : Math.min(end, named.start));
    }
  }

  @Nullable Named at(long address) {
    Map.Entry<Long, Named> entry = byStart.floorEntry(address);
    return entry != null && Long.compareUnsigned(address, entry.getValue().end) < 0
        ? entry.getValue()
        : null;
  }

  Iterable<Named> all() {
    return byStart.values();
  }
}
