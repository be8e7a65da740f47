package dev.jrr.trace;

import java.io.Closeable;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The data of the frames chunk being read. Belongs to one thread. */
final class DataStream implements FrameInput.DataSource, Closeable {
  /** What is allocated for a byte string before its bytes are seen. */
  private static final int TRUST = 1 << 20;

  private final ChunkScanner scanner;
  private byte[] raw = new byte[0];
  private int position;
  private int length;

  /** Uncompressed data bytes before the chunk to be read next. */
  private long nextPosition;

  DataStream(ChunkScanner scanner) {
    this.scanner = scanner;
  }

  /** Goes to where the data of {@code frames} begin. */
  void begin(ChunkHeader frames) {
    position = 0;
    length = 0;
    boolean onward = frames.dataPosition() == nextPosition;
    nextPosition = frames.dataPosition();
    if (!onward || !isEmpty(frames)) {
      scanner.seek(
          frames.dataFile(),
          frames.dataOffset(),
          onward ? scanner.sequence() : ChunkScanner.ANY_SEQUENCE);
    }
  }

  private static boolean isEmpty(ChunkHeader frames) {
    return frames.dataFile() == frames.dataEndFile()
        && frames.dataOffset() == frames.dataEndOffset();
  }

  @Override
  public byte[] read(int count) {
    byte[] bytes = new byte[Math.min(count, TRUST)];
    int done = 0;
    while (done < count) {
      if (position == length) {
        nextChunk();
      }
      int part = Math.min(count - done, length - position);
      if (bytes.length < done + part) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(count, 2L * bytes.length + part));
      }
      System.arraycopy(raw, position, bytes, done, part);
      position += part;
      done += part;
    }
    return bytes;
  }

  private void nextChunk() {
    @Nullable ChunkHeader header = scanner.next();
    if (header == null) {
      throw scanner.corrupt("the data end before the frames that refer to them", null);
    }
    if (header.first() != nextPosition) {
      throw scanner.corrupt("data of another place than the frames refer to", null);
    }
    raw = scanner.payload(raw);
    position = 0;
    length = header.rawLength();
    nextPosition += length;
  }

  /** Whether all data of {@code frames} were read, and no more. */
  boolean isAtEnd(ChunkHeader frames) {
    return position == length
        && (isEmpty(frames)
            || scanner.fileNumber() == frames.dataEndFile()
                && scanner.offset() == frames.dataEndOffset());
  }

  @Override
  public void close() {
    scanner.close();
  }
}
