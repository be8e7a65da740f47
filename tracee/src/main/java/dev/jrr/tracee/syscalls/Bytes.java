package dev.jrr.tracee.syscalls;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Little-endian integers in byte arrays, as x86-64 stores them. */
final class Bytes {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private Bytes() {}

  static int intAt(byte[] bytes, int offset) {
    return (int) INT.get(bytes, offset);
  }

  static long longAt(byte[] bytes, int offset) {
    return (long) LONG.get(bytes, offset);
  }

  static void putLong(byte[] bytes, int offset, long value) {
    LONG.set(bytes, offset, value);
  }

  /** An unsigned field of 1, 2, 4 or 8 bytes. */
  static long unsignedAt(byte[] bytes, int offset, int width) {
    return switch (width) {
      case 1 -> bytes[offset] & 0xff;
      case 2 -> (bytes[offset] & 0xff) | (bytes[offset + 1] & 0xff) << 8;
      case 4 -> Integer.toUnsignedLong(intAt(bytes, offset));
      case 8 -> longAt(bytes, offset);
      default -> throw new IllegalArgumentException("field of " + width + " bytes");
    };
  }
}
