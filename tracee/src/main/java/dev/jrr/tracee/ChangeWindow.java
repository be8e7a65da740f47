package dev.jrr.tracee;

import com.kenai.jffi.MemoryIO;
import dev.jrr.layout.JrrLayout;
import dev.jrr.tracee.kernel.Libc;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Which words of its private memory a task changes while it computes: two looks at the pages that
 * it has written, some milliseconds apart. What changes between them is what tells the visits of an
 * instruction apart, also where nothing that the task holds leads to it (a counter deep inside an
 * array, a global).
 *
 * <p>A look is a plain read, so nothing of it can be seen by the program and no right is needed for
 * it. It costs 0.25 ms a megabyte; pages beyond the limit are not looked at, those of the smallest
 * mappings come first (globals, stacks, small heaps).
 */
public final class ChangeWindow {
  /** Words and what they hold at the second look. */
  public record Words(long[] addresses, long[] values) {
    /** None. */
    public static final Words NONE = new Words(new long[0], new long[0]);
  }

  private static final long OPEN = Libc.function("open");
  private static final long CLOSE = Libc.function("close");
  private static final long MEMCMP = Libc.function("memcmp");

  private static final int PAGE = 4096;

  /** Words of one page at most, and of all. */
  private static final int PAGE_WORDS = 64;

  private static final int WORDS = 1024;

  /** Pages of one mapping that are looked for, 128 MB: what is beyond is left out. */
  private static final int PAGES_OF_MAPPING = 1 << 15;

  /** Entries of pagemap that are read at a time. */
  private static final int ENTRIES = 2048;

  /** /proc/PID/pagemap (proc(5)): present, and neither of a file nor shared. */
  private static final long PRESENT = 1L << 63;

  private static final long OF_FILE = 1L << 61;

  /** Pages that one process_vm_readv takes; its limit is 1024 ranges. */
  private static final int BATCH = 512;

  private final int limit;
  private final Look first;
  private final Look second;
  private final long entries = Libc.allocate(ENTRIES * 8L);
  private final long vectors = Libc.allocate(16L * (BATCH + 1));

  /** Looks at {@code limit} pages at most. */
  public ChangeWindow(int limit) {
    this.limit = limit;
    this.first = new Look(limit);
    this.second = new Look(limit);
  }

  /** Pages, ascending, and their contents at one time. */
  private static final class Look {
    final long contents;
    long[] pages;
    int count;

    Look(int limit) {
      contents = Libc.allocate((long) limit * PAGE);
      pages = new long[limit];
    }

    long at(int index) {
      return contents + (long) index * PAGE;
    }
  }

  /** The first look at the memory of {@code tid}. */
  public void begin(int tid) {
    look(tid, first);
  }

  /** The second look: what changed since the first. */
  public Words end(int tid) {
    look(tid, second);
    Changes changes = new Changes();
    List<Integer> fresh = new ArrayList<>();
    for (int index = 0; index < second.count; index++) {
      int before = Arrays.binarySearch(first.pages, 0, first.count, second.pages[index]);
      if (before < 0) {
        fresh.add(index);
      } else if (Libc.call(MEMCMP, first.at(before), second.at(index), PAGE) != 0) {
        changes.compare(second.pages[index], second.at(index), first.at(before));
      }
    }
    for (int index : fresh) {
      // It was not written before: it held zeroes, or what its file holds.
      changes.compare(second.pages[index], second.at(index), 0);
    }
    return changes.words();
  }

  /** The words found so far. */
  private static final class Changes {
    private final long[] addresses = new long[WORDS];
    private final long[] values = new long[WORDS];
    private int count;

    /** Compares a page now with what it was, or with zeroes where that is 0. */
    void compare(long page, long now, long before) {
      MemoryIO memory = Libc.memory();
      int end = Math.min(WORDS, count + PAGE_WORDS);
      for (int at = 0; at < PAGE && count < end; at += 8) {
        long value = memory.getLong(now + at);
        if (value != (before == 0 ? 0 : memory.getLong(before + at))) {
          addresses[count] = page + at;
          values[count++] = value;
        }
      }
    }

    Words words() {
      return count == 0
          ? Words.NONE
          : new Words(Arrays.copyOf(addresses, count), Arrays.copyOf(values, count));
    }
  }

  private void look(int tid, Look look) {
    look.count = 0;
    int pagemap = open("/proc/" + tid + "/pagemap");
    if (pagemap < 0) {
      return;
    }
    for (MemoryMaps.Mapping mapping : writable(tid)) {
      if (look.count == limit) {
        break;
      }
      addPages(pagemap, mapping, look);
    }
    Libc.call(CLOSE, pagemap);
    Arrays.sort(look.pages, 0, look.count);
    read(tid, look);
  }

  private int open(String path) {
    byte[] bytes = (path + "\0").getBytes(StandardCharsets.US_ASCII);
    Libc.memory().putByteArray(vectors, bytes, 0, bytes.length);
    return (int) Libc.call(OPEN, vectors, 0x80000); // O_RDONLY | O_CLOEXEC
  }

  /** Private writable memory that is not jrr's, the smallest mappings first. */
  private static List<MemoryMaps.Mapping> writable(int tid) {
    List<MemoryMaps.Mapping> kept = new ArrayList<>();
    for (MemoryMaps.Mapping mapping : MemoryMaps.read(tid)) {
      boolean own = mapping.start() >= JrrLayout.JRR_BASE && mapping.start() < JrrLayout.JRR_END;
      if ((mapping.protection() & 3) == 3 && !mapping.shared() && !own) {
        kept.add(mapping);
      }
    }
    kept.sort(Comparator.comparingLong(MemoryMaps.Mapping::length));
    return kept;
  }

  private void addPages(int pagemap, MemoryMaps.Mapping mapping, Look look) {
    MemoryIO memory = Libc.memory();
    long first = mapping.start() / PAGE;
    long pages = Math.min(mapping.length() / PAGE, PAGES_OF_MAPPING);
    for (long from = 0; from < pages && look.count < limit; from += ENTRIES) {
      long part = Math.min(ENTRIES, pages - from);
      long got = Libc.pread(pagemap, entries, part * 8, (first + from) * 8);
      for (long index = 0; index < got / 8 && look.count < limit; index++) {
        long entry = memory.getLong(entries + index * 8);
        if ((entry & (PRESENT | OF_FILE)) == PRESENT) {
          look.pages[look.count++] = (first + from + index) * PAGE;
        }
      }
    }
  }

  /** Reads all pages; the ones from an unreadable one on are left out. */
  private void read(int tid, Look look) {
    MemoryIO memory = Libc.memory();
    int done = 0;
    while (done < look.count) {
      int part = Math.min(BATCH, look.count - done);
      memory.putLong(vectors, look.at(done));
      memory.putLong(vectors + 8, (long) part * PAGE);
      for (int index = 0; index < part; index++) {
        memory.putLong(vectors + 16L * (index + 1), look.pages[done + index]);
        memory.putLong(vectors + 16L * (index + 1) + 8, PAGE);
      }
      long got = Libc.processVmReadv(tid, vectors, vectors + 16, part);
      if (got < (long) part * PAGE) {
        look.count = done + (int) (Math.max(got, 0) / PAGE);
        return;
      }
      done += part;
    }
  }
}
