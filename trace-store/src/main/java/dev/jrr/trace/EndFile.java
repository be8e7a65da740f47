package dev.jrr.trace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The contents of {@code END}, laid out as {@link EndDescriptor} says.
 *
 * @param framesFile the number of the last frames file, {@code framesSize} its length in bytes
 * @param dataFile the number of the last data file, {@code dataSize} its length in bytes
 */
record EndFile(TraceEnd end, int framesFile, long framesSize, int dataFile, long dataSize) {
  void write(Path directory, int tag) {
    ByteBuffer bytes = Checksums.littleEndian(new byte[EndDescriptor.LENGTH]);
    bytes
        .putLong(EndDescriptor.MAGIC_OFFSET, EndDescriptor.MAGIC)
        .putInt(EndDescriptor.TAG_OFFSET, tag)
        .putInt(EndDescriptor.STATUS_OFFSET, end.waitStatus())
        .putLong(EndDescriptor.TIME_OFFSET, end.endTimeMs())
        .putLong(EndDescriptor.FRAMES_OFFSET, end.frames())
        .putLong(EndDescriptor.FRAME_BYTES_OFFSET, end.frameBytes())
        .putLong(EndDescriptor.DATA_BYTES_OFFSET, end.dataBytes())
        .putLong(EndDescriptor.FILE_BYTES_OFFSET, end.fileBytes())
        .putInt(EndDescriptor.FRAMES_FILE_OFFSET, framesFile)
        .putInt(EndDescriptor.DATA_FILE_OFFSET, dataFile)
        .putLong(EndDescriptor.FRAMES_SIZE_OFFSET, framesSize)
        .putLong(EndDescriptor.DATA_SIZE_OFFSET, dataSize);
    int crc = Checksums.crc32c(bytes.array(), 0, EndDescriptor.CRC_OFFSET);
    bytes.putInt(EndDescriptor.CRC_OFFSET, crc);
    Path file = directory.resolve(TraceFiles.END);
    try {
      TraceFiles.replace(file, bytes.array());
    } catch (IOException e) {
      throw TraceException.output(file, e);
    }
  }

  /** Null where there is none: the recording was cut. */
  static @Nullable EndFile read(Path directory, int tag) {
    Path file = directory.resolve(TraceFiles.END);
    byte[] bytes = TraceFiles.read(file, EndDescriptor.LENGTH + 1);
    if (bytes == null) {
      return null;
    }
    if (bytes.length != EndDescriptor.LENGTH) {
      throw new TraceException.Corrupt(
          file, bytes.length, "it must have " + EndDescriptor.LENGTH + " bytes");
    }
    ByteBuffer from = Checksums.littleEndian(bytes);
    int crc = Checksums.crc32c(bytes, 0, EndDescriptor.CRC_OFFSET);
    if (from.getLong(EndDescriptor.MAGIC_OFFSET) != EndDescriptor.MAGIC
        || from.getInt(EndDescriptor.CRC_OFFSET) != crc) {
      throw new TraceException.Corrupt(file, 0, "its checksum does not match");
    }
    if (from.getInt(EndDescriptor.TAG_OFFSET) != tag) {
      throw new TraceException.Corrupt(file, 0, "it belongs to another trace");
    }
    TraceEnd end =
        new TraceEnd(
            from.getInt(EndDescriptor.STATUS_OFFSET),
            from.getLong(EndDescriptor.TIME_OFFSET),
            from.getLong(EndDescriptor.FRAMES_OFFSET),
            from.getLong(EndDescriptor.FRAME_BYTES_OFFSET),
            from.getLong(EndDescriptor.DATA_BYTES_OFFSET),
            from.getLong(EndDescriptor.FILE_BYTES_OFFSET));
    return new EndFile(
        end,
        from.getInt(EndDescriptor.FRAMES_FILE_OFFSET),
        from.getLong(EndDescriptor.FRAMES_SIZE_OFFSET),
        from.getInt(EndDescriptor.DATA_FILE_OFFSET),
        from.getLong(EndDescriptor.DATA_SIZE_OFFSET));
  }
}
