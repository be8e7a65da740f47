package dev.jrr.trace;

import com.esotericsoftware.kryo.Kryo;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The streams of a trace being written: turns frames into chunks of frames and of data, and appends
 * them, data first. Created by the tracer thread, then used by the writer thread only.
 */
final class StreamWriter implements FrameOutput.DataSink, Closeable {
  /** What buffers begin with, bytes; most recordings in a test suite are short. */
  private static final int INITIAL_LENGTH = 16 << 10;

  private final TraceOptions options;
  private final ChunkAppender.ZstdCompressor compressor;
  private final ChunkAppender frames;
  private final ChunkAppender data;
  private final IndexAppender index;
  private final int dataLimit;
  private byte[] dataBytes = new byte[INITIAL_LENGTH];
  private @Nullable FrameOutput output;
  private int dataLength;

  /** Uncompressed data bytes before the chunk being filled, and those in it up to now. */
  private long dataPosition;

  private long dataWritten;
  private int dataFile = -1;
  private long dataOffset;
  private long firstEvent;
  private int count;
  private long frameBytes;
  private long totalFrames;

  StreamWriter(Path directory, int tag, TraceOptions options) throws IOException {
    this.options = options;
    compressor = new ChunkAppender.ZstdCompressor(options.level());
    frames =
        new ChunkAppender(
            directory, TraceFiles.FRAMES, ChunkDescriptor.FRAMES_MAGIC, tag, options, compressor);
    data =
        new ChunkAppender(
            directory, TraceFiles.DATA, ChunkDescriptor.DATA_MAGIC, tag, options, compressor);
    index = new IndexAppender(directory, tag, options);
    dataLimit = Math.min(options.chunkBytes(), ChunkDescriptor.MAX_DATA_LENGTH);
  }

  /** Loads what takes long, so that the first frame need not wait for it. */
  void load() {
    Kryo kryo = FrameCodec.newKryo();
    output = new FrameOutput(kryo, INITIAL_LENGTH, this);
    compressor.load();
    index.begin();
  }

  /** Encodes {@code frame}, and writes a chunk if that fills one. */
  void add(Frame frame) throws IOException {
    FrameOutput to = output;
    if (to == null) {
      throw new IllegalStateException("not loaded");
    }
    if (count == 0) {
      to.beginChunk();
      firstEvent = frame.event();
    }
    try {
      to.frame(frame);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (RuntimeException e) {
      throw new IOException("frame " + frame.event() + " cannot be encoded: " + e, e);
    }
    count++;
    if (to.position() >= options.chunkBytes()) {
      endChunk(to);
    }
  }

  /** Writes what there is as a chunk. */
  void flush() throws IOException {
    if (count > 0 && output != null) {
      endChunk(output);
    }
  }

  @Override
  public void write(byte[] bytes) {
    if (bytes.length > ChunkDescriptor.MAX_BYTES_LENGTH) {
      throw new IllegalArgumentException(bytes.length + " bytes are too many for one effect");
    }
    int done = 0;
    while (done < bytes.length) {
      int part = Math.min(bytes.length - done, dataLimit - dataLength);
      if (dataBytes.length < dataLength + part) {
        int length = Math.min(dataLimit, Math.max(2 * dataBytes.length, dataLength + part));
        dataBytes = Arrays.copyOf(dataBytes, length);
      }
      System.arraycopy(bytes, done, dataBytes, dataLength, part);
      done += part;
      dataLength += part;
      if (dataLength == dataLimit) {
        try {
          endDataChunk();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void endDataChunk() throws IOException {
    if (dataLength == 0) {
      return;
    }
    data.rotate();
    if (dataFile < 0) {
      dataFile = data.fileNumber();
      dataOffset = data.offset();
    }
    data.append(
        dataBytes, dataLength, new ChunkHeader(0, 0, 0, 0, 0, 0, dataWritten, 0, 0, 0, 0, 0));
    dataWritten += dataLength;
    dataLength = 0;
  }

  private void endChunk(FrameOutput from) throws IOException {
    endDataChunk();
    frames.rotate();
    long offset = frames.offset();
    boolean hasData = dataFile >= 0;
    ChunkHeader place =
        new ChunkHeader(
            0,
            0,
            0,
            0,
            0,
            count,
            firstEvent,
            dataPosition,
            hasData ? dataFile : data.fileNumber(),
            hasData ? dataOffset : data.offset(),
            data.fileNumber(),
            data.offset());
    frames.append(from.getBuffer(), from.position(), place);
    index.append(firstEvent, offset, frames.fileNumber());
    frameBytes += from.position();
    totalFrames += count;
    dataPosition = dataWritten;
    dataFile = -1;
    count = 0;
  }

  /** Bytes on disk. */
  long fileBytes() {
    return frames.fileBytes() + data.fileBytes();
  }

  /** The file that is likely to be the one at which writing failed. */
  Path file() {
    return frames.file();
  }

  /** The contents of END for what is written. */
  EndFile end(TraceEnd end) {
    TraceEnd counted =
        new TraceEnd(
            end.waitStatus(), end.endTimeMs(), totalFrames, frameBytes, dataWritten, fileBytes());
    return new EndFile(
        counted, frames.fileNumber(), frames.offset(), data.fileNumber(), data.offset());
  }

  @Override
  public void close() throws IOException {
    compressor.close();
    try (ChunkAppender first = frames;
        ChunkAppender second = data;
        IndexAppender third = index) {
      // Closing is all.
    }
  }
}
