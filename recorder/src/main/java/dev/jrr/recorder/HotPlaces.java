package dev.jrr.recorder;

import dev.jrr.recorder.FilePlaces.Known;
import dev.jrr.trace.FileIdentity;
import dev.jrr.trace.IdentityCache;
import dev.jrr.trace.ObjectStore;
import dev.jrr.tracee.MemoryMaps;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where in files calls are made from: most processes are short, and what was patched in one of a
 * program is patched in the next as soon as it is mapped. What a recording finds it leaves in the
 * store's cache for later ones.
 */
final class HotPlaces {
  /** A place is worth a patch when calls were trapped there so often, in whichever processes. */
  static final int TRAPS = 3;

  /**
   * Where a program has mapped a file's code. It may be outdated: whoever patches makes sure that
   * the memory is code of a file, and that the same bytes are there.
   */
  record Code(MemoryMaps.Mapping mapping, FilePlaces places, ProgramPlaces program) {
    /** Whether this is still what is mapped there. */
    boolean is(MemoryMaps.Mapping now) {
      return mapping.start() == now.start()
          && mapping.end() == now.end()
          && mapping.offset() == now.offset()
          && mapping.inode() == now.inode()
          && mapping.device() == now.device();
    }

    /** A call was trapped there; how often that was so in all processes. */
    int trapped(long site) {
      return places.trapped(place(site));
    }

    /** It cannot be patched: no process tries again. */
    void refused(long site) {
      places.refused(place(site));
    }

    boolean isRefused(long site) {
      return places.isRefused(place(site));
    }

    /** Later mappings of the file are to be patched there, too. */
    void patched(long site, Known known) {
      places.patched(place(site), known);
      program.uses(places, place(site));
    }

    /** What is known of the place. */
    @Nullable Known known(long site) {
      return places.known(place(site));
    }

    /** What is known of the places here that the program makes calls from, by their addresses. */
    Map<Long, Known> expected() {
      Map<Long, Known> expected = new TreeMap<>();
      long first = mapping.offset();
      for (long place : program.usedOf(places).subSet(first, first + mapping.length())) {
        Known known = places.known(place);
        if (known != null) {
          expected.put(place - first + mapping.start(), known);
        }
      }
      return expected;
    }

    private long place(long site) {
      return site - mapping.start() + mapping.offset();
    }
  }

  private final IdentityCache fileCache;
  private final IdentityCache programCache;
  private final Map<FileIdentity, FilePlaces> files = new HashMap<>();
  private final Map<FileIdentity, ProgramPlaces> programs = new HashMap<>();

  HotPlaces(ObjectStore store) {
    fileCache = store.cache("sites");
    programCache = store.cache("sites-used");
  }

  /** Those of the program that the task has just begun to execute. */
  ProgramPlaces ofProgram(RecordedTask task) {
    FileStatus status = FileStatus.of("/proc/" + task.tid() + "/exe");
    return status == null
        ? new ProgramPlaces(null)
        : programs.computeIfAbsent(status.identity(), this::readProgram);
  }

  private ProgramPlaces readProgram(FileIdentity program) {
    ProgramPlaces places = new ProgramPlaces(program);
    places.read(programCache);
    return places;
  }

  /** The code of the file that a program has mapped there. */
  Code of(FileIdentity file, MemoryMaps.Mapping mapping, ProgramPlaces program) {
    return new Code(mapping, ofFile(file), program);
  }

  /** The same, of which file ever. */
  Code of(RecordedTask task, MemoryMaps.Mapping mapping, ProgramPlaces program) {
    MappedFile file = MappedFile.of(task, mapping);
    FilePlaces places = file == null ? new FilePlaces(null) : ofFile(file.status().identity());
    return new Code(mapping, places, program);
  }

  /** Whether the program is to be patched as soon as it maps the file. */
  boolean isExpected(FileIdentity file, ProgramPlaces program) {
    FilePlaces places = ofFile(file);
    return program.usedOf(places).stream().anyMatch(place -> places.known(place) != null);
  }

  private FilePlaces ofFile(FileIdentity file) {
    return files.computeIfAbsent(file, this::readFile);
  }

  private FilePlaces readFile(FileIdentity file) {
    FilePlaces places = new FilePlaces(file);
    places.read(fileCache);
    return places;
  }

  /** The recording is over: leaves what it found to later ones. */
  void keep() {
    files.values().forEach(places -> places.write(fileCache));
    programs.values().forEach(places -> places.write(programCache));
  }
}
