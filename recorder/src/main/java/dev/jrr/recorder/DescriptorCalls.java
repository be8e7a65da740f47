package dev.jrr.recorder;

import dev.jrr.trace.Effect;
import dev.jrr.tracee.syscalls.SyscallTable;
import java.util.List;

/**
 * Calls that make, copy or close descriptors: keeps {@link Descriptors} right. Nothing for replay.
 */
final class DescriptorCalls implements SpecialCall {
  private static final int O_TRUNC = 0x200;
  private static final int O_CLOEXEC = 0x80000;
  private static final int F_DUPFD = 0;
  private static final int F_SETFD = 2;
  private static final int F_DUPFD_CLOEXEC = 1030;
  private static final int CLOSE_RANGE_UNSHARE = 2;
  private static final int CLOSE_RANGE_CLOEXEC = 4;
  private static final int CLONE_FILES = 0x400;
  private static final int CLOSE = SyscallTable.numberOf("close");
  private static final int DUP = SyscallTable.numberOf("dup");
  private static final int DUP2 = SyscallTable.numberOf("dup2");
  private static final int DUP3 = SyscallTable.numberOf("dup3");
  private static final int FCNTL = SyscallTable.numberOf("fcntl");
  private static final int CLOSE_RANGE = SyscallTable.numberOf("close_range");
  private static final int UNSHARE = SyscallTable.numberOf("unshare");
  private static final int OPENAT2 = SyscallTable.numberOf("openat2");
  private static final int OPEN = SyscallTable.numberOf("open");
  private static final int CREAT = SyscallTable.numberOf("creat");

  private final RecordSession session;

  DescriptorCalls(RecordSession session) {
    this.session = session;
  }

  @Override
  public void exit(RecordedTask task, PendingCall call, long result, List<Effect> effects) {
    if (result < 0) {
      return;
    }
    change(task, call, result, effects);
    session.buffering().descriptorsChanged(task);
  }

  private void change(RecordedTask task, PendingCall call, long result, List<Effect> effects) {
    int number = call.number();
    if (number == UNSHARE && (call.argument(0) & CLONE_FILES) != 0
        || number == CLOSE_RANGE && (call.argument(2) & CLOSE_RANGE_UNSHARE) != 0) {
      task.descriptors = task.descriptors.copy();
      session.buffering().sharingChanged(task);
    }
    Descriptors descriptors = task.descriptors;
    int fd = (int) call.argument(0);
    if (number == CLOSE) {
      descriptors.close(fd);
    } else if (number == DUP) {
      descriptors.duplicate(fd, (int) result, false);
    } else if (number == DUP2 || number == DUP3) {
      boolean closeOnExec = number == DUP3 && (call.argument(2) & O_CLOEXEC) != 0;
      if (fd != (int) result) {
        descriptors.duplicate(fd, (int) result, closeOnExec);
      }
    } else if (number == FCNTL) {
      fcntl(descriptors, fd, call, result);
    } else if (number == CLOSE_RANGE) {
      descriptors.closeRange(
          call.argument(0) & 0xffffffffL,
          call.argument(1) & 0xffffffffL,
          (call.argument(2) & CLOSE_RANGE_CLOEXEC) != 0);
    } else if (number != UNSHARE) {
      opened(task, call, (int) result, effects);
    }
  }

  private static void fcntl(Descriptors descriptors, int fd, PendingCall call, long result) {
    int operation = (int) call.argument(1);
    if (operation == F_DUPFD || operation == F_DUPFD_CLOEXEC) {
      descriptors.duplicate(fd, (int) result, operation == F_DUPFD_CLOEXEC);
    } else if (operation == F_SETFD) {
      descriptors.setCloseOnExec(fd, (call.argument(2) & 1) != 0);
    }
  }

  private void opened(RecordedTask task, PendingCall call, int fd, List<Effect> effects) {
    boolean plainOpen = call.number() == OPEN || call.number() == CREAT;
    String path = task.memory().readString(call.argument(plainOpen ? 0 : 1), 4096);
    Descriptors descriptors = task.descriptors;
    descriptors.close(fd);
    long flags = flags(task, call);
    if ((flags & O_TRUNC) != 0 && session.segments().hasFiles()) {
      session.segments().written(task, fd, 0, 0, effects);
    }
    if (path == null) {
      return;
    }
    if (!path.startsWith("/")) {
      // From a directory: only in /proc it matters which.
      String place = FileStatus.link("/proc/" + task.tid() + "/fd/" + fd);
      path = place.startsWith("/proc/") ? place : path;
    }
    boolean closeOnExec = (flags & O_CLOEXEC) != 0;
    if (path.startsWith("/dev/std") || path.startsWith("/dev/fd/") || isOwnDescriptor(path)) {
      int source =
          path.equals("/dev/stdout") ? 1 : path.equals("/dev/stderr") ? 2 : trailingNumber(path);
      if (descriptors.get(source) instanceof Descriptors.Target.Stream stream) {
        descriptors.put(fd, stream, closeOnExec);
      }
    } else if (path.startsWith("/proc/") && path.endsWith("/mem")) {
      String owner = path.substring(6, path.length() - 4);
      int process = owner.equals("self") ? task.process.pid : trailingNumber(owner);
      descriptors.put(fd, new Descriptors.Target.Memory(process), closeOnExec);
    } else if (path.startsWith("/proc/")) {
      ProcFiles.LineFilter filter = ProcFiles.filterOf(path, task, session);
      if (filter != null) {
        descriptors.put(fd, new Descriptors.Target.Listing(filter), closeOnExec);
      }
    }
  }

  private static long flags(RecordedTask task, PendingCall call) {
    if (call.number() == CREAT) {
      return O_TRUNC;
    }
    long flags = call.argument(call.number() == OPEN ? 1 : 2);
    // struct open_how begins with them
    return call.number() == OPENAT2 ? task.memory().word(flags) : flags;
  }

  private static boolean isOwnDescriptor(String path) {
    return path.startsWith("/proc/self/fd/");
  }

  private static int trailingNumber(String path) {
    try {
      return Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
    } catch (NumberFormatException notOne) {
      return -1;
    }
  }
}
