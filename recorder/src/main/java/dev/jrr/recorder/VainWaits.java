package dev.jrr.recorder;

import dev.jrr.tracee.syscalls.SyscallTable;

/**
 * Tells whether a task starves: again and again it is woken from a futex, and finds that whoever
 * woke it has taken what it waits for once more. A kernel lets one that slept so long run at once
 * when it is woken; here whoever wakes it keeps the turn, and where it calls only while it has the
 * lock its turn never ends elsewhere.
 */
final class VainWaits {
  private static final int FUTEX = SyscallTable.numberOf("futex");

  /** So many vain waits in a row: they cost a few stops each. */
  private static final int STARVES = 16;

  /** The word and the value that it waited for last. */
  private long word;

  private long value;

  /** It was woken from that wait, and has done nothing since that is known. */
  private boolean isWoken;

  private int vain;

  /** The task makes {@code call}. */
  void enters(PendingCall call) {
    if (call.number() != FUTEX || !SureWaits.isFutexWait(call.argument(1))) {
      progressed();
      return;
    }
    boolean same = word == call.argument(0) && value == call.argument(2);
    vain = isWoken && same ? vain + 1 : 0;
    word = call.argument(0);
    value = call.argument(2);
    isWoken = false;
  }

  /** The call is over. */
  void leaves(PendingCall call, long result) {
    isWoken = call.number() == FUTEX && result == 0;
  }

  /** The task did something else, or could. */
  void progressed() {
    isWoken = false;
    vain = 0;
  }

  boolean areMany() {
    return vain >= STARVES;
  }
}
