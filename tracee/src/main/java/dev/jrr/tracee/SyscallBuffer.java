package dev.jrr.tracee;

import dev.jrr.layout.JrrLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

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
    REPLAY,
    /** As RECORD, but for calls that depend on which descriptors the hook was told of. */
    RECORD_APART,
    /** As REPLAY, and calls on memory are made. */
    REPLAY_MAKING
  }

  /**
   * Calls that the hook wrote down since the last time: their number, their records, and whether
   * {@link BufferedRecords#noted} or {@link #takeRead} has something to say.
   */
  public record Flushed(int count, byte[] records, boolean hasNoted) {
    static final Flushed NOTHING = new Flushed(0, new byte[0], false);
    static final Flushed NO_RECORDS = new Flushed(0, new byte[0], true);

    /** Whether the program has written over the counters or the records. */
    public boolean isDamaged() {
      return count < 0 || records.length < count * JrrLayout.RECORD_HEAD;
    }
  }

  /** Numbers of calls are below this. */
  public static final int CALLS = 512;

  /** Never reached: the hook goes on. */
  private static final long NO_STOP = -1;

  /** Once so much is in use, the next records go to the start again. */
  private static final int REWIND_AT = 1 << 16;

  /** Bytes from HOOK_CHANGES to HOOK_POSITION's end. */
  private static final int COUNTERS = 24;

  /** What hook_entry pushes, the last first (struct regs of hook.h): the stack starts empty. */
  private static final int[] PUSHED = {
    Registers.R9,
    Registers.R8,
    Registers.R10,
    Registers.RDX,
    Registers.RSI,
    Registers.RDI,
    Registers.ORIG_RAX,
    Registers.EFLAGS,
    Registers.RIP
  };

  /** What it keeps at HOOK_SAVED. */
  private static final int[] SAVED = {
    Registers.RBX, Registers.RBP, Registers.R12, Registers.R13, Registers.R14, Registers.R15
  };

  /** From the return address of a stub's call to behind its syscall (jrr_page.S). */
  private static final int TO_TAIL = 10;

  private long changes;
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
    changes = other.changes;
    count = other.count;
    position = other.position;
    stopWanted = other.stopWanted;
  }

  /** The child's, after a fork. */
  public SyscallBuffer copy() {
    return new SyscallBuffer(this);
  }

  /**
   * What was written down since the last flush, in an array that {@code arrays} makes of its
   * length. The task that runs there is stopped.
   */
  public Flushed flush(TraceeMemory memory, IntFunction<byte[]> arrays) {
    byte[] words = new byte[COUNTERS];
    if (memory.read(JrrLayout.HOOK_CHANGES, words, 0, COUNTERS) < COUNTERS) {
      return Flushed.NOTHING;
    }
    ByteBuffer counters = ByteBuffer.wrap(words).order(ByteOrder.LITTLE_ENDIAN);
    long nowChanges = counters.getLong();
    long nowCount = counters.getLong();
    long nowPosition = counters.getLong();
    if (nowCount == count) {
      // What has changed without a record may be that of a call whose record is not there yet.
      return nowChanges == changes ? Flushed.NOTHING : Flushed.NO_RECORDS;
    }
    long length = nowPosition - position;
    boolean isWithin = length >= 0 && length <= JrrLayout.BUFFER_SIZE - position;
    byte[] records = arrays.apply(isWithin ? (int) length : 0);
    memory.read(JrrLayout.BUFFER + position, records, 0, records.length);
    int added = (int) (nowCount - count);
    boolean changed = nowChanges != changes;
    changes = nowChanges;
    count = nowCount;
    position = nowPosition;
    if (position > REWIND_AT) {
      position = 0;
      memory.writeWord(JrrLayout.HOOK_POSITION, 0);
    }
    return new Flushed(added, records, changed);
  }

  /**
   * How many of the calls that were written down since the last flush do nothing but ask for the
   * time, by whatever clock, and come after all others. The task that runs there is stopped.
   */
  public int timeReads(TraceeMemory memory) {
    int length = (int) (memory.word(JrrLayout.HOOK_POSITION) - position);
    byte[] records = new byte[Math.max(0, length)];
    boolean isThere =
        memory.read(JrrLayout.BUFFER + position, records, 0, records.length) == records.length;
    return isThere ? new BufferedRecords(records).timeReadsAtEnd() : 0;
  }

  /**
   * The task that runs there was killed in the hook, perhaps between a commit's two stores, the
   * position and the count: a record that precedes the position is one.
   */
  public void settle(TraceeMemory memory) {
    long end = memory.word(JrrLayout.HOOK_POSITION);
    long whole = count;
    for (long at = position; at < end; whole++) {
      int size = (int) memory.word(JrrLayout.BUFFER + at);
      if (size < JrrLayout.RECORD_HEAD) {
        return; // the memory is gone
      }
      at += size;
    }
    memory.writeWord(JrrLayout.HOOK_COUNT, whole);
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

  /** Whether the hook is to stop after each futex call that woke somebody. */
  public static void stopAfterWakes(TraceeMemory memory, boolean wanted) {
    memory.writeWord(JrrLayout.HOOK_WAKES_STOP, wanted ? 1 : 0);
  }

  /** Switches between the modes of recording, or of replay. */
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

  /**
   * Tells the hook a list of pairs: their number at {@code address}, then as many as there is room
   * for. It takes a number over {@code limit} for all that could be.
   */
  public static void tellPairs(TraceeMemory memory, long address, List<Long> pairs, long limit) {
    int count = pairs.size() / 2;
    int told = (int) Math.min(count, limit);
    ByteBuffer words = ByteBuffer.allocate(8 + told * 16).order(ByteOrder.LITTLE_ENDIAN);
    words.putLong(count);
    pairs.subList(0, told * 2).forEach(words::putLong);
    memory.write(address, words.array(), 0, words.capacity());
  }

  /**
   * Tells the hook of files whose contents are kept: {@code first} and those after it of a list
   * that only grows.
   */
  public static void tellFiles(TraceeMemory memory, int first, List<byte[]> files) {
    tell(memory, JrrLayout.HOOK_FILES, JrrLayout.HOOK_FILES_LIMIT, first, files);
  }

  /** At replay, in the same way: contents that records of reads name, and where they are. */
  public static void tellObjects(TraceeMemory memory, int first, List<byte[]> objects) {
    tell(memory, JrrLayout.HOOK_OBJECTS, JrrLayout.HOOK_OBJECTS_LIMIT, first, objects);
  }

  private static void tell(
      TraceeMemory memory, long address, long limit, int first, List<byte[]> each) {
    int end = (int) Math.min(each.size(), limit);
    if (first >= end) {
      return;
    }
    int length = each.get(first).length;
    ByteBuffer words = ByteBuffer.allocate((end - first) * length);
    each.subList(first, end).forEach(words::put);
    long from = address + Long.BYTES + (long) first * length;
    memory.write(from, words.array(), 0, words.capacity());
    memory.writeWord(address, end);
  }

  /**
   * The descriptor of a large file that was read and is not among those whose contents are kept; -1
   * if there is no new one. Told once.
   */
  public static int takeRead(TraceeMemory memory) {
    int fd = (int) memory.word(JrrLayout.HOOK_READ) - 1;
    if (fd >= 0) {
      memory.writeWord(JrrLayout.HOOK_READ, 0);
    }
    return fd;
  }

  /**
   * Tells the hook of the program's own seccomp filters: numbers below {@link #CALLS} that any of
   * them refuses with some arguments, and their code (struct sock_filter), with which the hook
   * tells what they say of the others. Where there is no room for it, those calls are not made.
   */
  public static void tellFilters(TraceeMemory memory, BitSet refused, List<byte[]> codes) {
    ByteBuffer words = ByteBuffer.allocate(CALLS / Byte.SIZE).order(ByteOrder.LITTLE_ENDIAN);
    for (long word : refused.toLongArray()) {
      words.putLong(word);
    }
    memory.write(JrrLayout.HOOK_REFUSED, words.array(), 0, words.capacity());
    int size = Long.BYTES;
    for (byte[] code : codes) {
      size += Long.BYTES + code.length;
    }
    boolean fits = size <= JrrLayout.HOOK_FILTERS_SIZE;
    ByteBuffer filters =
        ByteBuffer.allocate(fits ? size : Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    if (fits) {
      filters.putLong(codes.size());
      for (byte[] code : codes) {
        filters.putLong(code.length / Long.BYTES).put(code);
      }
    }
    memory.write(JrrLayout.HOOK_FILTERS, filters.array(), 0, filters.capacity());
  }

  /** What rdtsc and rdtscp are made of; a {@code scale} of 0 makes them trap. */
  public static void tellTime(TraceeMemory memory, long scale, long cpu) {
    memory.writeWord(JrrLayout.HOOK_TIME_CPU, cpu);
    memory.writeWord(JrrLayout.HOOK_TIME_SCALE, scale);
  }

  /** At replay: where the record begins whose call the supervisor is to make, or -1. */
  public static long toMake(TraceeMemory memory) {
    return memory.word(JrrLayout.HOOK_EXECUTE) - 1;
  }

  /** At replay: the supervisor has made it. */
  public static void made(TraceeMemory memory) {
    memory.writeWord(JrrLayout.HOOK_EXECUTE, 0);
  }

  /** At replay: where the records begin that were not consumed. */
  public static long position(TraceeMemory memory) {
    return memory.word(JrrLayout.HOOK_POSITION);
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
    if (asked != recorded) {
      return call
          + BufferedRecords.nameOf(asked)
          + ", but recorded was "
          + BufferedRecords.nameOf(recorded);
    }
    return call
        + BufferedRecords.nameOf(asked)
        + (asked >= JrrLayout.RECORD_RDTSC
            ? " at another place"
            : " with other arguments, or memory that it reads");
  }

  /** Whether {@code ip} is in the jrr page: in the hook. */
  public static boolean isInHook(long ip) {
    return ip >= JrrLayout.PAGE_CODE && ip < JrrLayout.PAGE_CODE + JrrLayout.PAGE_CODE_SIZE;
  }

  /** Whether a task that stopped at a call's entry is at the hook's stop. */
  public static boolean isAtStop(Registers registers) {
    return registers.rip() == JrrLayout.HOOK_STOP + 2 || isAtTimeStop(registers);
  }

  /** Whether that is the stop after rdtsc or rdtscp. */
  private static boolean isAtTimeStop(Registers registers) {
    return registers.rip() == JrrLayout.TIME_STOP + 2;
  }

  /** Gives a task that is past the entry of the hook's stop the registers of the program. */
  public static void leaveStop(Task task) {
    TraceeMemory memory = task.memory();
    long tail = memory.word(JrrLayout.HOOK_TAIL);
    Registers registers = task.changeRegisters();
    if (isAtTimeStop(registers)) {
      registers.set(Registers.RCX, memory.word(JrrLayout.HOOK_TIME_RCX));
      registers.set(Registers.R11, memory.word(JrrLayout.HOOK_TIME_R11));
    } else {
      registers.set(Registers.RCX, tail);
    }
    registers.set(Registers.RIP, tail);
    registers.set(Registers.RAX, task.memory().word(JrrLayout.HOOK_RESULT));
    registers.set(Registers.ORIG_RAX, -1);
  }

  /**
   * A call that the hook made for the program, but has not written down; {@code result} is no
   * error.
   *
   * @param atEntry the registers with which its stub would have made it traced
   */
  public record Uncommitted(long result, long[] atEntry) {}

  /** The call that a task which stopped in the hook has made there; null for none. */
  public static @Nullable Uncommitted uncommitted(Task task) {
    TraceeMemory memory = task.memory();
    byte[] pushed = memory.read(JrrLayout.HOOK_STACK_END - PUSHED.length * 8L, PUSHED.length * 8);
    byte[] saved = memory.read(JrrLayout.HOOK_SAVED, SAVED.length * 8);
    long answer = answer(task.registers(), memory);
    if (pushed == null || saved == null || answer < 0) {
      return null;
    }
    Registers atEntry = new Registers();
    atEntry.copyFrom(task.registers().words());
    setAll(atEntry, PUSHED, pushed);
    setAll(atEntry, SAVED, saved);
    long back = atEntry.rip() + TO_TAIL;
    atEntry.set(Registers.RIP, back);
    atEntry.set(Registers.RCX, back);
    atEntry.set(Registers.R11, atEntry.get(Registers.EFLAGS));
    atEntry.set(Registers.RAX, Task.NOT_MADE);
    atEntry.set(Registers.RSP, memory.word(JrrLayout.HOOK_PROGRAM_RSP));
    return new Uncommitted(answer, atEntry.words());
  }

  /** What the call that the hook makes has answered; negative before, and for an error. */
  private static long answer(Registers inHook, TraceeMemory memory) {
    boolean isReturning =
        inHook.rip() == JrrLayout.UNTRACED_RETURN
            && memory.word(inHook.rsp()) == JrrLayout.HOOK_TOLD;
    if (isReturning || inHook.rip() == JrrLayout.HOOK_TOLD) {
      return inHook.rax();
    }
    boolean isOpen = memory.word(JrrLayout.HOOK_ASKED) == memory.word(JrrLayout.HOOK_COUNT) + 1;
    return isOpen ? memory.word(JrrLayout.HOOK_ANSWER) : -1;
  }

  private static void setAll(Registers registers, int[] which, byte[] words) {
    ByteBuffer values = ByteBuffer.wrap(words).order(ByteOrder.LITTLE_ENDIAN);
    for (int register : which) {
      registers.set(register, values.getLong());
    }
  }
}
