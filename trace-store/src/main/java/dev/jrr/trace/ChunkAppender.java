package dev.jrr.trace;

import com.github.luben.zstd.ZstdCompressCtx;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Appends chunks to the files of one stream. After a failed write the file is cut at its last whole
 * chunk and nothing more may be appended. Belongs to the writer thread.
 */
final class ChunkAppender implements Closeable {
  /** Smaller payloads are stored: compressing gains nothing. */
  private static final int MIN_COMPRESSED = 256;

  private final Path directory;
  private final String stream;
  private final int magic;
  private final int tag;
  private final TraceOptions options;
  private final ZstdCompressor compressor;
  private ByteBuffer raw;
  private ByteBuffer chunk;
  private Path file;
  private TraceOptions.Output output;
  private int fileNumber;
  private long offset;
  private int sequence;
  private long closedBytes;

  ChunkAppender(
      Path directory,
      String stream,
      int magic,
      int tag,
      TraceOptions options,
      ZstdCompressor compressor)
      throws IOException {
    this.directory = directory;
    this.stream = stream;
    this.magic = magic;
    this.tag = tag;
    this.options = options;
    this.compressor = compressor;
    this.raw = direct(0);
    this.chunk = raw;
    this.file = directory.resolve(TraceFiles.numbered(stream, 0));
    this.output = options.opener().create(file);
  }

  private static ByteBuffer direct(int length) {
    return ByteBuffer.allocateDirect(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** As large as needed and no larger: each page of a buffer costs a fault when it is made. */
  private static ByteBuffer larger(int length) {
    return direct(Math.max(4096, Integer.highestOneBit(length - 1) << 1));
  }

  /** The number of the current file. */
  int fileNumber() {
    return fileNumber;
  }

  /** Where the next chunk goes, bytes, unless {@link #rotate} comes before. */
  long offset() {
    return offset;
  }

  /** Bytes in all files. */
  long fileBytes() {
    return closedBytes + offset;
  }

  Path file() {
    return file;
  }

  /** Goes on with the next file where the current one has its size. */
  void rotate() throws IOException {
    if (offset < options.fileBytes()) {
      return;
    }
    output.close();
    closedBytes += offset;
    fileNumber++;
    offset = 0;
    file = directory.resolve(TraceFiles.numbered(stream, fileNumber));
    output = options.opener().create(file);
  }

  /**
   * Appends one chunk of {@code length} bytes. {@code place} has the header's count, first and data
   * fields; the rest is filled in here.
   */
  void append(byte[] bytes, int length, ChunkHeader place) throws IOException {
    if (raw.capacity() < length) {
      raw = larger(length);
    }
    raw.clear().put(bytes, 0, length);
    int room = ChunkDescriptor.HEADER_LENGTH + ZstdCompressor.bound(length);
    if (chunk.capacity() < room) {
      chunk = larger(room);
    }
    chunk.clear();
    int codec = ChunkDescriptor.CODEC_ZSTD;
    int stored =
        length < MIN_COMPRESSED
            ? length
            : compressor.compress(raw, length, chunk, ChunkDescriptor.HEADER_LENGTH);
    if (stored >= length) {
      codec = ChunkDescriptor.CODEC_STORED;
      stored = length;
      chunk.position(ChunkDescriptor.HEADER_LENGTH).put(raw.position(0).limit(length));
    }
    ChunkHeader header =
        new ChunkHeader(
            sequence,
            codec,
            length,
            stored,
            Checksums.crc32c(chunk.clear(), ChunkDescriptor.HEADER_LENGTH, stored),
            place.count(),
            place.first(),
            place.dataPosition(),
            place.dataFile(),
            place.dataOffset(),
            place.dataEndFile(),
            place.dataEndOffset());
    header.write(chunk, 0, magic, tag);
    chunk.position(0).limit(ChunkDescriptor.HEADER_LENGTH + stored);
    writeWhole(chunk);
    sequence++;
  }

  private void writeWhole(ByteBuffer bytes) throws IOException {
    int length = bytes.remaining();
    try {
      while (bytes.hasRemaining()) {
        output.write(bytes);
      }
    } catch (IOException e) {
      try {
        output.truncate(offset);
      } catch (IOException ignored) {
        // A torn tail stays, which readers cut as well.
      }
      throw e;
    }
    offset += length;
  }

  @Override
  public void close() throws IOException {
    output.close();
  }

  /** One zstd context for both streams. */
  static final class ZstdCompressor implements Closeable {
    private final int level;
    private @Nullable ZstdCompressCtx context;

    ZstdCompressor(int level) {
      this.level = level;
    }

    /** Loads the native library, which takes a while, unless it is loaded. */
    ZstdCompressCtx load() {
      ZstdCompressCtx loaded = context;
      if (loaded == null) {
        loaded = new ZstdCompressCtx();
        loaded.setLevel(level);
        context = loaded;
      }
      return loaded;
    }

    /** The most bytes that {@code length} can become (ZSTD_COMPRESSBOUND of zstd.h). */
    static int bound(int length) {
      return length + (length >> 8) + 64;
    }

    int compress(ByteBuffer raw, int length, ByteBuffer to, int at) {
      // Direct buffers: arrays would hold up the tracer's garbage collections meanwhile.
      return load().compressDirectByteBuffer(to, at, to.capacity() - at, raw, 0, length);
    }

    @Override
    public void close() {
      if (context != null) {
        context.close();
      }
    }
  }
}
