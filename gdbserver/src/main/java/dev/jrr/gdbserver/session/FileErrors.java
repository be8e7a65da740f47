package dev.jrr.gdbserver.session;

import dev.jrr.gdbserver.target.Errno;
import java.util.EnumMap;
import java.util.Map;

/**
 * Error numbers of gdb's File-I/O protocol ("Errno Values" in its manual): those of Linux, but only
 * some of them, and with two moved.
 */
final class FileErrors {
  /** An error that the protocol has no number for. */
  static final int UNKNOWN = 9999;

  private static final Map<Errno, Integer> NUMBERS = new EnumMap<>(Errno.class);

  static {
    for (Errno same :
        new Errno[] {
          Errno.EPERM, Errno.ENOENT, Errno.EBADF, Errno.EACCES, Errno.EFAULT, Errno.EBUSY,
          Errno.EEXIST, Errno.ENOTDIR, Errno.EISDIR, Errno.EINVAL, Errno.EMFILE, Errno.ENOSPC,
          Errno.EROFS
        }) {
      NUMBERS.put(same, same.number());
    }
    NUMBERS.put(Errno.ENOSYS, 88);
    NUMBERS.put(Errno.ENAMETOOLONG, 91);
  }

  private FileErrors() {}

  /** The protocol's number. */
  static int number(Errno errno) {
    return NUMBERS.getOrDefault(errno, UNKNOWN);
  }
}
