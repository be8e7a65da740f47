package dev.jrr.tracee.syscalls;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A task's memory in this process: a few mapped regions, with everything between unmapped. */
final class FakeMemory implements MemoryView {
  private record Region(long start, byte[] bytes, boolean writable) {}

  private final List<Region> regions = new ArrayList<>();

  /** How many times it was read. */
  int reads;

  FakeMemory map(long start, int length) {
    regions.add(new Region(start, new byte[length], true));
    return this;
  }

  FakeMemory mapReadOnly(long start, int length) {
    regions.add(new Region(start, new byte[length], false));
    return this;
  }

  @Override
  public int read(long address, byte[] buffer, int offset, int length) {
    reads++;
    for (Region region : regions) {
      long at = address - region.start;
      if (at >= 0 && at < region.bytes.length) {
        int count = (int) Math.min(length, region.bytes.length - at);
        System.arraycopy(region.bytes, (int) at, buffer, offset, count);
        return count;
      }
    }
    return 0;
  }

  @Override
  public boolean writable(long address) {
    for (Region region : regions) {
      long at = address - region.start;
      if (at >= 0 && at < region.bytes.length) {
        return region.writable;
      }
    }
    return false;
  }

  FakeMemory put(long address, byte[] bytes) {
    for (Region region : regions) {
      long at = address - region.start;
      if (at >= 0 && at + bytes.length <= region.bytes.length) {
        System.arraycopy(bytes, 0, region.bytes, (int) at, bytes.length);
        return this;
      }
    }
    throw new IllegalArgumentException("not mapped: 0x" + Long.toHexString(address));
  }

  FakeMemory putInt(long address, int value) {
    return put(address, words(4).putInt(value).array());
  }

  FakeMemory putLong(long address, long value) {
    return put(address, words(8).putLong(value).array());
  }

  FakeMemory putString(long address, String text) {
    return put(address, (text + "\0").getBytes(StandardCharsets.UTF_8));
  }

  String text(long address, int length) {
    byte[] bytes = bytes(address, length);
    return bytes == null ? "(unmapped)" : new String(bytes, StandardCharsets.UTF_8);
  }

  private static ByteBuffer words(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }
}
