package dev.jrr.trace;

/**
 * A chunk of {@code frames.NNNN} or {@code data.NNNN}: a header of {@link #HEADER_LENGTH} bytes,
 * then the payload of stored-length bytes. Little-endian. A chunk is appended by one write, after
 * the data chunks that it refers to, and is complete when the file holds all of it; a file is
 * nothing but chunks, and the first chunk of file N+1 follows the last of file N.
 *
 * <pre>
 *   0       4     8          12      16           20              24            28      32
 *   +-------+-----+----------+-------+------------+---------------+-------------+-------+
 *   | magic | tag | sequence | codec | raw length | stored length | payload CRC | count |
 *   +-------+-----+----------+-------+------------+---------------+-------------+-------+
 *   32              40              48            56                64
 *   +---------------+---------------+-------------+-----------------+
 *   | first         | data position | data offset | data end offset |
 *   +---------------+---------------+-------------+-----------------+
 *   64          68              72         76          80
 *   +-----------+---------------+----------+-----------+
 *   | data file | data end file | 0        | CRC 0..75 |
 *   +-----------+---------------+----------+-----------+
 * </pre>
 *
 * Tag is the trace's own (a chunk of another trace is refused). Sequence counts the stream's chunks
 * from 0 across files. In a frames chunk, first is the first frame's event, count the frames, and
 * the data fields say where the data that its frames refer to begin and end: data position is the
 * count of uncompressed data bytes before them. In a data chunk, first is its own data position and
 * the last six fields are 0. CRCs are CRC32C; the payload's is taken as stored.
 */
final class ChunkDescriptor {
  /** The bytes {@code jrrF}. */
  static final int FRAMES_MAGIC = 0x4672726a;

  /** The bytes {@code jrrD}. */
  static final int DATA_MAGIC = 0x4472726a;

  static final int MAGIC_OFFSET = 0;
  static final int TAG_OFFSET = 4;
  static final int SEQUENCE_OFFSET = 8;
  static final int CODEC_OFFSET = 12;
  static final int RAW_LENGTH_OFFSET = 16;
  static final int STORED_LENGTH_OFFSET = 20;
  static final int PAYLOAD_CRC_OFFSET = 24;
  static final int COUNT_OFFSET = 28;
  static final int FIRST_OFFSET = 32;
  static final int DATA_POSITION_OFFSET = 40;
  static final int DATA_OFFSET_OFFSET = 48;
  static final int DATA_END_OFFSET_OFFSET = 56;
  static final int DATA_FILE_OFFSET = 64;
  static final int DATA_END_FILE_OFFSET = 68;
  static final int HEADER_CRC_OFFSET = 76;
  static final int HEADER_LENGTH = 80;

  /** The payload is as it is. */
  static final int CODEC_STORED = 0;

  /** The payload is one zstd frame. */
  static final int CODEC_ZSTD = 1;

  /**
   * Largest raw payload of a frames chunk, bytes: one frame must fit, its long contents are data.
   */
  static final int MAX_FRAMES_LENGTH = 16 << 20;

  /** Largest raw payload of a data chunk, bytes. */
  static final int MAX_DATA_LENGTH = 1 << 20;

  /** Byte strings up to this many bytes lie in the frame itself, longer ones in the data. */
  static final int MAX_INLINE_LENGTH = 64;

  /** Largest byte string of an effect, bytes. */
  static final int MAX_BYTES_LENGTH = 256 << 20;

  private ChunkDescriptor() {}
}
