package dev.jrr.tracee.syscalls;

import org.jspecify.annotations.Nullable;

/** An array of struct mmsghdr: a {@link MessageHeader}, then msg_len (4 bytes) and padding. */
final class MessageArray {
  private static final int ELEMENT = 64;
  private static final int LENGTH = 56;

  private final long address;
  private final byte[] raw;
  private final MessageHeader[] headers;

  private MessageArray(long address, byte[] raw, MessageHeader[] headers) {
    this.address = address;
    this.raw = raw;
    this.headers = headers;
  }

  /** Where the array was moved to; no elements where only the array itself was. */
  record Placed(long address, MessageHeader.@Nullable Placed[] elements) implements Arg.Placement {}

  /** The array at {@code address}; null where it cannot be read. */
  static @Nullable MessageArray read(MemoryView memory, long address, long count) {
    // The kernel cuts the count to UIO_MAXIOV.
    int elements = (int) Math.min(Math.max(count, 0), IoVector.MOST);
    byte[] raw = memory.bytes(address, elements * ELEMENT);
    if (raw == null) {
      return null;
    }
    MessageHeader[] headers = new MessageHeader[elements];
    for (int i = 0; i < elements; i++) {
      headers[i] = MessageHeader.parse(memory, address + (long) i * ELEMENT, raw, i * ELEMENT);
    }
    return new MessageArray(address, raw, headers);
  }

  void inputs(RangeSink sink, boolean contents) {
    if (raw.length > 0) {
      sink.contents(address, raw);
    }
    for (MessageHeader header : headers) {
      header.partInputs(sink, contents);
    }
  }

  @Nullable Placed redirect(Redirector redirector, boolean receive) {
    if (raw.length == 0) {
      return null;
    }
    byte[] moved = raw.clone();
    long at = redirector.place(moved.length);
    MessageHeader.@Nullable Placed[] elements = new MessageHeader.@Nullable Placed[headers.length];
    for (int i = 0; receive && i < headers.length; i++) {
      elements[i] = headers[i].redirect(redirector, at + (long) i * ELEMENT, moved, i * ELEMENT);
    }
    redirector.prewrite(at, moved);
    return new Placed(at, elements);
  }

  void outputs(
      MemoryView memory, @Nullable Placed placed, long result, boolean receive, OutputSink sink) {
    long array = placed == null ? address : placed.address();
    for (int i = 0; i < headers.length && i < result; i++) {
      long offset = (long) i * ELEMENT;
      long length = array + offset + LENGTH;
      if (receive) {
        long bytes = Integer.toUnsignedLong(memory.readInt(length).orElse(0));
        headers[i].outputs(memory, placed == null ? null : placed.elements()[i], bytes, sink);
      }
      sink.written(address + offset + LENGTH, length, 4);
    }
  }
}
