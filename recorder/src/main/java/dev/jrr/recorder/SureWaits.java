package dev.jrr.recorder;

import dev.jrr.tracee.syscalls.SyscallTable;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/**
 * Calls of which it is known at their entry that they wait: those that the hook has just found
 * nothing ready for, and sleeps. Others may have their turn at once.
 */
final class SureWaits {
  private static final long FUTEX_COMMAND = 0x7f;
  private static final long FUTEX_WAIT = 0;
  private static final long FUTEX_WAIT_BITSET = 9;

  private static final Set<Integer> SLEEPS =
      Set.of(SyscallTable.numberOf("nanosleep"), SyscallTable.numberOf("clock_nanosleep"));

  /** What the hook leaves, and when it leaves that for no other reason. */
  private static final Map<Integer, BiPredicate<RecordedTask, PendingCall>> LEFT_BY_HOOK =
      Map.ofEntries(
          call("futex", (task, call) -> isFutexWait(call.argument(1))),
          call("poll", (task, call) -> true),
          call("ppoll", (task, call) -> true),
          call("select", (task, call) -> true),
          call("pselect6", (task, call) -> true),
          call("epoll_wait", (task, call) -> true),
          call("epoll_pwait", (task, call) -> true),
          call("epoll_pwait2", (task, call) -> true),
          call("wait4", (task, call) -> true),
          call("read", SureWaits::readsStream),
          call("readv", SureWaits::readsStream));

  private SureWaits() {}

  private static Map.Entry<Integer, BiPredicate<RecordedTask, PendingCall>> call(
      String name, BiPredicate<RecordedTask, PendingCall> waits) {
    return Map.entry(SyscallTable.numberOf(name), waits);
  }

  /** Whether that operation of futex(2) waits for the word to change. */
  static boolean isFutexWait(long operation) {
    long command = operation & FUTEX_COMMAND;
    return command == FUTEX_WAIT || command == FUTEX_WAIT_BITSET;
  }

  /** Of other files the hook leaves reads for the recorder to look at. */
  private static boolean readsStream(RecordedTask task, PendingCall call) {
    return Buffering.isPipeOrSocket(task, call.argument(0));
  }

  /** Whether {@code call}, which {@code task} is about to make, waits for sure. */
  static boolean has(RecordedTask task, PendingCall call) {
    if (SLEEPS.contains(call.number())) {
      return true;
    }
    BiPredicate<RecordedTask, PendingCall> waits = LEFT_BY_HOOK.get(call.number());
    return waits != null && SyscallPatcher.isLeftByHook(task, call) && waits.test(task, call);
  }
}
