package dev.jrr.trace;

import java.nio.ByteBuffer;

/** One record of a {@link SideFileDescriptor} file. */
final class SideRecord {
  private SideRecord() {}

  /** Fills {@code record}, which is then ready to be written. */
  static void write(ByteBuffer record, long key, long value, int file) {
    record.clear();
    write(record, 0, key, value, file);
    record.limit(SideFileDescriptor.RECORD_LENGTH);
  }

  /** Puts a record at {@code at}. */
  static void write(ByteBuffer to, int at, long key, long value, int file) {
    to.putLong(at + SideFileDescriptor.KEY_OFFSET, key)
        .putLong(at + SideFileDescriptor.VALUE_OFFSET, value)
        .putInt(at + SideFileDescriptor.FILE_OFFSET, file)
        .putInt(
            at + SideFileDescriptor.CRC_OFFSET,
            Checksums.crc32c(to, at, SideFileDescriptor.CRC_OFFSET));
  }

  /** Whether a whole record is at {@code at} of {@code from}. */
  static boolean isWhole(ByteBuffer from, int at) {
    return from.getInt(at + SideFileDescriptor.CRC_OFFSET)
        == Checksums.crc32c(from, at, SideFileDescriptor.CRC_OFFSET);
  }

  /** Whether the record at 0 opens a file of this kind of this trace. */
  static boolean opens(ByteBuffer from, long magic, int tag) {
    return from.capacity() >= SideFileDescriptor.RECORD_LENGTH
        && isWhole(from, 0)
        && from.getLong(SideFileDescriptor.KEY_OFFSET) == magic
        && from.getLong(SideFileDescriptor.VALUE_OFFSET) == Integer.toUnsignedLong(tag);
  }
}
