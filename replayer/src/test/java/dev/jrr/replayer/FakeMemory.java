package dev.jrr.replayer;

import dev.jrr.tracee.syscalls.MemoryView;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** One region of memory in this process. */
final class FakeMemory implements MemoryView {
  private final long start;
  private final ByteBuffer bytes;

  FakeMemory(long start, int length) {
    this.start = start;
    this.bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  FakeMemory putLong(long address, long... values) {
    for (int index = 0; index < values.length; index++) {
      bytes.putLong((int) (address - start) + 8 * index, values[index]);
    }
    return this;
  }

  FakeMemory putInt(long address, int value) {
    bytes.putInt((int) (address - start), value);
    return this;
  }

  FakeMemory putText(long address, String text) {
    bytes.put((int) (address - start), text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return this;
  }

  @Override
  public int read(long address, byte[] buffer, int offset, int length) {
    long into = address - start;
    if (into < 0 || into >= bytes.limit()) {
      return 0;
    }
    int count = (int) Math.min(length, bytes.limit() - into);
    bytes.get((int) into, buffer, offset, count);
    return count;
  }
}
