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

  private static final long NAME_TO_HANDLE_AT = Libc.function("name_to_handle_at");
  private static final int AT_FDCWD = -100;
  private static final int AT_SYMLINK_FOLLOW = 0x400;
  private static final int AT_HANDLE_FID = 0x200;

  /** Handles that only tell files apart are there since Linux 6.5, on more file systems. */
  private static final int[] HANDLE_FLAGS = {AT_SYMLINK_FOLLOW | AT_HANDLE_FID, AT_SYMLINK_FOLLOW};

  /** MAX_HANDLE_SZ (linux/fs.h). */
  private static final int HANDLE_LIMIT = 128;

  private static final int MOUNT_AT = 256;

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

  /**
   * The handle (name_to_handle_at(2)) of what {@code path} leads to: unlike the inode's number no
   * later file has the same. Empty where the file system has none.
   */
  static String handle(String path) {
    var memory = Libc.memory();
    long name = copyPath(path);
    for (int flags : HANDLE_FLAGS) {
      memory.putInt(BUFFER, HANDLE_LIMIT); // struct file_handle: bytes, type, the handle
      if (Libc.call(NAME_TO_HANDLE_AT, AT_FDCWD, name, BUFFER, BUFFER + MOUNT_AT, flags) == 0) {
        byte[] handle = new byte[memory.getInt(BUFFER)];
        memory.getByteArray(BUFFER + 8, handle, 0, handle.length);
        return new String(handle, StandardCharsets.ISO_8859_1);
      }
    }
    return "";
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
