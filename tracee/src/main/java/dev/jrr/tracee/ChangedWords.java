package dev.jrr.tracee;

import com.kenai.jffi.MemoryIO;
import dev.jrr.tracee.kernel.Libc;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Words of memory that a task changed lately, and what they hold now.
 *
 * @param addresses no two are the same
 */
public record ChangedWords(long[] addresses, long[] values) {
  /** None. */
  public static final ChangedWords NONE = new ChangedWords(new long[0], new long[0]);

  /** Words of one page at most, and of all. */
  private static final int OF_PAGE = 64;

  private static final int LIMIT = 1024;

  private static final long MEMCMP = Libc.function("memcmp");

  /** Finds them by comparing pages. */
  static final class Finder {
    private static final int WORDS = WrittenPages.PAGE / Long.BYTES;

    private final long[] addresses = new long[LIMIT];
    private final long[] values = new long[LIMIT];
    private final long[] present = new long[WORDS];
    private final long[] former = new long[WORDS];
    private int count;

    /** Compares the bytes of {@code page} at two times, or with zeroes where before is 0. */
    void compare(long page, long now, long before) {
      if (before != 0 && Libc.call(MEMCMP, now, before, WrittenPages.PAGE) == 0) {
        return;
      }
      MemoryIO memory = Libc.memory();
      memory.getLongArray(now, present, 0, WORDS);
      if (before == 0) {
        Arrays.fill(former, 0);
      } else {
        memory.getLongArray(before, former, 0, WORDS);
      }
      int end = Math.min(LIMIT, count + OF_PAGE);
      for (int index = 0; index < WORDS && count < end; index++) {
        if (present[index] != former[index]) {
          addresses[count] = page + (long) index * Long.BYTES;
          values[count++] = present[index];
        }
      }
    }

    ChangedWords words() {
      return count == 0
          ? NONE
          : new ChangedWords(Arrays.copyOf(addresses, count), Arrays.copyOf(values, count));
    }
  }

  /** Words of a task, those of {@code addresses} that are {@code writable}, as they are now. */
  public static ChangedWords read(
      long[] addresses, TraceeMemory memory, Witness.Writable writable) {
    long[] kept = Arrays.stream(addresses).filter(writable::contains).toArray();
    byte[] bytes = new byte[kept.length * Long.BYTES];
    memory.readLines(kept, 0, kept.length, bytes, Long.BYTES);
    long[] values = new long[kept.length];
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(values);
    return new ChangedWords(kept, values);
  }

  /** These, and those of {@code others} that are not among them; as many as there may be. */
  public ChangedWords and(ChangedWords others) {
    long[] sorted = addresses.clone();
    Arrays.sort(sorted);
    int count = addresses.length;
    int limit = Math.min(LIMIT, count + others.addresses.length);
    long[] all = Arrays.copyOf(addresses, limit);
    long[] held = Arrays.copyOf(values, limit);
    for (int index = 0; index < others.addresses.length && count < limit; index++) {
      if (Arrays.binarySearch(sorted, others.addresses[index]) < 0) {
        all[count] = others.addresses[index];
        held[count++] = others.values[index];
      }
    }
    return new ChangedWords(Arrays.copyOf(all, count), Arrays.copyOf(held, count));
  }
}
