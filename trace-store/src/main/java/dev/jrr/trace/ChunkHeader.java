package dev.jrr.trace;

import java.nio.ByteBuffer;

/** The header of a chunk, laid out as {@link ChunkDescriptor} says. */
record ChunkHeader(
    int sequence,
    int codec,
    int rawLength,
    int storedLength,
    int payloadCrc,
    int count,
    long first,
    long dataPosition,
    int dataFile,
    long dataOffset,
    int dataEndFile,
    long dataEndOffset) {
  /** Writes the header and its CRC at {@code at}, which is little-endian. */
  void write(ByteBuffer to, int at, int magic, int tag) {
    to.putInt(at + ChunkDescriptor.MAGIC_OFFSET, magic)
        .putInt(at + ChunkDescriptor.TAG_OFFSET, tag)
        .putInt(at + ChunkDescriptor.SEQUENCE_OFFSET, sequence)
        .putInt(at + ChunkDescriptor.CODEC_OFFSET, codec)
        .putInt(at + ChunkDescriptor.RAW_LENGTH_OFFSET, rawLength)
        .putInt(at + ChunkDescriptor.STORED_LENGTH_OFFSET, storedLength)
        .putInt(at + ChunkDescriptor.PAYLOAD_CRC_OFFSET, payloadCrc)
        .putInt(at + ChunkDescriptor.COUNT_OFFSET, count)
        .putLong(at + ChunkDescriptor.FIRST_OFFSET, first)
        .putLong(at + ChunkDescriptor.DATA_POSITION_OFFSET, dataPosition)
        .putLong(at + ChunkDescriptor.DATA_OFFSET_OFFSET, dataOffset)
        .putLong(at + ChunkDescriptor.DATA_END_OFFSET_OFFSET, dataEndOffset)
        .putInt(at + ChunkDescriptor.DATA_FILE_OFFSET, dataFile)
        .putInt(at + ChunkDescriptor.DATA_END_FILE_OFFSET, dataEndFile)
        .putInt(at + ChunkDescriptor.HEADER_CRC_OFFSET - Integer.BYTES, 0);
    int crc = Checksums.crc32c(to, at, ChunkDescriptor.HEADER_CRC_OFFSET);
    to.putInt(at + ChunkDescriptor.HEADER_CRC_OFFSET, crc);
  }

  /** Reads a header whose CRC the caller has checked. */
  static ChunkHeader read(ByteBuffer from) {
    return new ChunkHeader(
        from.getInt(ChunkDescriptor.SEQUENCE_OFFSET),
        from.getInt(ChunkDescriptor.CODEC_OFFSET),
        from.getInt(ChunkDescriptor.RAW_LENGTH_OFFSET),
        from.getInt(ChunkDescriptor.STORED_LENGTH_OFFSET),
        from.getInt(ChunkDescriptor.PAYLOAD_CRC_OFFSET),
        from.getInt(ChunkDescriptor.COUNT_OFFSET),
        from.getLong(ChunkDescriptor.FIRST_OFFSET),
        from.getLong(ChunkDescriptor.DATA_POSITION_OFFSET),
        from.getInt(ChunkDescriptor.DATA_FILE_OFFSET),
        from.getLong(ChunkDescriptor.DATA_OFFSET_OFFSET),
        from.getInt(ChunkDescriptor.DATA_END_FILE_OFFSET),
        from.getLong(ChunkDescriptor.DATA_END_OFFSET_OFFSET));
  }

  /** What is wrong with the lengths and counts, or null. {@code limit} bounds the raw length. */
  @org.jspecify.annotations.Nullable
  String fault(int limit) {
    if (codec != ChunkDescriptor.CODEC_STORED && codec != ChunkDescriptor.CODEC_ZSTD) {
      return "its codec " + codec + " is unknown";
    }
    if (rawLength <= 0 || rawLength > limit || storedLength <= 0 || storedLength > rawLength) {
      return "its lengths " + rawLength + " and " + storedLength + " cannot be";
    }
    if (codec == ChunkDescriptor.CODEC_STORED && storedLength != rawLength) {
      return "it is stored as it is, yet its lengths differ";
    }
    return count < 0 || first < 0 || dataPosition < 0 ? "its counts cannot be" : null;
  }
}
