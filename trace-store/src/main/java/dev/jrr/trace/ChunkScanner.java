package dev.jrr.trace;

import com.github.luben.zstd.Zstd;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Walks the chunks of one stream and checks them. The stream ends at the end of its last file; in a
 * trace that was cut, also at a chunk of which that file holds only the beginning. Everything else
 * that is not as it was written is {@link TraceException.Corrupt}. Belongs to one thread.
 */
final class ChunkScanner implements Closeable {
  /** The sequence is not known: the next chunk's is taken. */
  static final int ANY_SEQUENCE = -1;

  private final Path directory;
  private final String stream;
  private final int magic;
  private final int tag;
  private final int limit;
  private final boolean complete;
  private final byte[] headerBytes = new byte[ChunkDescriptor.HEADER_LENGTH];
  private final ByteBuffer headerBuffer = Checksums.littleEndian(headerBytes);
  private byte[] stored = new byte[0];
  private @Nullable RandomAccessFile file;
  private Path path;
  private int fileNumber;
  private long offset;
  private int sequence;
  private long chunkOffset;
  private @Nullable ChunkHeader current;

  /** {@code complete}: the trace has its END, so nothing may be torn. */
  ChunkScanner(Path directory, String stream, int magic, int tag, int limit, boolean complete) {
    this.directory = directory;
    this.stream = stream;
    this.magic = magic;
    this.tag = tag;
    this.limit = limit;
    this.complete = complete;
    this.path = directory.resolve(TraceFiles.numbered(stream, 0));
  }

  static ChunkScanner frames(Path directory, int tag, boolean complete) {
    return new ChunkScanner(
        directory,
        TraceFiles.FRAMES,
        ChunkDescriptor.FRAMES_MAGIC,
        tag,
        ChunkDescriptor.MAX_FRAMES_LENGTH,
        complete);
  }

  static ChunkScanner data(Path directory, int tag, boolean complete) {
    return new ChunkScanner(
        directory,
        TraceFiles.DATA,
        ChunkDescriptor.DATA_MAGIC,
        tag,
        ChunkDescriptor.MAX_DATA_LENGTH,
        complete);
  }

  /** The file of the chunk last met. */
  Path path() {
    return path;
  }

  int fileNumber() {
    return fileNumber;
  }

  /** Where the next chunk begins. */
  long offset() {
    return offset;
  }

  /** Where the chunk last met begins. */
  long chunkOffset() {
    return chunkOffset;
  }

  TraceException.Corrupt corrupt(String why, @Nullable Throwable cause) {
    return new TraceException.Corrupt(path, chunkOffset, why, cause);
  }

  /** Goes to a place where a chunk begins. */
  void seek(int toFile, long toOffset, int toSequence) {
    if (toFile != fileNumber) {
      closeFile();
      fileNumber = toFile;
      path = directory.resolve(TraceFiles.numbered(stream, toFile));
    }
    offset = toOffset;
    chunkOffset = toOffset;
    sequence = toSequence;
    current = null;
  }

  /** What the next chunk's sequence must be. */
  int sequence() {
    return sequence;
  }

  /** The next chunk's header, checked; null at the stream's end. */
  @Nullable ChunkHeader next() {
    try {
      current = readHeader();
      return current;
    } catch (IOException e) {
      throw TraceException.input(path, e);
    }
  }

  private @Nullable ChunkHeader readHeader() throws IOException {
    chunkOffset = offset;
    RandomAccessFile in = file == null ? openFile() : file;
    if (in == null) {
      return null;
    }
    long left = in.length() - offset;
    while (left == 0) {
      if (TraceFiles.attributes(nextPath()) == null) {
        return null;
      }
      seek(fileNumber + 1, 0, sequence);
      in = openFile();
      if (in == null) {
        return null;
      }
      left = in.length();
    }
    if (left < ChunkDescriptor.HEADER_LENGTH) {
      return torn(left);
    }
    in.seek(offset);
    in.readFully(headerBytes);
    int crc = Checksums.crc32c(headerBytes, 0, ChunkDescriptor.HEADER_CRC_OFFSET);
    if (headerBuffer.getInt(ChunkDescriptor.HEADER_CRC_OFFSET) != crc) {
      if (isZero(headerBytes)) {
        return torn(left); // what a file system leaves after a power cut
      }
      throw corrupt("a chunk's header does not match its checksum", null);
    }
    ChunkHeader header = checked();
    if (left < ChunkDescriptor.HEADER_LENGTH + (long) header.storedLength()) {
      return torn(left);
    }
    sequence = header.sequence() + 1;
    offset += ChunkDescriptor.HEADER_LENGTH + header.storedLength();
    return header;
  }

