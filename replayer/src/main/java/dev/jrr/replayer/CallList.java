package dev.jrr.replayer;

import dev.jrr.layout.JrrLayout;
import dev.jrr.tracee.Registers;
import dev.jrr.tracee.Stop;
import dev.jrr.tracee.SyscallRestart;
import dev.jrr.tracee.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Calls that a replayed task is made to execute: as many as are added cost one stop, after the last
 * ({@code make_calls} in jrr_page.S). Registers and signal mask are saved at the start and put back
 * by {@link #close}. The task may be at any stop; a call that it was about to make is not made.
 *
 * <p>They end with a trap, which a recording could not have: it resets what the task does with
 * SIGTRAP. No replayed task has such a disposition of its own.
 */
final class CallList implements AutoCloseable {
  /** As an argument of a call: the descriptor that the last {@link #addOpen} opened. */
  static final long FILE = JrrLayout.LIST_FILE;

  private static final long ALL_SIGNALS = -1L;
  private static final int SIGTRAP = 5;
  private static final int OPEN = 2;

  /** What the kernel answers of a task that is gone. */
  private static final long ESRCH = 3;

  /** Negative results down to here are error numbers. */
  private static final long LAST_ERROR = -4095;

  /** Bytes of a call in the list: its number and six arguments. */
  private static final int CALL_SIZE = 7 * Long.BYTES;

  private static final int RESERVED_FLAG = 2;

  private final Task task;
  private final long[] saved = new long[Registers.COUNT];
  private final long savedMask;

  /** What is in the list from its beginning; names of files are at its end. */
  private final ByteBuffer calls =
      ByteBuffer.allocate((int) JrrLayout.CALL_LIST_SIZE).order(ByteOrder.LITTLE_ENDIAN);

  /** What each of them is called if it fails, null if it may. */
  private final List<@Nullable String> purposes = new ArrayList<>();

  private int names = calls.capacity();
  private @Nullable String failure;
  private int newTask;
  private boolean gone;

  CallList(Task task) {
    this.task = task;
    System.arraycopy(task.registers().words(), 0, saved, 0, saved.length);
    savedMask = task.ptrace().getSignalMask(task.tid());
    task.ptrace().setSignalMask(task.tid(), ALL_SIGNALS);
  }

  /** A call that must succeed, as it did when recorded; {@code purpose} is what it is for. */
  void add(String purpose, long number, long... arguments) {
    put(purpose, number, arguments);
  }

  /** A call whose result does not matter. */
  void addAny(long number, long... arguments) {
    put(null, number, arguments);
  }

  /** Opens a file, which {@link #FILE} names in the calls after it. */
  void addOpen(String path, int flags) {
    byte[] name = (path + "\0").getBytes(StandardCharsets.UTF_8);
    makeRoom(name.length);
    names -= name.length;
    calls.put(names, name);
    put("opening " + path, OPEN, JrrLayout.CALL_LIST + names, flags, 0);
  }

  private void put(@Nullable String purpose, long number, long... arguments) {
    makeRoom(0);
    calls.putLong(number);
    for (int index = 0; index < 6; index++) {
      calls.putLong(index < arguments.length ? arguments[index] : 0);
    }
    purposes.add(purpose);
  }

  /** For a call, the end of the list, and a name. */
  private void makeRoom(int name) {
    if (names - calls.position() < CALL_SIZE + Long.BYTES + name) {
      run();
    }
  }

  /** Makes what was added, and then this; answers its result, -3 (ESRCH) if the task is gone. */
  long call(long number, long... arguments) {
    put(null, number, arguments);
    return run();
  }

  /** Makes what was added; answers the last result. The list is empty then. */
  long run() {
    int count = purposes.size();
    if (count == 0) {
      return 0;
    }
    int end = calls.position();
    calls.putLong(JrrLayout.LIST_END);
    write(0, calls.position());
    write(names, calls.capacity());
    gone = gone || !goThrough();
    long result = -ESRCH;
    if (!gone) {
      task.memory().read(JrrLayout.CALL_LIST, calls.array(), 0, end);
    }
    for (int index = 0; index < count; index++) {
      result = gone ? -ESRCH : calls.getLong(index * CALL_SIZE);
      if (result < 0 && result >= LAST_ERROR && purposes.get(index) != null && failure == null) {
        failure = purposes.get(index) + " failed with errno " + -result;
      }
    }
    purposes.clear();
    calls.clear();
    names = calls.capacity();
    return result;
  }

  private void write(int from, int to) {
    byte[] bytes = Arrays.copyOfRange(calls.array(), from, to);
    task.memory().write(JrrLayout.CALL_LIST + from, bytes, 0, bytes.length);
  }

  /** False where the task ended. */
  private boolean goThrough() {
    Registers registers = task.changeRegisters();
    registers.set(Registers.RIP, JrrLayout.MAKE_CALLS);
    registers.set(Registers.RBX, JrrLayout.CALL_LIST);
    registers.set(Registers.ORIG_RAX, -1);
    registers.set(Registers.EFLAGS, RESERVED_FLAG); // the program may have set the trap flag
    while (task.cont(0)) {
      Stop stop = task.waitForStop();
      if (stop instanceof Stop.NewTask) {
        newTask = (int) task.ptrace().eventMessage(task.tid());
      } else if (stop.isEnd()) {
        task.ptrace().tellAgain(task.tid());
        return false;
      } else if (stop instanceof Stop.SignalDelivery delivery
          && delivery.signal() == SIGTRAP
          && task.registers().rip() == JrrLayout.CALLS_MADE + 1) {
        return true;
      }
    }
    return false;
  }

  /** What failed first, null if nothing did that must not. */
  @Nullable String failure() {
    return failure;
  }

  /** The task that the last call made, 0 if none. */
  int newTask() {
    return newTask;
  }

  /** Makes what was added and puts registers and signal mask back. */
  @Override
  public void close() {
    run();
    SyscallRestart.prevent(saved);
    task.setRegisters(saved);
    if (!gone) {
      task.flushRegisters();
      task.ptrace().setSignalMask(task.tid(), savedMask);
    }
  }
}
