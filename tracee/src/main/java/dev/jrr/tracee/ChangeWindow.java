package dev.jrr.tracee;

import dev.jrr.tracee.kernel.Libc;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which words of its private memory a task changes while it computes: two looks at the pages that
 * it has written, some milliseconds apart. What changes between them is what tells the visits of an
 * instruction apart, also where nothing that the task holds leads to it (a counter deep inside an
 * array, a global).
 *
 * <p>A look is a plain read, so nothing of it can be seen by the program and no right is needed for
 * it. It costs 0.25 ms a megabyte, and there is a limit to it: where more was written, a {@link
 * MemoryCopy} tells.
 */
public final class ChangeWindow {
  private final Look first;
  private final Look second;

  /** Looks at {@code limit} pages at most. */
  public ChangeWindow(int limit) {
    this.first = new Look(limit);
    this.second = new Look(limit);
  }

  /** Pages, ascending, and their contents at one time. */
  private static final class Look {
    final WrittenPages pages;
    final long contents;

    Look(int limit) {
      pages = new WrittenPages(limit);
      contents = Libc.allocate((long) limit * WrittenPages.PAGE);
    }

    void take(int tid, List<MemoryMaps.Mapping> mappings) {
      pages.find(tid, mappings);
      pages.cut(pages.read(tid, 0, pages.count(), contents));
    }

    long at(int index) {
      return contents + (long) index * WrittenPages.PAGE;
    }
  }

  /** The first look at the memory of {@code tid}. */
  public void begin(int tid) {
    first.take(tid, MemoryMaps.read(tid));
  }

  /** Whether the first look may have left pages out. */
  public boolean isPartial() {
    return first.pages.isFull();
  }

  /** The second look, at a task that has these mappings now: what changed since the first. */
  public ChangedWords end(int tid, List<MemoryMaps.Mapping> mappings) {
    second.take(tid, mappings);
    ChangedWords.Finder changes = new ChangedWords.Finder();
    List<Integer> fresh = new ArrayList<>();
    for (int index = 0; index < second.pages.count(); index++) {
      int before = first.pages.indexOf(second.pages.page(index));
      if (before < 0) {
        fresh.add(index);
      } else {
        changes.compare(second.pages.page(index), second.at(index), first.at(before));
      }
    }
    for (int index : fresh) {
      // It was not written before: it held zeroes, or what its file holds.
      changes.compare(second.pages.page(index), second.at(index), 0);
    }
    return changes.words();
  }

  /** Whether neither look can have left pages out. */
  public boolean sawAll() {
    return !first.pages.isFull() && !second.pages.isFull();
  }

  /** Those of the words that the second look saw, with what they held. */
  public ChangedWords saw(long[] words) {
    long[] addresses = new long[words.length];
    long[] values = new long[words.length];
    int count = 0;
    for (long word : words) {
      long page = word & -WrittenPages.PAGE;
      int index = second.pages.indexOf(page);
      if (index >= 0) {
        addresses[count] = word;
        values[count++] = Libc.memory().getLong(second.at(index) + word - page);
      }
    }
    return new ChangedWords(Arrays.copyOf(addresses, count), Arrays.copyOf(values, count));
  }
}
