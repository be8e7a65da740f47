package dev.jrr.trace;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/** CRC32C, and little-endian access to byte arrays. */
final class Checksums {
  private Checksums() {}

  static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  static int crc32c(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  /** Of {@code length} bytes from {@code offset} on; leaves the buffer's position and limit. */
  static int crc32c(ByteBuffer buffer, int offset, int length) {
    CRC32C crc = new CRC32C();
    ByteBuffer view = buffer.duplicate();
    view.limit(offset + length).position(offset);
    crc.update(view);
    return (int) crc.getValue();
  }
}
