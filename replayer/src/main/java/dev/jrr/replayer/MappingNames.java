package dev.jrr.replayer;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which recorded mapping an address belongs to. */
final class MappingNames {
  /**
   * A mapped range: {@code offset} into the file that {@code name} names, empty for anonymous
   * memory.
   */
  record Named(long start, long end, long offset, String name) {}

  private final TreeMap<Long, Named> byStart = new TreeMap<>(Long::compareUnsigned);

  MappingNames copy() {
    MappingNames copy = new MappingNames();
    copy.byStart.putAll(byStart);
    return copy;
  }

  void clear() {
    byStart.clear();
  }

  void add(long start, long length, long offset, String name) {
    remove(start, length);
    byStart.put(start, new Named(start, start + length, offset, name));
  }

  void remove(long start, long length) {
    long end = start + length;
    Map.Entry<Long, Named> entry = byStart.lowerEntry(end);
    while (entry != null && Long.compareUnsigned(entry.getValue().end, start) > 0) {
      Named named = entry.getValue();
      byStart.remove(entry.getKey());
      if (Long.compareUnsigned(named.start, start) < 0) {
        byStart.put(named.start, new Named(named.start, start, named.offset, named.name));
      }
      if (Long.compareUnsigned(end, named.end) < 0) {
        byStart.put(end, new Named(end, named.end, named.offset + end - named.start, named.name));
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
