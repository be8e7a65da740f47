package dev.jrr.recorder;

import dev.jrr.tracee.syscalls.MemoryView;

/** Memory that does not change while it is read in ascending order, piece by piece. */
final class ReadAhead implements MemoryView {
  private static final int LENGTH = 16 << 10;

  private final MemoryView memory;
  private final byte[] read = new byte[LENGTH];

  /** What {@link #read} holds: so many bytes from there on. */
  private long start;

  private int length;

  ReadAhead(MemoryView memory) {
    this.memory = memory;
  }

  @Override
  public int read(long address, byte[] into, int offset, int wanted) {
    if (!has(address, wanted) && wanted <= LENGTH) {
      start = address;
      length = memory.read(address, read, 0, LENGTH);
    }
    if (!has(address, wanted)) {
      return memory.read(address, into, offset, wanted);
    }
    System.arraycopy(read, (int) (address - start), into, offset, wanted);
    return wanted;
  }

  private boolean has(long address, int wanted) {
    return address >= start && address + wanted <= start + length;
  }
}
