package dev.jrr.recorder;

import dev.jrr.tracee.syscalls.Errno;
import dev.jrr.tracee.syscalls.SyscallTable;

/**
 * Calls after which a signal for the task itself is often pending: they send or unblock one, or set
 * a time that may be over already.
 */
final class SignalCalls {
  private static final boolean[] SENDERS = new boolean[600];

  static {
    for (String name :
        new String[] {
          "kill",
          "tkill",
          "tgkill",
          "rt_sigqueueinfo",
          "rt_tgsigqueueinfo",
          "pidfd_send_signal",
          "rt_sigprocmask",
          "rt_sigreturn",
          "timer_settime",
          "setitimer",
          "alarm",
          "wait4",
          "waitid"
        }) {
      SENDERS[SyscallTable.numberOf(name)] = true;
    }
  }

  private SignalCalls() {}

  /** Whether to look; after an interrupted call, and after SIGPIPE's and SIGXFSZ's errors, too. */
  static boolean mayLeaveSignal(int number, long result) {
    return number >= 0 && number < SENDERS.length && SENDERS[number]
        || result == -Errno.EINTR.number()
        || result == -Errno.EPIPE.number()
        || result == -Errno.EFBIG.number();
  }
}
