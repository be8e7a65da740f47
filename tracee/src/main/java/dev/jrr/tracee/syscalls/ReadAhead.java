package dev.jrr.tracee.syscalls;

/**
 * Memory that is read much at a time, for many small pieces that lie side by side. It must not
 * change meanwhile.
 */
public final class ReadAhead implements MemoryView {
  private final MemoryView memory;
  private final byte[] window;
  private long start;
  private int filled;

  /** A view of {@code memory}, of which {@code length} bytes are read at a time. */
  public ReadAhead(MemoryView memory, int length) {
    this.memory = memory;
    this.window = new byte[length];
  }

  @Override
  public int read(long address, byte[] buffer, int offset, int length) {
    if (length > window.length) {
      return memory.read(address, buffer, offset, length);
    }
    long skipped = address - start;
    if (skipped < 0 || skipped + length > filled) {
      start = address;
      filled = memory.read(address, window, 0, window.length);
      skipped = 0;
    }
    int count = Math.min(length, filled);
    System.arraycopy(window, (int) skipped, buffer, offset, count);
    return count;
  }
}
