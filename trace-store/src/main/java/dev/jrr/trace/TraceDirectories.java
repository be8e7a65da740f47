package dev.jrr.trace;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where traces are, what they are called, and how they go. */
public final class TraceDirectories {
  private static final String LATEST = "latest";
  private static final int MAX_NAME_LENGTH = 64;

  /** How deep a trace's directories may be, for deleting. */
  private static final int MAX_DEPTH = 16;

  private final Path root;

  private TraceDirectories(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /** The traces in {@code root}, which need not exist yet. */
  public static TraceDirectories at(Path root) {
    return new TraceDirectories(root);
  }

  /**
   * The default place: {@code JRR_TRACE_DIR}, else {@code XDG_DATA_HOME/jrr} (if absolute, as the
   * XDG base directory specification wants), else {@code ~/.local/share/jrr}.
   */
  public static TraceDirectories standard(Map<String, String> environment) {
    String own = environment.get("JRR_TRACE_DIR");
    if (own != null && !own.isEmpty()) {
      return at(Path.of(own));
    }
    String data = environment.get("XDG_DATA_HOME");
    if (data != null && data.startsWith("/")) {
      return at(Path.of(data, "jrr"));
    }
    String home = environment.get("HOME");
    if (home == null || home.isEmpty()) {
      home = System.getProperty("user.home", "/");
    }
    return at(Path.of(home, ".local", "share", "jrr"));
  }

  /** The directory that holds the traces. */
  public Path root() {
    return root;
  }

  /** The object store that new traces in the root share. */
  public ObjectStore objects() {
    return ObjectStore.at(root);
  }

  /**
   * Makes a new, empty directory (0700) for a trace of {@code program}: {@code <program>-<n>} with
   * the first n that is higher than all there.
   *
   * @throws TraceException.CannotCreate where that cannot be
   */
  public Path create(String program) {
    String prefix = plainName(program) + "-";
    try {
      Files.createDirectories(root, TraceFiles.PRIVATE_DIRECTORY);
      for (long n = highest(prefix) + 1; ; n++) {
        Path directory = root.resolve(prefix + n);
        try {
          return Files.createDirectory(directory, TraceFiles.PRIVATE_DIRECTORY);
        } catch (FileAlreadyExistsException e) {
          // Another recorder was faster.
        }
      }
    } catch (IOException e) {
      throw new TraceException.CannotCreate(root, TraceException.reason(e), e);
    }
  }

  /** The last part of {@code program} with whatever a shell or a terminal may mind replaced. */
  private static String plainName(String program) {
    int end = program.length();
    while (end > 0 && program.charAt(end - 1) == '/') {
      end--;
    }
    String last = program.substring(program.lastIndexOf('/', end - 1) + 1, end);
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < last.length() && i < MAX_NAME_LENGTH; i++) {
      char c = last.charAt(i);
      boolean plain =
          c >= 'a' && c <= 'z'
              || c >= 'A' && c <= 'Z'
              || c >= '0' && c <= '9'
              || c == '_'
              || i > 0 && (c == '.' || c == '-' || c == '+');
      name.append(plain ? c : '_');
    }
    return name.length() == 0 ? "program" : name.toString();
  }

