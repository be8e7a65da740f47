package dev.jrr.tracee;

import dev.jrr.layout.JrrLayout;
import dev.jrr.tracee.syscalls.SyscallTable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Calls that the hook wrote down, one record (struct record of hook.h) behind the other. Whoever
 * goes through records that are not whole gets an {@link IllegalStateException}.
 */
public final class BufferedRecords {
  /**
   * A call that changed what the supervisor keeps of a task or its address space, for brk with the
   * break before as the second argument; {@code contents} is the SHA-256 of the file that mmap
   * mapped, or read or pread64 read from where the fourth argument tells; empty if there is none.
   */
  public record NotedCall(int number, long result, long[] arguments, byte[] contents) {}

  /** What takes what is printed to standard output (1) or error (2). */
  @FunctionalInterface
  public interface Printer {
    /** Prints. */
    void print(int stream, byte[] bytes);
  }

  private static final int HEAD = (int) JrrLayout.RECORD_HEAD;
  private static final int NUMBER = (int) JrrLayout.RECORD_NUMBER;
  private static final int RESULT = (int) JrrLayout.RECORD_RESULT;
  private static final int NOTE = (int) JrrLayout.RECORD_NOTE;

  /** Where the SHA-256 is that may follow the arguments of a call, and its bytes. */
  private static final int CONTENTS = HEAD + 6 * Long.BYTES;

  private static final int CONTENTS_LENGTH = 32;

  private static final int RDTSC = (int) JrrLayout.RECORD_RDTSC;
  private static final int RDTSCP = (int) JrrLayout.RECORD_RDTSCP;
  private static final int FUTEX = SyscallTable.numberOf("futex");

  private static final Set<Integer> CLOCK_CALLS =
      Set.of(
          SyscallTable.numberOf("clock_gettime"),
          SyscallTable.numberOf("gettimeofday"),
          SyscallTable.numberOf("time"));

  /** Notes that are the number of a standard stream. */
  private static final int STREAMS = 1 | 2;

  private final byte[] bytes;
  private final ByteBuffer words;

  /** All their notes, one over the other; negative until somebody has asked. */
  private int notes = -1;

  /** Those in {@code bytes}, which is not copied. */
  public BufferedRecords(byte[] bytes) {
    this.bytes = bytes;
    this.words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** None. */
  public static BufferedRecords none() {
    return new BufferedRecords(new byte[0]);
  }

  private boolean isRecord(int at) {
    if (bytes.length - at < HEAD) {
      return false;
    }
    int size = words.getInt(at);
    return size >= HEAD && size <= bytes.length - at;
  }

  /** Whether there is one at {@code at}; where there is not, all of them have ended. */
  private boolean hasNext(int at) {
    if (at < bytes.length && !isRecord(at)) {
      throw new IllegalStateException("the records of buffered calls are damaged at byte " + at);
    }
    return at < bytes.length;
  }

  private int next(int at) {
    return at + words.getInt(at);
  }

  private int number(int at) {
    return words.getInt(at + NUMBER);
  }

  private int note(int at) {
    return words.getInt(at + NOTE);
  }

  /**
   * Whether any has one of these notes. Mostly none has: then this one way through tens of
   * thousands of records, which a young JVM interprets, does for all who ask.
   */
  private boolean haveNotes(long wanted) {
    if (notes < 0) {
      int all = 0;
      for (int at = 0; hasNext(at); at = next(at)) {
        all |= note(at);
      }
      notes = all & Integer.MAX_VALUE;
    }
    return (notes & wanted) != 0;
  }

  /** Goes through what the calls print. */
  public void forEachPrinted(Printer printer) {
    if (!haveNotes(STREAMS)) {
      return;
    }
    for (int at = 0; hasNext(at); at = next(at)) {
      int stream = note(at);
      if (stream == 1 || stream == 2) {
        int from = at + HEAD;
        int length = (int) words.getLong(at + RESULT);
        printer.print(stream, Arrays.copyOfRange(bytes, from, from + length));
      }
    }
  }

  /** The calls that the supervisor must know of. */
  public List<NotedCall> noted() {
    List<NotedCall> calls = new ArrayList<>();
    for (int at = 0; hasNext(at); at = next(at)) {
      if (note(at) == JrrLayout.NOTE_CHANGES || note(at) == JrrLayout.NOTE_TELLS) {
        calls.add(notedAt(at));
      }
    }
    return calls;
  }

  /** The calls that are made at replay, too, by where their records begin. */
  public NavigableMap<Long, NotedCall> changes() {
    NavigableMap<Long, NotedCall> calls = new TreeMap<>();
    if (!haveNotes(JrrLayout.NOTE_CHANGES)) {
      return calls;
    }
    for (int at = 0; hasNext(at); at = next(at)) {
      if (note(at) == JrrLayout.NOTE_CHANGES) {
        calls.put((long) at, notedAt(at));
      }
    }
    return calls;
  }

  /** The one whose record begins at {@code at}, or the read there that names what it read. */
  public NotedCall notedAt(long at) {
    int record = (int) at;
    long[] arguments = new long[6];
    for (int index = 0; index < arguments.length; index++) {
      arguments[index] = words.getLong(record + HEAD + index * Long.BYTES);
    }
    byte[] contents = new byte[words.getInt(record) > CONTENTS ? CONTENTS_LENGTH : 0];
    words.slice(record + CONTENTS, contents.length).get(contents);
    return new NotedCall(number(record), words.getLong(record + RESULT), arguments, contents);
  }

  /** The SHA-256 of contents that reads name: those of runs of reads once. */
  public List<byte[]> namedContents() {
    List<byte[]> named = new ArrayList<>(0);
    if (!haveNotes(JrrLayout.NOTE_NAMES)) {
      return named;
    }
    byte[] last = new byte[0];
    for (int at = 0; hasNext(at); at = next(at)) {
      int from = at + CONTENTS;
      int to = from + CONTENTS_LENGTH;
      if (note(at) == JrrLayout.NOTE_NAMES
          && !Arrays.equals(bytes, from, to, last, 0, last.length)) {
        last = Arrays.copyOfRange(bytes, from, to);
        named.add(last);
      }
    }
    return named;
  }

  /** Whether all are of futex calls. */
  public boolean areFutexCalls() {
    int at = 0;
    while (hasNext(at) && number(at) == FUTEX) {
      at = next(at);
    }
    return at == bytes.length;
  }

  /** How many are of rdtsc and rdtscp. */
  public int timeStamps() {
    int count = 0;
    for (int at = 0; hasNext(at); at = next(at)) {
      count += number(at) >= RDTSC ? 1 : 0;
    }
    return count;
  }

  /** How many at the end do nothing but ask for the time, by whatever clock. */
  int timeReadsAtEnd() {
    int reads = 0;
    for (int at = 0; hasNext(at); at = next(at)) {
      reads = asksForTime(number(at)) ? reads + 1 : 0;
    }
    return reads;
  }

  /** Whether the call, or the instruction as records have it, does nothing but ask for the time. */
  public static boolean asksForTime(int number) {
    return number == RDTSC || number == RDTSCP || CLOCK_CALLS.contains(number);
  }

  /** Its name; null for a number that is none. */
  static @Nullable String nameOf(int number) {
    if (number >= RDTSC) {
      return number == RDTSC ? "rdtsc" : "rdtscp";
    }
    return SyscallTable.nameOf(number);
  }
}
