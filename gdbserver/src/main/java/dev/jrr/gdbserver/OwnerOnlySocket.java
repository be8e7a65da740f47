package dev.jrr.gdbserver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * A place in the file system for a Unix socket that nobody but its owner can ever connect to.
 * bind(2) makes the socket with the umask's mode, so it is bound in a directory that only the owner
 * can enter, made 0600 there, and only then linked to where it belongs; a link does not replace
 * what is there already.
 */
final class OwnerOnlySocket {
  private final Path path;
  private final Path directory;
  private boolean published;

  private OwnerOnlySocket(Path path, Path directory) {
    this.path = path;
    this.directory = directory;
  }

  /** Makes the directory, beside the path because links do not cross file systems. */
  static OwnerOnlySocket prepare(Path path) throws IOException {
    Path absolute = path.toAbsolutePath();
    Path directory =
        Files.createTempDirectory(
            absolute.getParent(),
            ".jrr",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    return new OwnerOnlySocket(absolute, directory);
  }

  /** Where to bind. */
  Path bindPath() {
    return directory.resolve("s");
  }

  /**
   * Makes the bound socket visible under its path.
   *
   * @throws IOException when something is there already
   */
  void publish() throws IOException {
    Files.setPosixFilePermissions(bindPath(), PosixFilePermissions.fromString("rw-------"));
    Files.createLink(path, bindPath());
    published = true;
    removeDirectory();
  }

  /** Removes what is left; never fails. */
  void remove() {
    try {
      if (published) {
        Files.deleteIfExists(path);
      }
      removeDirectory();
    } catch (IOException e) {
      System.getLogger(OwnerOnlySocket.class.getName())
          .log(System.Logger.Level.WARNING, "cannot remove " + path, e);
    }
  }

  private void removeDirectory() throws IOException {
    Files.deleteIfExists(bindPath());
    Files.deleteIfExists(directory);
  }
}
