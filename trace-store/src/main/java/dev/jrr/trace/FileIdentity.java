package dev.jrr.trace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What tells one version of a file from another without reading it: the fields of stat(2).
 *
 * @param device st_dev
 * @param inode st_ino
 * @param size bytes
 * @param mtimeNs nanoseconds since 1970
 * @param ctimeNs nanoseconds since 1970; user code cannot set it
 */
public record FileIdentity(long device, long inode, long size, long mtimeNs, long ctimeNs) {
  /** Bytes of the five fields. */
  static final int LENGTH = 5 * Long.BYTES;

  /**
   * The identity of the file at {@code path}, links followed (also those of /proc/PID/fd).
   *
   * @throws TraceException.ReadFailed if there is none
   */
  public static FileIdentity of(Path path) {
    try {
      Map<String, Object> stat =
          Files.readAttributes(path, "unix:dev,ino,size,lastModifiedTime,ctime");
      return new FileIdentity(
          ((Number) stat.get("dev")).longValue(),
          ((Number) stat.get("ino")).longValue(),
          ((Number) stat.get("size")).longValue(),
          ((FileTime) stat.get("lastModifiedTime")).to(TimeUnit.NANOSECONDS),
          ((FileTime) stat.get("ctime")).to(TimeUnit.NANOSECONDS));
    } catch (IOException e) {
      throw TraceException.input(path, e);
    }
  }

  /** Whether {@code that} is the same version; device numbers differ between stat and maps. */
  boolean sameVersion(FileIdentity that) {
    return size == that.size && mtimeNs == that.mtimeNs && ctimeNs == that.ctimeNs;
  }

  /**
   * Whether the file has rested long enough for a later change to show: times have the grain of the
   * kernel's tick (at most 10 ms), of 2 s at worst where they have no fraction.
   */
  public boolean hasSettled() {
    long nowNs = System.currentTimeMillis() * 1_000_000L;
    long grainNs = ctimeNs % 1_000_000_000L == 0 ? 2_100_000_000L : 50_000_000L;
    return nowNs - Math.max(ctimeNs, mtimeNs) > grainNs;
  }
}
