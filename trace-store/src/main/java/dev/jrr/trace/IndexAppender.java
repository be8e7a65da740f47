package dev.jrr.trace;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/** Appends to the index. A trace can be read without it, so its failures are not told. */
final class IndexAppender implements Closeable {
  private final TraceOptions.Output output;
  private final ByteBuffer record =
      ByteBuffer.allocateDirect(SideFileDescriptor.RECORD_LENGTH).order(ByteOrder.LITTLE_ENDIAN);
  private final int tag;
  private boolean broken;

  IndexAppender(Path directory, int tag, TraceOptions options) throws IOException {
    output = options.opener().create(directory.resolve(TraceFiles.INDEX));
    this.tag = tag;
  }

  /** Begins the file. Not done as it is created, which is not on the writer's thread. */
  void begin() {
    append(SideFileDescriptor.INDEX_MAGIC, Integer.toUnsignedLong(tag), 0);
  }

  /** The chunk whose first frame is {@code event} begins at {@code offset} of {@code file}. */
  void append(long event, long offset, int file) {
    if (broken) {
      return;
    }
    SideRecord.write(record, event, offset, file);
    try {
      while (record.hasRemaining()) {
        output.write(record);
      }
    } catch (IOException e) {
      // A torn record would shift all that follow.
      broken = true;
    }
  }

  @Override
  public void close() throws IOException {
    output.close();
  }
}
