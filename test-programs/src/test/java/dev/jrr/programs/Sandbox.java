package dev.jrr.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * The directories of one test. Each run of a program gets {@link #freshWork}, which has the same
 * path every time, as programs may print it. What a failed test leaves stays for a look.
 */
final class Sandbox implements AutoCloseable {
  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final AtomicInteger SERIAL = new AtomicInteger();

  private final Path directory;
  private final Path traces;
  private boolean passed;

  private Sandbox(String name, boolean ownStore, Surroundings surroundings) {
    String unique = name + "-" + SERIAL.incrementAndGet();
    directory = TARGET.resolve("sandboxes").resolve(unique);
    traces = ownStore ? directory.resolve("traces") : TARGET.resolve(store(surroundings));
    delete(directory);
    create(directory);
    if (!Files.exists(traces)) {
      surroundings.give(create(traces));
    }
  }

  /** With the object store that the tests share, which saves copying libraries. */
  static Sandbox of(String name) {
    return in(Surroundings.OPEN, name);
  }

  /** For processes in these surroundings, which share an object store of their own. */
  static Sandbox in(Surroundings surroundings, String name) {
    return new Sandbox(name, false, surroundings);
  }

  private static String store(Surroundings surroundings) {
    return surroundings == Surroundings.OPEN
        ? "traces"
        : "traces-" + surroundings.name().toLowerCase(Locale.ROOT);
  }

  /** With an object store of its own. */
  static Sandbox withOwnStore(String name) {
    return new Sandbox(name, true, Surroundings.OPEN);
  }

  /** An empty working directory, at the same path every time. */
  Path freshWork() {
    Path work = directory.resolve("work");
    delete(work);
    create(work);
    return work;
  }

  /** Takes the working directory away, with the files the program made. */
  void deleteWork() {
    delete(directory.resolve("work"));
  }

  /** An empty directory to replay in, which has nothing of the program's. */
  Path elsewhere() {
    return create(directory.resolve("elsewhere"));
  }

  /** A path in the sandbox that nothing uses. */
  Path path(String name) {
    return directory.resolve(name);
  }

  /** Where a trace of this name goes; what was there is deleted. */
  Path freshTrace(String name) {
    Path trace = traces.resolve(directory.getFileName() + "-" + name);
    delete(trace);
    return trace;
  }

  /** The directory that holds the traces and their object store. */
  Path traces() {
    return traces;
  }

  /** Says that nothing here needs to be looked at. */
  void passed() {
    passed = true;
  }

  @Override
  public void close() {
    if (!passed) {
      return;
    }
    try (Stream<Path> all = Files.list(traces)) {
      all.filter(p -> p.getFileName().toString().startsWith(directory.getFileName() + "-"))
          .forEach(Sandbox::delete);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    delete(directory);
  }

  private static Path create(Path directory) {
    try {
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes a file or a directory with all that is in it; links are not followed. */
  static void delete(Path path) {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies a directory with all that is in it. */
  static void copy(Path from, Path to) {
    try (Stream<Path> all = Files.walk(from)) {
      for (Path one : all.toList()) {
        Files.copy(one, to.resolve(from.relativize(one).toString()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
