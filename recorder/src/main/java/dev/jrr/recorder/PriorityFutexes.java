package dev.jrr.recorder;

import dev.jrr.trace.Effect;
import dev.jrr.tracee.SignalStatus;
import dev.jrr.tracee.StatFile;
import dev.jrr.tracee.Stop;
import dev.jrr.tracee.TraceeMemory;
import dev.jrr.tracee.kernel.Libc;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/**
 * Futexes with priority inheritance (futex(2), FUTEX_LOCK_PI), whose word the kernel itself stores
 * to. Three of its stores are not in the call of a task that has the turn, and are made to be:
 *
 * <ul>
 *   <li>A task that must wait has the WAITERS bit set for it before it sleeps. The bit is set here,
 *       before the call, so that the kernel finds it set; and nobody else runs until it sleeps.
 *   <li>A lock that is free is taken within the call: such a call is not one that may block.
 *   <li>When an owner ends, the waiter that gets the lock stores its id on its own. The recorder
 *       waits for that, and for the end of the waiter's call, before anybody else runs.
 * </ul>
 *
 * An unlock stores the next owner's id, or 0, in the call of the task that unlocks.
 */
final class PriorityFutexes implements SpecialCall {
  private static final long COMMAND = 0x7f;
  private static final long LOCK_PI = 6;
  private static final long LOCK_PI2 = 13;

  private static final int TID = 0x3fffffff;
  private static final int WAITERS = 0x80000000;

  private static final long SCHED_YIELD = Libc.function("sched_yield");

  /** How long the kernel may take to hand over the lock of a task that ended: 1 s. */
  private static final long HAND_OVER_NS = 1_000_000_000;

  private static final int NANOSECONDS = 1_000_000_000;

  private final RecordSession session;

  /** Some task has waited for such a lock. */
  private boolean used;

  PriorityFutexes(RecordSession session) {
    this.session = session;
  }

  @Override
  public void enter(RecordedTask task, PendingCall call) {
    long command = call.argument(1) & COMMAND;
    if (command != LOCK_PI && command != LOCK_PI2) {
      return;
    }
    TraceeMemory memory = task.memory();
    long address = call.argument(0);
    byte[] bytes = memory.read(address, 4);
    if (bytes == null || address % 4 != 0 || !isTimeoutRight(memory, call.argument(3))) {
      call.returnsAtOnce = true;
      return;
    }
    int word = value(bytes);
    int owner = word & TID;
    if (owner == 0 || owner == id(task)) {
      call.returnsAtOnce = true;
      return;
    }
    if ((word & WAITERS) == 0) {
      byte[] waited = bytes(word | WAITERS);
      memory.write(address, waited, 0, waited.length);
      call.entryEffects.add(new Effect.WriteMemory(address, waited));
    }
    used = true;
  }

  private static boolean isTimeoutRight(TraceeMemory memory, long timeout) {
    if (timeout == 0) {
      return true;
    }
    byte[] bytes = memory.read(timeout, 16);
    if (bytes == null) {
      return false;
    }
    ByteBuffer time = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    return time.getLong(0) >= 0 && time.getLong(8) >= 0 && time.getLong(8) < NANOSECONDS;
  }

  private static int value(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
  }

  private static byte[] bytes(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }

  /**
   * Until the kernel has queued the task nobody else may run: an owner that unlocks would find no
   * waiter, and the task would store its id to the free word at any later time.
   */
  @Override
  public void entered(RecordedTask task) {
    if (!isWaiting(task)) {
      return;
    }
    char state = StatFile.read(task.tid()).state();
    while (!session.pollStop(task) && state != ' ' && state != 'S') {
      Libc.call(SCHED_YIELD);
      state = StatFile.read(task.tid()).state();
    }
  }

  /** Those that wait for a lock whose owner is {@code dying}. */
  List<RecordedTask> waitersFor(RecordedTask dying) {
    List<RecordedTask> found = new ArrayList<>(0);
    if (!used) {
      return found;
    }
    int id = id(dying);
    for (RecordedTask task : session.scheduler().tasks()) {
      if (task != dying && isWaiting(task) && owner(task) == id) {
        found.add(task);
      }
    }
    return found;
  }

  private static boolean isWaiting(RecordedTask task) {
    PendingCall call = task.call;
    if (call == null || !(call.special instanceof PriorityFutexes)) {
      return false;
    }
    long command = call.argument(1) & COMMAND;
    return (command == LOCK_PI || command == LOCK_PI2) && !call.returnsAtOnce;
  }

  private static int id(RecordedTask task) {
    return SignalStatus.read(task.tid()).task();
  }

  private static int owner(RecordedTask waiter) {
    PendingCall call = waiter.call;
    byte[] bytes = call == null ? null : waiter.memory().read(call.argument(0), 4);
    return bytes == null ? 0 : value(bytes) & TID;
  }

  /**
   * The owner of what these wait for has ended, whose id was {@code former}: waits until the kernel
   * has given each lock to one of them, whose call then ends before anybody else runs.
   */
  void handOver(List<RecordedTask> waiting, int former) {
    long deadline = System.nanoTime() + HAND_OVER_NS;
    List<RecordedTask> open = new ArrayList<>(waiting);
    while (!open.isEmpty() && System.nanoTime() < deadline) {
      Libc.call(SCHED_YIELD);
      open.removeIf(waiter -> session.pollStop(waiter) || isAnothers(waiter, former));
    }
    for (RecordedTask waiter : waiting) {
      if (session.task(waiter.tid()) == waiter && waiter.pendingStop instanceof Stop.Syscall) {
        session.handlePendingStop(waiter);
      }
    }
  }

  /** Whether the lock was given to another one. */
  private static boolean isAnothers(RecordedTask waiter, int former) {
    int owner = owner(waiter);
    return owner != 0 && owner != former && owner != id(waiter);
  }
}
