package dev.jrr.recorder;

import dev.jrr.tracee.MemoryMaps;
import dev.jrr.tracee.code.SiteCode;
import dev.jrr.tracee.code.SyscallStub;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Where stubs stand in one address space: in rooms, each of {@link #ROOM} bytes. A place is used
 * once, since a task may be in a stub whose site is no more.
 */
final class StubPlaces {
  /** Bytes of a room: so many that every jump with one byte that traps reaches some of them. */
  static final long ROOM = 1 << 16;

  private static final long PAGE = 4096;

  /** Places that are nearer to each other are in the same page as a rule. */
  private static final long STEP = 256;

  /** Sites so far above one are to reach the same room as it does. */
  private static final long NEIGHBOURS = 8L << 20;

  private final List<Long> rooms = new ArrayList<>(2);

  /** The starts of the stubs that stand there, or stood. */
  private final TreeSet<Long> used = new TreeSet<>();

  /** What a child of fork starts with. */
  StubPlaces copy() {
    StubPlaces copy = new StubPlaces();
    copy.rooms.addAll(rooms);
    copy.used.addAll(used);
    return copy;
  }

  /** Where the rooms begin; not to be changed. */
  List<Long> rooms() {
    return rooms;
  }

  /** Memory was mapped for a room. */
  void add(long room) {
    rooms.add(room);
  }

  /** A room is no more. */
  void forget(long room) {
    rooms.remove(room);
    used.subSet(room, room + ROOM).clear();
  }

  /** A stub stands there. */
  void use(long start) {
    used.add(start);
  }

  /** Whether a stub may stand there. */
  boolean isFree(long start) {
    return overlapping(start) == null && roomAround(start) != 0;
  }

  /** The stub that one at {@code start} would overlap; null for none. */
  private @Nullable Long overlapping(long start) {
    Long before = used.lower(start + SyscallStub.SIZE_LIMIT);
    return before != null && before + SyscallStub.SIZE_LIMIT > start ? before : null;
  }

  private long roomAround(long start) {
    for (long room : rooms) {
      if (start >= room && start + SyscallStub.SIZE_LIMIT <= room + ROOM) {
        return room;
      }
    }
    return 0;
  }

  /** Whether nothing stands between the stubs that start there. */
  boolean areNeighbours(long start, long next) {
    Long following = used.higher(start);
    return following != null && following == next && roomAround(start) == roomAround(next);
  }

  /** The first free place for a stub of {@code code} at {@code site}; 0 where there is none. */
  long find(SiteCode code, long site) {
    for (long room : rooms) {
      long place = Math.abs(room - site) < MemoryMaps.REACH ? find(code, site, room) : 0;
      if (place != 0) {
        return place;
      }
    }
    return 0;
  }

  /** In a page that has stubs already, if there is one. */
  private long find(SiteCode code, long site, long room) {
    long end = room + ROOM - SyscallStub.SIZE_LIMIT + 1;
    long first = 0;
    long place = code.place(site, room, end);
    while (place != 0) {
      Long inTheWay = overlapping(place);
      if (inTheWay == null && isInUsedPage(place)) {
        return place;
      }
      first = first == 0 && inTheWay == null ? place : first;
      long next = inTheWay == null ? place + STEP : inTheWay + SyscallStub.SIZE_LIMIT;
      place = code.place(site, next, end);
    }
    return first;
  }

  private boolean isInUsedPage(long place) {
    long page = place & -PAGE;
    return !used.subSet(page, page + PAGE).isEmpty();
  }

  /** Where a room for a stub of {@code code} at {@code site} may be mapped; 0 where none can. */
  static long gap(SiteCode code, long site, List<MemoryMaps.Mapping> mappings) {
    long best =
        MemoryMaps.gapWith(
            mappings,
            site,
            ROOM,
            (low, high) -> {
              long lowest = code.placeForMost(site, low, high);
              long inside = lowest == 0 ? 0 : code.placeForMost(site, lowest + NEIGHBOURS, high);
              return inside == 0 ? lowest : inside;
            });
    if (best != 0) {
      return best & -PAGE;
    }
    long near = MemoryMaps.gapNear(mappings, site, ROOM);
    long end = near + ROOM - SyscallStub.SIZE_LIMIT;
    return near == 0 || code.place(site, near, end) == 0 ? 0 : near;
  }
}
