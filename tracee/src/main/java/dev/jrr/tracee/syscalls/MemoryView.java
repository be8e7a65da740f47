package dev.jrr.tracee.syscalls;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A task's memory, for reading. Never throws for an address that is not mapped. */
public interface MemoryView {
  /** PATH_MAX (linux/limits.h): no string argument of the kernel's is longer, NUL included. */
  int MAX_STRING = 4096;

  /**
   * Reads up to {@code length} bytes at {@code address}.
   *
   * @return the bytes read: less than {@code length} where an unmapped page begins, 0 where the
   *     first one is unmapped
   */
  int read(long address, byte[] buffer, int offset, int length);

  /**
   * Whether the program itself could store at {@code address}. The default only finds unmapped
   * memory; a caller that knows the protections overrides it, so that a call with a read-only
   * output fails as it does natively.
   */
  default boolean writable(long address) {
    return read(address, new byte[1], 0, 1) == 1;
  }

  /** Reads exactly {@code length} bytes, or answers null. */
  default byte @Nullable [] bytes(long address, int length) {
    byte[] buffer = new byte[length];
    return read(address, buffer, 0, length) == length ? buffer : null;
  }

  /** The 32-bit integer at {@code address}; empty when it cannot be read. */
  default OptionalInt readInt(long address) {
    byte[] buffer = bytes(address, 4);
    return buffer == null ? OptionalInt.empty() : OptionalInt.of(Bytes.intAt(buffer, 0));
  }

  /** The 64-bit integer at {@code address}; empty when it cannot be read. */
  default OptionalLong readLong(long address) {
    byte[] buffer = bytes(address, 8);
    return buffer == null ? OptionalLong.empty() : OptionalLong.of(Bytes.longAt(buffer, 0));
  }

  /**
   * The string at {@code address} with its terminating NUL; null when it cannot be read up to a NUL
   * or is longer than {@link #MAX_STRING} bytes.
   */
  default byte @Nullable [] cString(long address) {
    byte[] buffer = new byte[256];
    int filled = 0;
    while (true) {
      int count = read(address + filled, buffer, filled, buffer.length - filled);
      for (int i = filled; i < filled + count; i++) {
        if (buffer[i] == 0) {
          return java.util.Arrays.copyOf(buffer, i + 1);
        }
      }
      filled += count;
      if (count == 0 || filled >= MAX_STRING) {
        return null;
      }
      if (filled == buffer.length) {
        buffer = java.util.Arrays.copyOf(buffer, Math.min(buffer.length * 4, MAX_STRING));
      }
    }
  }
}
