package dev.jrr.tracee;

import dev.jrr.tracee.kernel.Libc;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The files of {@code /proc/<tid>} (proc(5)), read with no more calls than it takes: they are read
 * at every signal and every async point. For any thread.
 */
final class ProcFile {
  private static final int O_RDONLY_CLOEXEC = 0x80000;

  /** Bytes at a time; the kernel gives a page or less. */
  private static final int CHUNK = 1 << 14;

  private static final long OPEN = Libc.function("open");
  private static final long READ = Libc.function("read");
  private static final long CLOSE = Libc.function("close");
  private static final long PATH = Libc.allocate(64);
  private static final long BUFFER = Libc.allocate(CHUNK);

  private ProcFile() {}

  /** The file's contents; none where the task is gone. */
  static synchronized byte[] read(int tid, String name) {
    byte[] path = ("/proc/" + tid + "/" + name + "\0").getBytes(StandardCharsets.US_ASCII);
    Libc.memory().putByteArray(PATH, path, 0, path.length);
    int fd = (int) Libc.call(OPEN, PATH, O_RDONLY_CLOEXEC);
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
    Libc.call(CLOSE, fd);
    return Arrays.copyOf(contents, length);
  }
}
