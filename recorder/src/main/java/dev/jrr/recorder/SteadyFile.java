package dev.jrr.recorder;

import dev.jrr.trace.FileIdentity;
import dev.jrr.tracee.ProcFile;
import dev.jrr.tracee.kernel.Libc;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A regular file, opened to be read, of which every change from now on shows in its identity: it
 * has not been changed lately, nobody has it open for writing, and its file system gives it a new
 * time when it is changed, by a store to a mapping as well. A tmpfs does not.
 */
final class SteadyFile implements AutoCloseable {
  /** f_type of statfs(2): ext2 to ext4, XFS, Btrfs, F2FS, overlayfs, ZFS and bcachefs. */
  private static final Set<Long> TIMED =
      Set.of(0xef53L, 0x58465342L, 0x9123683eL, 0xf2f52010L, 0x794c7630L, 0x2fc12fc1L, 0xca451a4eL);

  /** fcntl(2): a lease for reading is granted where nobody has the file open for writing. */
  private static final int F_SETLEASE = 1024;

  private static final int F_RDLCK = 0;
  private static final int F_UNLCK = 2;

  /** The signal for who opens it in that moment: one that is ignored by default. */
  private static final int F_SETSIG = 10;

  private static final int SIGURG = 23;

  private static final long FCNTL = Libc.function("fcntl");
  private static final long FSTATFS = Libc.function("fstatfs");
  private static final long BUFFER = Libc.allocate(256); // struct statfs has 120 bytes

  private final int fd;
  private final FileIdentity identity;

  private SteadyFile(int fd, FileIdentity identity) {
    this.fd = fd;
    this.identity = identity;
  }

  /** The task's descriptor, opened again; null if it is no such file, or nothing tells. */
  static @Nullable SteadyFile open(int tid, int descriptor) {
    // Looked at first: to open a device may do something.
    FileStatus status = FileStatus.of("/proc/" + tid + "/fd/" + descriptor);
    if (status == null || !status.isRegular()) {
      return null;
    }
    int access = ProcFile.O_RDONLY | ProcFile.O_NONBLOCK;
    int fd = ProcFile.open(tid, "fd/" + descriptor, access);
    if (fd < 0) {
      return null;
    }
    FileIdentity identity = isTimed(fd) && isUnwritten(fd) ? identity(fd) : null;
    if (identity == null || !identity.hasSettled()) {
      ProcFile.close(fd);
      return null;
    }
    return new SteadyFile(fd, identity);
  }

  private static @Nullable FileIdentity identity(int fd) {
    FileStatus status = FileStatus.of(path(fd));
    return status == null || !status.isRegular() ? null : status.identity();
  }

  private static boolean isTimed(int fd) {
    return Libc.call(FSTATFS, fd, BUFFER) == 0 && TIMED.contains(Libc.memory().getLong(BUFFER));
  }

  /** False also where leases are not for us: of others' files, without CAP_LEASE. */
  private static boolean isUnwritten(int fd) {
    if (Libc.call(FCNTL, fd, F_SETSIG, SIGURG) < 0
        || Libc.call(FCNTL, fd, F_SETLEASE, F_RDLCK) < 0) {
      return false;
    }
    Libc.call(FCNTL, fd, F_SETLEASE, F_UNLCK);
    return true;
  }

  FileIdentity identity() {
    return identity;
  }

  /** Leads to the file until it is closed. */
  String path() {
    return path(fd);
  }

  private static String path(int fd) {
    return "/proc/self/fd/" + fd;
  }

  @Override
  public void close() {
    ProcFile.close(fd);
  }
}
