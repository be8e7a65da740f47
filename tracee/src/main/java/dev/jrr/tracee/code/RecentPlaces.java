package dev.jrr.tracee.code;

import java.util.LinkedHashMap;
import java.util.Map;

/** What is known of places in code, by address: of so many that were asked for last. */
final class RecentPlaces<V> extends LinkedHashMap<Long, V> {
  private static final long serialVersionUID = 1;

  private final int limit;

  RecentPlaces(int limit) {
    super(64, 0.75f, true);
    this.limit = limit;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<Long, V> eldest) {
    return size() > limit;
  }
}
