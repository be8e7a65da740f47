package dev.jrr.trace;

import java.io.FileNotFoundException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The names of a trace's files and how they are opened: created private, read only if they are
 * regular files and no links.
 */
final class TraceFiles {
  static final String HEADER = "HEADER";
  static final String END = "END";
  static final String INDEX = "index";
  static final String RESOLVED = "resolved";
  static final String FRAMES = "frames";
  static final String DATA = "data";

  /** 0700. */
  static final FileAttribute<Set<PosixFilePermission>> PRIVATE_DIRECTORY =
      PosixFilePermissions.asFileAttribute(
          EnumSet.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.OWNER_EXECUTE));

  /** 0600. */
  static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
      PosixFilePermissions.asFileAttribute(
          EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));

  private static final Set<OpenOption> CREATE_NEW =
      Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);

  private static final AtomicLong SERIAL = new AtomicLong(System.nanoTime());

  private static final String PROCESS = process();

  private TraceFiles() {}

  /** This process's id. ProcessHandle would start a thread pool: 10 ms. */
  private static String process() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self")).toString();
    } catch (IOException e) {
      return "0"; // the serial and O_EXCL tell temporaries apart as well
    }
  }

  /** {@code frames.0000} and so on; more digits past 9999. */
  static String numbered(String stream, int number) {
    String digits = Integer.toString(number);
    return stream + "." + "0000".substring(Math.min(4, digits.length())) + digits;
  }

  /** A name that no other process or thread uses for a temporary file. */
  static String temporaryName() {
    return ".tmp-"
        + PROCESS
        + "-"
        + Long.toUnsignedString(SERIAL.getAndIncrement(), Character.MAX_RADIX);
  }

  static FileChannel createPrivate(Path file) throws IOException {
    return FileChannel.open(file, CREATE_NEW, PRIVATE_FILE);
  }

  /** As {@link #createPrivate}, but works in a thread that is interrupted, where channels fail. */
  static OutputStream createPrivateStream(Path file) throws IOException {
    Files.createFile(file, PRIVATE_FILE);
    return new FileOutputStream(file.toFile());
  }

  /** Makes {@code file} hold {@code bytes}, all or none of them whenever it is looked at. */
  static void replace(Path file, byte[] bytes) throws IOException {
    Path temporary = file.resolveSibling(temporaryName());
    try {
      try (OutputStream out = createPrivateStream(temporary)) {
        out.write(bytes);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      try {
        Files.deleteIfExists(temporary);
      } catch (IOException ignored) {
        // What is told is why it failed; the leftover has a temporary's name.
      }
      throw e;
    }
  }

  /** The attributes of {@code file} itself, or null where there is none. */
  static @Nullable BasicFileAttributes attributes(Path file) {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return null;
    } catch (IOException e) {
      throw TraceException.input(file, e);
    }
  }

  /**
   * Opens a trace's file, or gives null where there is none. A link, directory or device in its
   * place is refused. (RandomAccessFile, as a channel is closed under a thread that is
   * interrupted.)
   */
  static @Nullable RandomAccessFile open(Path file) {
    BasicFileAttributes attributes = attributes(file);
    if (attributes == null) {
      return null;
    }
    if (!attributes.isRegularFile()) {
      throw new TraceException.Corrupt(
          file, 0, "a link, directory or device is where a plain file belongs");
    }
    try {
      return new RandomAccessFile(file.toFile(), "r");
    } catch (FileNotFoundException e) {
      throw TraceException.input(file, e);
    }
  }

  /**
   * The contents of {@code file}, at most {@code limit} bytes of them; null where there is none.
   */
  static byte @Nullable [] read(Path file, int limit) {
    try (RandomAccessFile in = open(file)) {
      if (in == null) {
        return null;
      }
      byte[] bytes = new byte[(int) Math.min(in.length(), limit)];
      int length = 0;
      int count;
      while (length < bytes.length && (count = in.read(bytes, length, bytes.length - length)) > 0) {
        length += count;
      }
      return length == bytes.length ? bytes : java.util.Arrays.copyOf(bytes, length);
    } catch (IOException e) {
      throw TraceException.input(file, e);
    }
  }
}
