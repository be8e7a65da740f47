package dev.jrr.tracee;

import dev.jrr.layout.JrrLayout;
import dev.jrr.tracee.syscalls.SyscallTable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The supervisor's end of one address space's syscall buffer (hook.c): the words that it shares
 * with the hook, and the records. The buffer is the space's own memory, which a child of fork
 * inherits as all else; {@link #copy} goes with it.
 */
public final class SyscallBuffer {
  /** What the hook does with a call. */
  public enum Mode {
    /** The stub's own syscall makes it. */
    OFF,
    /** It is made, and a record kept. */
    RECORD,
    /** Its record is taken from the buffer. */
    REPLAY
  }

  /** Calls that the hook wrote down since the last time: their number and their records. */
  public record Flushed(int count, byte[] records) {}

  /** Never reached: the hook goes on. */
  private static final long NO_STOP = -1;

  /** Once so much is in use, the next records go to the start again. */
  private static final int REWIND_AT = 1 << 16;

  /** Bytes from HOOK_COUNT to HOOK_POSITION's end. */
  private static final int COUNTERS = 16;

  private long count;
  private long position;
  private boolean stopWanted;

  /** A new program's buffer, empty. */
  public SyscallBuffer(TraceeMemory memory, Mode mode) {
    ByteBuffer words = ByteBuffer.allocate(0x30).order(ByteOrder.LITTLE_ENDIAN);
    words.putLong(mode.ordinal()).putLong(0).putLong(0).putLong(0).putLong(0).putLong(NO_STOP);
    memory.write(JrrLayout.HOOK_MODE, words.array(), 0, words.capacity());
  }

  private SyscallBuffer(SyscallBuffer other) {
    count = other.count;
    position = other.position;
    stopWanted = other.stopWanted;
  }

  /** The child's, after a fork. */
  public SyscallBuffer copy() {
    return new SyscallBuffer(this);
  }

  /** What was written down since the last flush. The task that runs there is stopped. */
  public Flushed flush(TraceeMemory memory) {
    byte[] words = new byte[COUNTERS];
    if (memory.read(JrrLayout.HOOK_COUNT, words, 0, COUNTERS) < COUNTERS) {
      return new Flushed(0, new byte[0]);
    }
    ByteBuffer counters = ByteBuffer.wrap(words).order(ByteOrder.LITTLE_ENDIAN);
    long nowCount = counters.getLong();
    long nowPosition = counters.getLong();
    if (nowCount == count) {
      return new Flushed(0, new byte[0]);
    }
    byte[] records = new byte[(int) (nowPosition - position)];
    memory.read(JrrLayout.BUFFER + position, records, 0, records.length);
    int added = (int) (nowCount - count);
    count = nowCount;
    position = nowPosition;
    if (position > REWIND_AT) {
      position = 0;
      memory.writeWord(JrrLayout.HOOK_POSITION, 0);
    }
    return new Flushed(added, records);
  }

  /** The hook is to stop after the call that it is in, or the next one. */
  public void requestStop(TraceeMemory memory) {
    stopWanted = true;
    memory.writeWord(JrrLayout.HOOK_STOP_AT, 0);
  }

  /** Whether a stop was requested that has not come yet. */
  public boolean isStopWanted() {
    return stopWanted;
  }

  /** What was wanted has happened. */
  public void stopped(TraceeMemory memory) {
    stopWanted = false;
    memory.writeWord(JrrLayout.HOOK_STOP_AT, NO_STOP);
  }

  /** Switches between OFF and RECORD. */
  public static void setMode(TraceeMemory memory, Mode mode) {
    memory.writeWord(JrrLayout.HOOK_MODE, mode.ordinal());
  }

  /** At replay: puts records in, to be consumed from the next call on. */
  public static void load(TraceeMemory memory, byte[] records, int count, boolean stopAfterLast) {
    ByteBuffer words = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
    words.putLong(0).putLong(0).putLong(records.length).putLong(stopAfterLast ? count : NO_STOP);
    memory.write(JrrLayout.BUFFER, records, 0, records.length);
    memory.write(JrrLayout.HOOK_COUNT, words.array(), 0, words.capacity());
  }

  /** At replay: the records that were consumed. */
  public static long consumed(TraceeMemory memory) {
    return memory.word(JrrLayout.HOOK_COUNT);
  }

  /** At replay: whether every record was consumed. */
  public static boolean isUsedUp(TraceeMemory memory) {
    return memory.word(JrrLayout.HOOK_POSITION) == memory.word(JrrLayout.HOOK_END);
  }

  /** At HOOK_DIVERGED: what the program asks for and what was recorded. */
  public static String difference(TraceeMemory memory) {
    int asked = (int) memory.word(JrrLayout.HOOK_RESULT);
    int recorded =
        (int) (memory.word(JrrLayout.BUFFER + memory.word(JrrLayout.HOOK_POSITION)) >>> 32);
    String call = "buffered call " + (memory.word(JrrLayout.HOOK_COUNT) + 1) + ": ";
    return asked == recorded
        ? call + SyscallTable.nameOf(asked) + " with other arguments, or memory that it reads"
        : call + SyscallTable.nameOf(asked) + ", but recorded was " + SyscallTable.nameOf(recorded);
  }

  /** Whether {@code ip} is in the jrr page: in the hook. */
  public static boolean isInHook(long ip) {
    return ip >= JrrLayout.PAGE_CODE && ip < JrrLayout.PAGE_CODE + JrrLayout.PAGE_CODE_SIZE;
  }

  /** Whether a task that stopped at a call's entry is at the hook's stop. */
  public static boolean isAtStop(Registers registers) {
    return registers.rip() == JrrLayout.HOOK_STOP + 2;
  }

  /** Gives a task that is past the entry of the hook's stop the registers of the program. */
  public static void leaveStop(Task task) {
    long tail = task.memory().word(JrrLayout.HOOK_TAIL);
    Registers registers = task.changeRegisters();
    registers.set(Registers.RIP, tail);
    registers.set(Registers.RCX, tail);
    registers.set(Registers.RAX, task.memory().word(JrrLayout.HOOK_RESULT));
    registers.set(Registers.ORIG_RAX, -1);
  }
}