  private long highest(String prefix) throws IOException {
    long highest = -1;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (name.startsWith(prefix)) {
          highest = Math.max(highest, number(name, prefix.length()));
        }
      }
    }
    return highest;
  }

  /** The decimal number from {@code start} on; -1 if it is none, or one too long to be ours. */
  private static long number(String name, int start) {
    if (start == name.length() || name.length() - start > 15) {
      return -1;
    }
    long number = 0;
    for (int i = start; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      number = 10 * number + c - '0';
    }
    return number;
  }

  /**
   * Makes {@code latest} a link to {@code trace}, at once and whole. Does nothing if that cannot
   * be: the trace has its name.
   */
  public void setLatest(Path trace) {
    Path absolute = trace.toAbsolutePath().normalize();
    Path target = root.equals(absolute.getParent()) ? absolute.getFileName() : absolute;
    Path temporary = root.resolve(TraceFiles.temporaryName());
    try {
      Files.createDirectories(root, TraceFiles.PRIVATE_DIRECTORY);
      Files.createSymbolicLink(temporary, target);
      Files.move(temporary, root.resolve(LATEST), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      try {
        Files.deleteIfExists(temporary);
      } catch (IOException ignored) {
        // It is but a link with a temporary's name.
      }
    }
  }

  /** The traces in the root, the newest first. */
  public List<Path> list() {
    record Dated(Path path, long time) {}

    List<Dated> found = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(root)) {
      for (Path entry : entries) {
        if (!Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          continue; // a user's notes, say
        }
        BasicFileAttributes header = TraceFiles.attributes(entry.resolve(TraceFiles.HEADER));
        if (header != null) {
          found.add(new Dated(entry, header.lastModifiedTime().toMillis()));
        }
      }
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw TraceException.input(root, e);
    }
    found.sort(Comparator.comparingLong(Dated::time).reversed().thenComparing(Dated::path));
    List<Path> paths = new ArrayList<>();
    for (Dated dated : found) {
      paths.add(dated.path());
    }
    return paths;
  }

  /**
   * The trace that a user means: null or empty is the latest, a plain name one in the root or else
   * in the working directory, anything with a slash a path.
   *
   * @throws TraceException.Missing if there is none
   */
  public Path resolve(@Nullable String name) {
    if (name == null || name.isEmpty() || name.equals(LATEST)) {
      return latest();
    }
    if (name.indexOf('/') < 0 && !name.equals(".") && !name.equals("..")) {
      Path inRoot = root.resolve(name);
      if (Files.isDirectory(inRoot)) {
        return inRoot;
      }
    }
    Path path = Path.of(name).toAbsolutePath().normalize();
    if (!Files.exists(path)) {
      throw new TraceException.Missing(name, "it is neither in " + root + " nor a path from here");
    }
    return path;
  }

  private Path latest() {
    Path link = root.resolve(LATEST);
    try {
      Path trace = root.resolve(Files.readSymbolicLink(link)).normalize();
      if (Files.isDirectory(trace)) {
        return trace;
      }
      throw new TraceException.Missing("latest", "the latest trace, " + trace + ", is gone");
    } catch (IOException | UnsupportedOperationException e) {
      throw new TraceException.Missing("latest", "nothing has been recorded in " + root + " yet");
    }
  }

  /**
   * The store of {@code trace}'s objects: its own if it has one (a packed trace), else that beside
   * it, else that of the root.
   */
  public ObjectStore storeOf(Path trace) {
    if (hasObjects(trace)) {
      return ObjectStore.at(trace);
    }
    Path parent;
    try {
      parent = trace.toRealPath().getParent();
    } catch (IOException e) {
      parent = trace.toAbsolutePath().normalize().getParent();
    }
    return parent != null && isStore(parent) ? ObjectStore.at(parent) : objects();
  }

  private static boolean hasObjects(Path directory) {
    return Files.isDirectory(directory.resolve("objects"), LinkOption.NOFOLLOW_LINKS);
  }

  /** A trace may lie anywhere: what is called objects there may be somebody else's. */
  private static boolean isStore(Path directory) {
    if (!hasObjects(directory)) {
      return false;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory.resolve("objects"))) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (!name.matches("[0-9a-f]{2}") && !name.startsWith(".tmp-")) {
          return false;
        }
      }
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * Deletes {@code trace} and what is in it; links in it go, what they point to stays. The header
   * goes last, so that a deletion that was stopped can be done again.
   *
   * @throws TraceException.Missing if there is nothing
   * @throws TraceException.NotATrace if it is a link, or has no header
   */
  public void delete(Path trace) {
    BasicFileAttributes attributes = TraceFiles.attributes(trace);
    if (attributes == null) {
      throw new TraceException.Missing(trace.toString(), "there is no such directory");
    }
    if (!attributes.isDirectory()) {
      throw new TraceException.NotATrace(trace, "it is no directory");
    }
    BasicFileAttributes header = TraceFiles.attributes(trace.resolve(TraceFiles.HEADER));
    if (header == null || !header.isRegularFile()) {
      throw new TraceException.NotATrace(trace, "it has no file " + TraceFiles.HEADER);
    }
    try {
      try (DirectoryStream<Path> entries = Files.newDirectoryStream(trace)) {
        if (entries instanceof SecureDirectoryStream<Path> secure) {
          deleteEntries(secure, MAX_DEPTH, TraceFiles.HEADER);
        } else {
          throw new IOException("this file system cannot delete without following links");
        }
      }
      Files.delete(trace.resolve(TraceFiles.HEADER));
      Files.delete(trace);
      forgetLatest(trace);
    } catch (IOException e) {
      throw TraceException.output(trace, e);
    }
  }

  /** Deletes by open directories: a directory that becomes a link meanwhile is not followed. */
  private static void deleteEntries(
      SecureDirectoryStream<Path> directory, int depth, @Nullable String spared)
      throws IOException {
    if (depth == 0) {
      throw new IOException("its directories are nested too deeply");
    }
    for (Path entry : directory) {
      Path name = entry.getFileName();
      if (name.toString().equals(spared)) {
        continue;
      }
      BasicFileAttributes attributes =
          directory
              .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
              .readAttributes();
      if (attributes.isDirectory()) {
        try (SecureDirectoryStream<Path> inner =
            directory.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
          deleteEntries(inner, depth - 1, null);
        }
        directory.deleteDirectory(name);
      } else {
        directory.deleteFile(name);
      }
    }
  }

  private void forgetLatest(Path trace) throws IOException {
    Path link = root.resolve(LATEST);
    if (Files.isSymbolicLink(link)
        && root.resolve(Files.readSymbolicLink(link))
            .normalize()
            .equals(trace.toAbsolutePath().normalize())) {
      Files.deleteIfExists(link);
    }
  }
}