  private ChunkHeader checked() {
    if (headerBuffer.getInt(ChunkDescriptor.MAGIC_OFFSET) != magic) {
      throw corrupt("a chunk of another kind", null);
    }
    if (headerBuffer.getInt(ChunkDescriptor.TAG_OFFSET) != tag) {
      throw corrupt("a chunk of another trace", null);
    }
    ChunkHeader header = ChunkHeader.read(headerBuffer);
    String fault = header.fault(limit);
    if (fault != null) {
      throw corrupt("a chunk cannot be: " + fault, null);
    }
    if (sequence != ANY_SEQUENCE && header.sequence() != sequence) {
      throw corrupt(
          "chunk " + header.sequence() + " is where chunk " + sequence + " belongs", null);
    }
    return header;
  }

  private static boolean isZero(byte[] bytes) {
    for (byte b : bytes) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /** A chunk of which only {@code left} bytes are there: the end of a trace that was cut. */
  private @Nullable ChunkHeader torn(long left) {
    if (complete || TraceFiles.attributes(nextPath()) != null) {
      throw corrupt("the last " + left + " bytes are no whole chunk", null);
    }
    return null;
  }

  private Path nextPath() {
    return directory.resolve(TraceFiles.numbered(stream, fileNumber + 1));
  }

  /** Null where it is missing and may be: the first file of a trace cut as it was created. */
  private @Nullable RandomAccessFile openFile() {
    file = TraceFiles.open(path);
    if (file == null && (complete || fileNumber > 0 || TraceFiles.attributes(nextPath()) != null)) {
      throw corrupt("the file is missing", null);
    }
    return file;
  }

  /**
   * The contents of the chunk whose header was given last, in {@code reuse} if that is long enough.
   * Only the first raw-length bytes count.
   */
  byte[] payload(byte[] reuse) {
    ChunkHeader header = current;
    RandomAccessFile in = file;
    if (header == null || in == null) {
      throw new IllegalStateException("no chunk");
    }
    int length = header.storedLength();
    byte[] raw = reuse.length < header.rawLength() ? new byte[header.rawLength()] : reuse;
    boolean isRaw = header.codec() == ChunkDescriptor.CODEC_STORED;
    if (!isRaw && stored.length < length) {
      stored = new byte[length];
    }
    byte[] bytes = isRaw ? raw : stored;
    try {
      in.seek(chunkOffset + ChunkDescriptor.HEADER_LENGTH);
      in.readFully(bytes, 0, length);
    } catch (IOException e) {
      throw TraceException.input(path, e);
    }
    if (Checksums.crc32c(bytes, 0, length) != header.payloadCrc()) {
      throw corrupt("a chunk's contents do not match their checksum", null);
    }
    if (isRaw) {
      return raw;
    }
    long result;
    try {
      result = Zstd.decompressByteArray(raw, 0, header.rawLength(), stored, 0, length);
    } catch (RuntimeException e) {
      throw corrupt("a chunk's contents are not zstd", e);
    }
    if (result != header.rawLength()) {
      throw corrupt("a chunk's contents do not decompress to their length", null);
    }
    return raw;
  }

  private void closeFile() {
    if (file != null) {
      try {
        file.close();
      } catch (IOException e) {
        // It was only read.
      }
      file = null;
    }
  }

  @Override
  public void close() {
    closeFile();
  }
}
