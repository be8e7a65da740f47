package dev.jrr.recorder;

import dev.jrr.tracee.BufferedRecords;
import dev.jrr.tracee.SyscallBuffer;
import dev.jrr.tracee.syscalls.SyscallTable;

/**
 * Tells whether a task starves: again and again it is woken from a futex, and finds that whoever
 * woke it has taken what it waits for once more, so that it waits again and has made no other call.
 * A kernel lets one that slept so long run at once when it is woken; here whoever wakes it keeps
 * the turn, and where it calls only while it has the lock its turn never ends elsewhere.
 *
 * <p>One that idles until there is work, which it does without calls, looks the same.
 */
final class VainWaits {
  private static final int FUTEX = SyscallTable.numberOf("futex");

  /** futex's argument: how long to wait. */
  private static final int TIMEOUT = 3;

  /** What one that waits for a condition does: it unlocks mutexes, wakes who waits for these. */
  private static final int FEW = 4;

  /**
   * Who hands over to another all the time waits for less than 1 ms: such a wait is in vain only if
   * the next one is for the same value of the same word.
   */
  private static final long LONG_NS = 1_000_000;

  /** A wait counts once more for each 4 ms that it takes. */
  private static final long ONE_NS = 4_000_000;

  /** So many vain waits in a row mean that it starves, at first and at most. */
  private static final int FIRST = 16;

  private static final int MOST = 64;

  /** The word that it waits for, or waited for last, and the value that this is not to have. */
  private long word;

  private long value;

  private boolean isWaiting;
  private long sinceNs;

  /** It was woken when it waited for another task, and has done nothing since that is known. */
  private boolean isWoken;

  /** How long that wait took. */
  private long waitedNs;

  private long vain;

  /**
   * So many mean that it starves: less often where to let it in helped before, more often where it
   * did not.
   */
  private int starves = FIRST;

  /** It was let in when it was woken last. */
  private boolean isLetIn;

  /** The task makes {@code call}, at {@code nowNs} (System.nanoTime). */
  void enters(PendingCall call, long nowNs) {
    boolean waits = SureWaits.isFutexWait(call.argument(1));
    if (call.number() == FUTEX && !waits) {
      return; // as what it does in its buffer
    }
    boolean waitsForTask = call.number() == FUTEX && call.argument(TIMEOUT) == 0;
    boolean same = word == call.argument(0) && value == call.argument(2);
    if (!waitsForTask || !isWoken || !same && !isLetIn && waitedNs < LONG_NS) {
      progressed();
    } else if (isLetIn) {
      inVain();
    } else {
      vain += 1 + waitedNs / ONE_NS;
    }
    isWoken = false;
    isWaiting = waitsForTask;
    word = call.argument(0);
    value = call.argument(2);
    sinceNs = nowNs;
  }

  /** The call is over. */
  void leaves(long result, long nowNs) {
    if (isWaiting) {
      isWoken = result == 0;
      waitedNs = nowNs - sinceNs;
      isWaiting = false;
    }
  }

  /** The task made calls in its buffer. */
  void made(SyscallBuffer.Flushed calls) {
    if (isWoken
        && !(calls.count() <= FEW && new BufferedRecords(calls.records()).areFutexCalls())) {
      progressed();
    }
  }

  /** The task did something else. */
  void progressed() {
    if (isLetIn) {
      starves /= 2;
    }
    isLetIn = false;
    isWoken = false;
    vain = 0;
  }

  /** It waits no longer, and has its turn now. */
  void letIn() {
    isLetIn = true;
    vain = 0;
  }

  /** To see to it that it is let in was of no use. */
  void inVain() {
    starves = Math.min(MOST, Math.max(1, 2 * starves));
    isLetIn = false;
    vain = 0;
  }

  /** Whether it waits, and starves. */
  boolean areMany() {
    return isWaiting && vain >= starves;
  }

  /** Whether the task waits for the same futex as {@code other}. */
  boolean isWaitingWith(VainWaits other) {
    return isWaiting && other.isWaiting && word == other.word;
  }
}
