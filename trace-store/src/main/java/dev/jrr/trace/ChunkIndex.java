package dev.jrr.trace;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Which chunk to begin at to find an event. Keeps a bounded number of chunks: of a long trace only
 * every second, every fourth and so on, which the reader makes up for by walking some headers.
 */
final class ChunkIndex {
  private static final int MAX_ENTRIES = 1 << 16;

  private static final int RECORDS_AT_ONCE = 2048;

  private long[] events = new long[64];
  private long[] offsets = new long[64];
  private int[] files = new int[64];
  private int size;
  private int stride = 1;
  private int skipped;

  /**
   * What the file {@code index} says, up to the first record that is not whole; nothing where it is
   * missing or of no use. It is a hint: whoever goes to a place checks that it is right.
   */
  static ChunkIndex load(Path directory, int tag) {
    ChunkIndex index = new ChunkIndex();
    try (RandomAccessFile in = TraceFiles.open(directory.resolve(TraceFiles.INDEX))) {
      if (in != null) {
        index.load(in, tag);
      }
    } catch (IOException | TraceException e) {
      // The chunks say the same.
    }
    return index;
  }

  private void load(RandomAccessFile in, int tag) throws IOException {
    byte[] bytes = new byte[RECORDS_AT_ONCE * SideFileDescriptor.RECORD_LENGTH];
    ByteBuffer buffer = Checksums.littleEndian(bytes);
    boolean first = true;
    long last = 0;
    while (true) {
      int length = 0;
      int count;
      while (length < bytes.length && (count = in.read(bytes, length, bytes.length - length)) > 0) {
        length += count;
      }
      int at = 0;
      for (;
          at + SideFileDescriptor.RECORD_LENGTH <= length;
          at += SideFileDescriptor.RECORD_LENGTH) {
        long event = buffer.getLong(at + SideFileDescriptor.KEY_OFFSET);
        if (first) {
          if (!SideRecord.opens(buffer, SideFileDescriptor.INDEX_MAGIC, tag)) {
            return;
          }
          first = false;
          continue;
        }
        if (!SideRecord.isWhole(buffer, at) || event <= last) {
          return;
        }
        last = event;
        add(
            event,
            buffer.getInt(at + SideFileDescriptor.FILE_OFFSET),
            buffer.getLong(at + SideFileDescriptor.VALUE_OFFSET));
      }
      if (length < bytes.length) {
        return;
      }
    }
  }

  /** Adds a chunk; chunks come in the order of their events. */
  void add(long event, int file, long offset) {
    if (skipped != 0) {
      skipped = (skipped + 1) % stride;
      return;
    }
    if (size == MAX_ENTRIES) {
      thin();
    }
    if (size == events.length) {
      events = Arrays.copyOf(events, 2 * size);
      offsets = Arrays.copyOf(offsets, 2 * size);
      files = Arrays.copyOf(files, 2 * size);
    }
    events[size] = event;
    offsets[size] = offset;
    files[size] = file;
    size++;
    skipped = 1 % stride;
  }

  private void thin() {
    size /= 2;
    for (int i = 0; i < size; i++) {
      events[i] = events[2 * i];
      offsets[i] = offsets[2 * i];
      files[i] = files[2 * i];
    }
    stride *= 2;
  }

  int size() {
    return size;
  }

  /** The last entry whose chunk begins at or before {@code event}; -1 for none. */
  int floor(long event) {
    int found = Arrays.binarySearch(events, 0, size, event);
    return found >= 0 ? found : -found - 2;
  }

  long event(int entry) {
    return events[entry];
  }

  int file(int entry) {
    return files[entry];
  }

  long offset(int entry) {
    return offsets[entry];
  }
}
