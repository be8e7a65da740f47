package dev.jrr.replayer;

import dev.jrr.trace.ObjectId;
import dev.jrr.trace.ObjectStore;
import dev.jrr.trace.TraceException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A directory in which gdb finds the recorded program's files by the paths that they had: links to
 * the trace's copies, made as the replay maps them. Nothing of the recording leads out of it: all
 * directories in it are real ones, made here, and a path that climbs is left out.
 *
 * <p>A path that cannot be made costs gdb one file's symbols, no more.
 */
public final class Sysroot implements AutoCloseable {
  private final Path directory;
  private final ObjectStore objects;
  private final Map<String, ObjectId> linked = new HashMap<>();

  /** Makes an empty directory that only this user can look into. */
  public Sysroot(ObjectStore objects) throws IOException {
    this.directory = Files.createTempDirectory("jrr-sysroot-");
    this.objects = objects;
  }

  /** Where it is. */
  public Path directory() {
    return directory;
  }

  /** Lets {@code path}, as the recording names it, be {@code object} from now on. */
  void link(String path, ObjectId object) {
    if (object.equals(linked.get(path)) || !isPlain(path)) {
      return;
    }
    linked.put(path, object);
    Path link = directory.resolve(path.substring(1));
    try {
      makeDirectories(link.getParent());
      if (Files.isSymbolicLink(link)) {
        Files.delete(link);
      }
      Files.createSymbolicLink(link, objects.path(object).toAbsolutePath());
    } catch (IOException | TraceException left) {
      // A name that is both a file and a directory, one that is too long, or an object that is not
      // there: replay itself tells of the last.
    }
  }

  /** Absolute, with no part that means another directory. */
  private static boolean isPlain(String path) {
    if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
      return false;
    }
    for (String part : path.substring(1).split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        return false;
      }
    }
    return true;
  }

  private void makeDirectories(Path wanted) throws IOException {
    if (wanted.equals(directory)) {
      return;
    }
    makeDirectories(wanted.getParent());
    if (!Files.isDirectory(wanted, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectory(wanted);
    }
  }

  /** Takes the directory away, links and all; what they point to stays. */
  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException | UncheckedIOException left) {
      // It is in the directory for temporary files.
    }
  }
}
