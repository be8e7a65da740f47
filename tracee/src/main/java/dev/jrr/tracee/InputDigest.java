package dev.jrr.tracee;

import dev.jrr.tracee.syscalls.Call;
import dev.jrr.tracee.syscalls.MemoryView;
import dev.jrr.tracee.syscalls.RangeSink;
import java.util.zip.CRC32C;

/**
 * The CRC32C of the memory that a call reads, by which replay knows that the program hands over
 * what it did when recorded. Of each range at most {@link #RANGE_LIMIT} bytes count.
 */
public final class InputDigest implements RangeSink {
  /** Bytes of a range that count: 1 MiB. */
  public static final int RANGE_LIMIT = 1 << 20;

  private final CRC32C crc = new CRC32C();
  private byte[] buffer = new byte[4096];
  private MemoryView memory;
  private boolean any;

  /** The digest; 0 when the call reads no memory. */
  public int of(Call call, MemoryView from) {
    memory = from;
    any = false;
    crc.reset();
    call.inputs(from, this);
    return any ? (int) crc.getValue() : 0;
  }

  @Override
  public void range(long address, long length) {
    int part = (int) Math.min(length, RANGE_LIMIT);
    if (buffer.length < part) {
      buffer = new byte[part];
    }
    int got = memory.read(address, buffer, 0, part);
    crc.update(buffer, 0, got);
    any = true;
  }

  @Override
  public void contents(long address, byte[] bytes) {
    crc.update(bytes, 0, Math.min(bytes.length, RANGE_LIMIT));
    any = true;
  }
}
