package dev.jrr.recorder;

import dev.jrr.tracee.BufferedRecords;
import dev.jrr.tracee.syscalls.Errno;
import dev.jrr.tracee.syscalls.SyscallTable;

/**
 * Calls that found nothing to do: a poll with no time to wait, a read of an empty pipe. A task that
 * makes one after the other waits for somebody, who should have the turn.
 */
final class FutileCalls {
  /** So many in a row are polling; a server's last read before it waits is only one. */
  private static final int POLLING = 3;

  /** A result of 0 says that nothing is ready. */
  private static final boolean[] ZERO_IS_NOTHING =
      calls(
          "poll",
          "ppoll",
          "select",
          "pselect6",
          "epoll_wait",
          "epoll_pwait",
          "epoll_pwait2",
          "wait4");

  /**
   * A loop that polls may also sleep a little, or look at the time. And what rt_sigreturn answers
   * is what the handler interrupted, often a call's result that was counted when it came.
   */
  private static final boolean[] NEUTRAL = calls("nanosleep", "clock_nanosleep", "rt_sigreturn");

  private FutileCalls() {}

  private static boolean[] calls(String... names) {
    boolean[] set = new boolean[600];
    for (String name : names) {
      set[SyscallTable.numberOf(name)] = true;
    }
    return set;
  }

  /** Whether {@code task}, whose call ended, does nothing but poll. */
  static boolean isPolling(RecordedTask task, int number, long result) {
    boolean known = number >= 0 && number < NEUTRAL.length;
    if (known && NEUTRAL[number] || BufferedRecords.asksForTime(number)) {
      return false;
    }
    boolean futile =
        result == -Errno.EAGAIN.number()
            || result == -Errno.ETIMEDOUT.number()
            || result == 0 && known && ZERO_IS_NOTHING[number];
    task.futileCalls = futile ? task.futileCalls + 1 : 0;
    return task.futileCalls >= POLLING;
  }
}
