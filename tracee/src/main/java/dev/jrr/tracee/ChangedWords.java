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
    private final long[] addresses = new long[LIMIT];
    private final long[] values = new long[LIMIT];
    private int count;

    /** Compares the bytes of {@code page} at two times, or with zeroes where before is 0. */
    void compare(long page, long now, long before) {
      if (before != 0 && Libc.call(MEMCMP, now, before, WrittenPages.PAGE) == 0) {
        return;
      }
      MemoryIO memory = Libc.memory();
      int end = Math.min(LIMIT, count + OF_PAGE);
      for (int at = 0; at < WrittenPages.PAGE && count < end; at += 8) {
        long value = memory.getLong(now + at);
        if (value != (before == 0 ? 0 : memory.getLong(before + at))) {
          addresses[count] = page + at;
          values[count++] = value;
        }
      }
    }

    ChangedWords words() {
      return count == 0
          ? NONE
          : new ChangedWords(Arrays.copyOf(addresses, count), Arrays.copyOf(values, count));
    }
  }

  /**
   * These, and words that are known to change, with what they hold now; as many as there may be.
   */
  public ChangedWords and(long[] known, TraceeMemory memory, Witness.Writable writable) {
    long[] sorted = addresses.clone();
    Arrays.sort(sorted);
    int found = addresses.length;
    long[] all = Arrays.copyOf(addresses, Math.min(LIMIT, found + known.length));
    int count = found;
    for (int index = 0; index < known.length && count < all.length; index++) {
      boolean isNew = Arrays.binarySearch(sorted, known[index]) < 0;
      if (isNew && writable.contains(known[index])) {
        all[count++] = known[index];
      }
    }
    if (count == found) {
      return this;
    }
    byte[] words = new byte[count * Long.BYTES];
    memory.readLines(all, found, count, words, Long.BYTES);
    long[] now = Arrays.copyOf(values, count);
    ByteBuffer.wrap(words)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asLongBuffer()
        .get(found, now, found, count - found);
    return new ChangedWords(Arrays.copyOf(all, count), now);
  }
}
