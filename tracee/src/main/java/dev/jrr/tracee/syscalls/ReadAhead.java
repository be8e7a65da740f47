package dev.jrr.tracee.syscalls;

/**
 * Memory that is read a page at a time, for many small pieces that lie side by side. It must not
 * change meanwhile.
 */
final class ReadAhead implements MemoryView {
  private static final int LENGTH = 4096;

  private final MemoryView memory;
  private final byte[] window = new byte[LENGTH];
  private long start;
  private int filled;

  ReadAhead(MemoryView memory) {
    this.memory = memory;
  }

  @Override
  public int read(long address, byte[] buffer, int offset, int length) {
    if (length > LENGTH) {
      return memory.read(address, buffer, offset, length);
    }
    long skipped = address - start;
    if (skipped < 0 || skipped + length > filled) {
      start = address;
      filled = memory.read(address, window, 0, LENGTH);
      skipped = 0;
    }
    int count = Math.min(length, filled);
    System.arraycopy(window, (int) skipped, buffer, offset, count);
    return count;
  }
}
