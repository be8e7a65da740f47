package dev.jrr.tracee.syscalls;

import org.jspecify.annotations.Nullable;

/** An array of struct iovec as it was at a call's entry: address, then length, 8 bytes each. */
final class IoVector {
  private static final int ELEMENT = 16;

  /** UIO_MAXIOV (linux/uio.h): a longer array fails with EINVAL or EMSGSIZE. */
  static final int MOST = 1024;

  private final long address;
  private final byte[] raw;

  private IoVector(long address, byte[] raw) {
    this.address = address;
    this.raw = raw;
  }

  /** Where a vector was moved to: the array, and each element's buffer. */
  record Placed(long address, long[] buffers) implements Arg.Placement {}

  /** The vector at {@code address}; null where the kernel could not read it or refuses it. */
  static @Nullable IoVector read(MemoryView memory, long address, long count) {
    if (count < 0 || count > MOST) {
      return null;
    }
    byte[] raw = memory.bytes(address, (int) count * ELEMENT);
    return raw == null ? null : new IoVector(address, raw);
  }

  int count() {
    return raw.length / ELEMENT;
  }

  long base(int element) {
    return Bytes.longAt(raw, element * ELEMENT);
  }

  /** The element's length; 0 for what the kernel refuses as negative. */
  long length(int element) {
    return Math.min(Math.max(Bytes.longAt(raw, element * ELEMENT + 8), 0), Size.LIMIT);
  }

  void inputs(RangeSink sink, boolean contents) {
    if (raw.length == 0) {
      return;
    }
    sink.contents(address, raw);
    for (int i = 0; contents && i < count(); i++) {
      if (length(i) > 0) {
        sink.range(base(i), length(i));
      }
    }
  }

  @Nullable Placed redirect(Redirector redirector) {
    if (raw.length == 0) {
      return null;
    }
    long at = redirector.place(raw.length);
    long[] buffers = new long[count()];
    byte[] moved = raw.clone();
    for (int i = 0; i < buffers.length; i++) {
      buffers[i] = base(i);
      if (length(i) > 0 && redirector.memory().writable(base(i))) {
        buffers[i] = redirector.place(length(i));
        Bytes.putLong(moved, i * ELEMENT, buffers[i]);
      }
    }
    redirector.prewrite(at, moved);
    return new Placed(at, buffers);
  }

  /** Reports {@code total} bytes spread over the elements, as far as they go. */
  void outputs(@Nullable Placed placed, long total, OutputSink sink) {
    long left = total;
    for (int i = 0; left > 0 && i < count(); i++) {
      long length = Math.min(left, length(i));
      if (length > 0) {
        sink.written(base(i), placed == null ? base(i) : placed.buffers()[i], length);
        left -= length;
      }
    }
  }
}
