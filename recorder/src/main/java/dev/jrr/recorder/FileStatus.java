package dev.jrr.recorder;

import dev.jrr.trace.FileIdentity;
import dev.jrr.tracee.kernel.Libc;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** stat(2), by the C library: Java's own attributes cost ten times as much at the start. */
record FileStatus(int mode, long rdev, FileIdentity identity) {
  private static final long STAT = Libc.function("stat");
  private static final long READLINK = Libc.function("readlink");
  private static final long BUFFER = Libc.allocate(8192);
  private static final int S_IFMT = 0xf000;
  private static final int S_IFREG = 0x8000;
  private static final int PATH_AT = 4096;

  /** The status of what {@code path} leads to, or null. Offsets are struct stat's (x86-64). */
  static @Nullable FileStatus of(String path) {
    if (Libc.call(STAT, copyPath(path), BUFFER) < 0) {
      return null;
    }
    var memory = Libc.memory();
    long mtime = memory.getLong(BUFFER + 88) * 1_000_000_000L + memory.getLong(BUFFER + 96);
    long ctime = memory.getLong(BUFFER + 104) * 1_000_000_000L + memory.getLong(BUFFER + 112);
    return new FileStatus(
        memory.getInt(BUFFER + 24),
        memory.getLong(BUFFER + 40),
        new FileIdentity(
            memory.getLong(BUFFER),
            memory.getLong(BUFFER + 8),
            memory.getLong(BUFFER + 48),
            mtime,
            ctime));
  }

  /** Where a symbolic link points to; empty where it cannot be read. */
  static String link(String path) {
    long got = Libc.call(READLINK, copyPath(path), BUFFER, PATH_AT);
    byte[] name = new byte[(int) Math.max(0, got)];
    Libc.memory().getByteArray(BUFFER, name, 0, name.length);
    return new String(name, StandardCharsets.UTF_8);
  }

  private static long copyPath(String path) {
    byte[] bytes = (path + "\0").getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 4096) {
      throw new IllegalArgumentException("path too long");
    }
    Libc.memory().putByteArray(BUFFER + PATH_AT, bytes, 0, bytes.length);
    return BUFFER + PATH_AT;
  }

  boolean isRegular() {
    return (mode & S_IFMT) == S_IFREG;
  }
}
