package dev.jrr.recorder;

import dev.jrr.tracee.MemoryMaps;
import dev.jrr.tracee.code.SyscallStub;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where in files the calls of this recording are made from, whichever process makes them: most
 * processes are short, and a library that was patched in one is patched in the next at once.
 */
final class HotPlaces {
  /**
   * A file as {@code /proc/PID/maps} tells it. Another one may get its number: see {@link Code}.
   */
  private record File(long device, long inode) {}

  /** Of one file. */
  static final class Places {
    /** How often calls were trapped at places that are not patched, by offset. */
    private final Map<Long, Integer> traps = new HashMap<>();

    /** The places that could not be patched, by offset. */
    private final Set<Long> refused = new HashSet<>();

    /** The places that were patched, by offset. */
    private final TreeMap<Long, Known> patched = new TreeMap<>();
  }

  /** A place's stub where it was patched last, and the code that was around the place. */
  record Known(SyscallStub stub, byte[] surroundings) {}

  /**
   * A mapping of a file's code in one address space. It may be outdated: whoever patches makes sure
   * that the memory is code of a file, and that the same bytes are there.
   */
  record Code(long start, long end, long offset, Places places) {
    /** Whether this is still what is mapped there. */
    boolean is(MemoryMaps.Mapping mapping) {
      return start == mapping.start() && end == mapping.end() && offset == mapping.offset();
    }

    /** A call was trapped there; how often that was so in all processes. */
    int trapped(long site) {
      return places.traps.merge(site - start + offset, 1, Integer::sum);
    }

    /** It could not be patched: no process tries again. */
    void refused(long site) {
      places.refused.add(site - start + offset);
    }

    boolean isRefused(long site) {
      return places.refused.contains(site - start + offset);
    }

    /** Later mappings of the file are to be patched there, too. */
    void patched(long site, Known known) {
      places.patched.put(site - start + offset, known);
    }

    /** The places in this mapping that were patched in others, by their address here. */
    Map<Long, Known> known() {
      Map<Long, Known> known = new TreeMap<>();
      places
          .patched
          .subMap(offset, offset + (end - start))
          .forEach((place, stub) -> known.put(place - offset + start, stub));
      return known;
    }
  }

  private final Map<File, Places> files = new HashMap<>();

  /** The code that is mapped there. */
  Code of(MemoryMaps.Mapping mapping) {
    Places places =
        files.computeIfAbsent(new File(mapping.device(), mapping.inode()), unknown -> new Places());
    return new Code(mapping.start(), mapping.end(), mapping.offset(), places);
  }
}
