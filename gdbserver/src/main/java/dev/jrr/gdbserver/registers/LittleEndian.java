package dev.jrr.gdbserver.registers;

/** Numbers as the processor stores them. */
final class LittleEndian {
  private LittleEndian() {}

  /** The low {@code lengthBytes} bytes of a number; zeros beyond its eight. */
  static byte[] bytes(long value, int lengthBytes) {
    byte[] bytes = new byte[lengthBytes];
    for (int i = 0; i < Math.min(lengthBytes, Long.BYTES); i++) {
      bytes[i] = (byte) (value >>> (8 * i));
    }
    return bytes;
  }

  /** The number in the first eight bytes, or in fewer when there are fewer. */
  static long value(byte[] bytes) {
    long value = 0;
    for (int i = Math.min(bytes.length, Long.BYTES) - 1; i >= 0; i--) {
      value = value << 8 | bytes[i] & 0xff;
    }
    return value;
  }
}
