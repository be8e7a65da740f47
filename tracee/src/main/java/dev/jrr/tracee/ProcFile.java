package dev.jrr.tracee;

import dev.jrr.tracee.kernel.Libc;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The files of {@code /proc/<tid>} (proc(5)), read with no more calls than it takes: some are read
 * at every signal and every async point. For any thread.
 */
public final class ProcFile {
  /** How {@link #open} opens a file: flags of open(2). */
  public static final int O_RDONLY = 0;

  public static final int O_RDWR = 2;
  public static final int O_NONBLOCK = 04000;
  private static final int O_CLOEXEC = 0x80000;

  /** Bytes at a time; the kernel gives a page or less. */
  private static final int CHUNK = 1 << 14;

  private static final long OPEN = Libc.function("open");
  private static final long READ = Libc.function("read");
  private static final long CLOSE = Libc.function("close");
  private static final long PATH = Libc.allocate(64);
  private static final long BUFFER = Libc.allocate(CHUNK);

  private ProcFile() {}

  /** A descriptor of the file, to be given to {@link #close}, or an error's negative number. */
  public static synchronized int open(int tid, String name, int access) {
    byte[] path = ("/proc/" + tid + "/" + name + "\0").getBytes(StandardCharsets.US_ASCII);
    Libc.memory().putByteArray(PATH, path, 0, path.length);
    return (int) Libc.call(OPEN, PATH, access | O_CLOEXEC);
  }

  /** Closes such a descriptor. */
  public static void close(int fd) {
    Libc.call(CLOSE, fd);
  }

  /** The file's contents; none where the task is gone. */
  static synchronized byte[] read(int tid, String name) {
    int fd = open(tid, name, O_RDONLY);
    if (fd < 0) {
      return new byte[0];
    }
    byte[] contents = new byte[CHUNK];
    int length = 0;
    int got;
    while ((got = (int) Libc.call(READ, fd, BUFFER, CHUNK)) > 0) {
      if (contents.length < length + got) {
        contents = Arrays.copyOf(contents, 2 * contents.length);
      }
      Libc.memory().getByteArray(BUFFER, contents, length, got);
      length += got;
    }
    close(fd);
    return Arrays.copyOf(contents, length);
  }
}
