package dev.jrr.tracee;

import com.kenai.jffi.MemoryIO;
import dev.jrr.layout.JrrLayout;
import dev.jrr.tracee.kernel.Libc;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Pages of its private memory that a task has written, as /proc/PID/pagemap tells (proc(5)). Those
 * of the smallest mappings come first (globals, stacks, small heaps), up to a limit.
 */
final class WrittenPages {
  static final int PAGE = 4096;

  /** Pages of one mapping that are looked for as a rule, 128 MB: what is beyond is left out. */
  private static final int PAGES_OF_MAPPING = 1 << 15;

  /** Entries of pagemap that are read at a time. */
  private static final int ENTRIES = 2048;

  private static final long PRESENT = 1L << 63;

  /** Of a file, or shared with other processes by its mapping: not written by this one alone. */
  private static final long OF_FILE = 1L << 61;

  /** In no other process; cleared for all pages of both by a fork. */
  private static final long EXCLUSIVE = 1L << 56;

  /** Pages that one process_vm_readv takes; its limit is 1024 ranges. */
  private static final int BATCH = 512;

  private static final long BUFFER = Libc.allocate(ENTRIES * 8L);
  private static final long VECTORS = Libc.allocate(16L * (BATCH + 1));

  private final long[] entries = new long[ENTRIES];
  private final long[] pages;
  private final long ofMapping;
  private int count;

  /** Room for {@code limit} pages. */
  WrittenPages(int limit) {
    this(limit, PAGES_OF_MAPPING);
  }

  private WrittenPages(int limit, long ofMapping) {
    this.pages = new long[limit];
    this.ofMapping = ofMapping;
  }

  /** Room for {@code limit} pages, which are looked for everywhere. */
  static WrittenPages everywhere(int limit) {
    return new WrittenPages(limit, Long.MAX_VALUE);
  }

  int count() {
    return count;
  }

  long page(int index) {
    return pages[index];
  }

  /** Whether there may be more than those that were found. */
  boolean isFull() {
    return count == pages.length;
  }

  /** The index of a page, negative where it is not among them. */
  int indexOf(long page) {
    return Arrays.binarySearch(pages, 0, count, page);
  }

  /** Finds those of a task with these mappings that were written since they were made. */
  void find(int tid, List<MemoryMaps.Mapping> mappings) {
    find(tid, mappings, PRESENT);
  }

  /** Finds those written since the process was forked, while its child is there. */
  void findSinceFork(int tid) {
    find(tid, MemoryMaps.read(tid), PRESENT | EXCLUSIVE);
  }

  private void find(int tid, List<MemoryMaps.Mapping> mappings, long wanted) {
    count = 0;
    int pagemap = ProcFile.open(tid, "pagemap", ProcFile.O_RDONLY);
    if (pagemap < 0) {
      return;
    }
    for (MemoryMaps.Mapping mapping : writable(mappings)) {
      if (isFull()) {
        break;
      }
      add(pagemap, mapping, wanted);
    }
    ProcFile.close(pagemap);
    Arrays.sort(pages, 0, count);
  }

  /** Private writable memory that is not jrr's, the smallest mappings first. */
  private static List<MemoryMaps.Mapping> writable(List<MemoryMaps.Mapping> mappings) {
    List<MemoryMaps.Mapping> kept = new ArrayList<>();
    for (MemoryMaps.Mapping mapping : mappings) {
      boolean own = mapping.start() >= JrrLayout.JRR_BASE && mapping.start() < JrrLayout.JRR_END;
      if ((mapping.protection() & 3) == 3 && !mapping.shared() && !own) {
        kept.add(mapping);
      }
    }
    kept.sort(Comparator.comparingLong(MemoryMaps.Mapping::length));
    return kept;
  }

  private void add(int pagemap, MemoryMaps.Mapping mapping, long wanted) {
    long first = mapping.start() / PAGE;
    long all = Math.min(mapping.length() / PAGE, ofMapping);
    for (long from = 0; from < all && !isFull(); from += ENTRIES) {
      long part = Math.min(ENTRIES, all - from);
      long got = Libc.pread(pagemap, BUFFER, part * 8, (first + from) * 8);
      int read = (int) Math.max(0, got / 8);
      Libc.memory().getLongArray(BUFFER, entries, 0, read);
      for (int index = 0; index < read && !isFull(); index++) {
        if ((entries[index] & (wanted | OF_FILE)) == wanted) {
          pages[count++] = (first + from + index) * PAGE;
        }
      }
    }
  }

  /**
   * Reads the pages from index {@code from} on as {@code tid} has them, up to {@code to}; answers
   * how many could be read before an unreadable one.
   */
  int read(int tid, int from, int to, long into) {
    MemoryIO memory = Libc.memory();
    int done = from;
    while (done < to) {
      int part = Math.min(BATCH, to - done);
      memory.putLong(VECTORS, into + (long) (done - from) * PAGE);
      memory.putLong(VECTORS + 8, (long) part * PAGE);
      for (int index = 0; index < part; index++) {
        memory.putLong(VECTORS + 16L * (index + 1), pages[done + index]);
        memory.putLong(VECTORS + 16L * (index + 1) + 8, PAGE);
      }
      long got = Libc.processVmReadv(tid, VECTORS, VECTORS + 16, part);
      if (got < (long) part * PAGE) {
        return done - from + (int) (Math.max(got, 0) / PAGE);
      }
      done += part;
    }
    return done - from;
  }

  /** Leaves out the pages from {@code index} on. */
  void cut(int index) {
    count = index;
  }
}
