package dev.jrr.recorder;

import dev.jrr.tracee.syscalls.SyscallTable;
import java.util.Map;
import java.util.function.Predicate;

/** Calls by which a task waits until a time, whatever else it waits for. */
final class TimedWaits {
  /** FUTEX_PRIVATE_FLAG and FUTEX_CLOCK_REALTIME, which say nothing of what is to be done. */
  private static final long FUTEX_FLAGS = 128 | 256;

  /** FUTEX_WAIT, FUTEX_LOCK_PI, FUTEX_WAIT_BITSET, FUTEX_WAIT_REQUEUE_PI, FUTEX_LOCK_PI2. */
  private static final long FUTEX_WAITS = 1 << 0 | 1 << 6 | 1 << 9 | 1 << 11 | 1 << 13;

  private static final Map<Integer, Predicate<PendingCall>> CALLS =
      Map.ofEntries(
          call("nanosleep", call -> true),
          call("clock_nanosleep", call -> true),
          call("futex", call -> isFutexWait(call.argument(1)) && call.argument(3) != 0),
          call("poll", call -> (int) call.argument(2) > 0),
          call("ppoll", call -> call.argument(2) != 0),
          call("select", call -> call.argument(4) != 0),
          call("pselect6", call -> call.argument(4) != 0),
          call("epoll_wait", call -> (int) call.argument(3) > 0),
          call("epoll_pwait", call -> (int) call.argument(3) > 0),
          call("epoll_pwait2", call -> call.argument(3) != 0),
          call("rt_sigtimedwait", call -> call.argument(2) != 0));

  private TimedWaits() {}

  private static Map.Entry<Integer, Predicate<PendingCall>> call(
      String name, Predicate<PendingCall> hasTime) {
    return Map.entry(SyscallTable.numberOf(name), hasTime);
  }

  private static boolean isFutexWait(long operation) {
    long command = operation & 0xffffffffL & ~FUTEX_FLAGS;
    return command < Integer.SIZE && (FUTEX_WAITS >> command & 1) != 0;
  }

  /** Whether {@code task} is in such a call. */
  static boolean isIn(RecordedTask task) {
    PendingCall call = task.call;
    Predicate<PendingCall> hasTime = call == null ? null : CALLS.get(call.number());
    return hasTime != null && hasTime.test(call);
  }
}
