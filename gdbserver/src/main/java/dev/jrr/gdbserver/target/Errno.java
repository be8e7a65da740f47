package dev.jrr.gdbserver.target;

/** Why a request failed, in the kernel's words and numbers (asm-generic/errno-base.h, errno.h). */
public enum Errno {
  /** Not permitted: a replay cannot be changed so. */
  EPERM(1),
  /** No such file. */
  ENOENT(2),
  /** No such process or thread. */
  ESRCH(3),
  /** The read or write failed. */
  EIO(5),
  /** Longer than the server takes. */
  E2BIG(7),
  /** No such open file. */
  EBADF(9),
  /** The file may not be opened. */
  EACCES(13),
  /** No memory at that address. */
  EFAULT(14),
  /** In use. */
  EBUSY(16),
  /** It is there already. */
  EEXIST(17),
  /** A part of the path is not a directory. */
  ENOTDIR(20),
  /** The path names a directory. */
  EISDIR(21),
  /** The request makes no sense. */
  EINVAL(22),
  /** Too many open files. */
  EMFILE(24),
  /** No room left: no debug register, for instance. */
  ENOSPC(28),
  /** The trace's files can only be read. */
  EROFS(30),
  /** The path is too long. */
  ENAMETOOLONG(36),
  /** This target cannot do that. */
  ENOSYS(38);

  private final int number;

  Errno(int number) {
    this.number = number;
  }

  /** The number on Linux x86-64. */
  public int number() {
    return number;
  }
}
