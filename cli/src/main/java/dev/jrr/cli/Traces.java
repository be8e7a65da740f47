package dev.jrr.cli;

import dev.jrr.trace.ObjectId;
import dev.jrr.trace.ObjectStore;
import dev.jrr.trace.TraceDirectories;
import dev.jrr.trace.TraceReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The traces of this account, as the commands name them. */
final class Traces {
  private Traces() {}

  /** Where they are. */
  static TraceDirectories directories() {
    return TraceDirectories.standard(System.getenv());
  }

  /** The directory of the trace that a user means: a name, a path, or null for the latest. */
  static Path find(@Nullable String name) {
    return directories().resolve(name);
  }

  /** Opens it. */
  static TraceReader open(@Nullable String name) {
    return TraceReader.open(find(name));
  }

  /** All in the usual place, the newest first. */
  static List<Path> list() {
    return directories().list();
  }

  /** Bytes of a trace's own files; those in the object store, which it shares, do not count. */
  static long size(Path trace) {
    try (Stream<Path> files = Files.walk(trace)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException | UncheckedIOException unreadable) {
      return 0;
    }
  }

  /** Hashes the stored files again that the trace names. */
  static void checkObjects(TraceReader trace, Set<ObjectId> objects) {
    ObjectStore store = directories().storeOf(trace.directory());
    objects.forEach(store::verify);
  }

  static void remove(Path trace) {
    directories().delete(trace);
  }
}
