package dev.jrr.tracee.syscalls;

import java.util.Arrays;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A struct msghdr as it was at a call's entry.
 *
 * <pre>
 *  0 msg_name      8 msg_namelen (4, value-result when receiving)
 * 16 msg_iov      24 msg_iovlen
 * 32 msg_control  40 msg_controllen (8, value-result when receiving)
 * 48 msg_flags (4, written when receiving)
 * </pre>
 */
final class MessageHeader {
  static final int BYTES = 56;
  private static final int NAME = 0;
  private static final int NAME_LENGTH = 8;
  private static final int VECTOR = 16;
  private static final int COUNT = 24;
  private static final int CONTROL = 32;
  private static final int CONTROL_LENGTH = 40;
  private static final int FLAGS = 48;

  /** sizeof(struct sockaddr_storage): the kernel cuts longer names. */
  private static final int LONGEST_NAME = 128;

  private final long address;
  private final byte[] raw;
  private final @Nullable IoVector vector;

  private MessageHeader(long address, byte[] raw, @Nullable IoVector vector) {
    this.address = address;
    this.raw = raw;
    this.vector = vector;
  }

  /** Where a message was moved to; a part that was not moved keeps the program's address. */
  record Placed(long address, long name, long control, IoVector.@Nullable Placed vector)
      implements Arg.Placement {}

  /** The header at {@code address}, whose bytes begin at {@code offset} of {@code bytes}. */
  static MessageHeader parse(MemoryView memory, long address, byte[] bytes, int offset) {
    byte[] raw = Arrays.copyOfRange(bytes, offset, offset + BYTES);
    IoVector vector = IoVector.read(memory, Bytes.longAt(raw, VECTOR), Bytes.longAt(raw, COUNT));
    return new MessageHeader(address, raw, vector);
  }

  /** A copy of the header's bytes. */
  byte[] raw() {
    return raw.clone();
  }

  private long name() {
    return Bytes.longAt(raw, NAME);
  }

  private long nameCapacity() {
    return Math.min(Math.max(Bytes.intAt(raw, NAME_LENGTH), 0), LONGEST_NAME);
  }

  private long control() {
    return Bytes.longAt(raw, CONTROL);
  }

  private long controlCapacity() {
    return Math.min(Math.max(Bytes.longAt(raw, CONTROL_LENGTH), 0), Size.LIMIT);
  }

  /** What is read: header and vector, and what they point to if {@code contents}. */
  void inputs(RangeSink sink, boolean contents) {
    sink.contents(address, raw);
    partInputs(sink, contents);
  }

  void partInputs(RangeSink sink, boolean contents) {
    if (contents && name() != 0 && nameCapacity() > 0) {
      sink.range(name(), nameCapacity());
    }
    if (vector != null) {
      vector.inputs(sink, contents);
    }
    if (contents && control() != 0 && controlCapacity() > 0) {
      sink.range(control(), controlCapacity());
    }
  }

  /** Moves the parts; {@code moved} at {@code offset} is the header that will lie at {@code at}. */
  Placed redirect(Redirector redirector, long at, byte[] moved, int offset) {
    long name = move(redirector, name(), nameCapacity());
    long control = move(redirector, control(), controlCapacity());
    IoVector.Placed placed = vector == null ? null : vector.redirect(redirector);
    Bytes.putLong(moved, offset + NAME, name);
    Bytes.putLong(moved, offset + CONTROL, control);
    if (placed != null) {
      Bytes.putLong(moved, offset + VECTOR, placed.address());
    }
    return new Placed(at, name, control, placed);
  }

  private static long move(Redirector redirector, long from, long length) {
    return from == 0 || length == 0 || !redirector.memory().writable(from)
        ? from
        : redirector.place(length);
  }

  /** What receiving {@code bytes} bytes has written. */
  void outputs(MemoryView memory, @Nullable Placed placed, long bytes, OutputSink sink) {
    long header = placed == null ? address : placed.address();
    if (vector != null) {
      vector.outputs(placed == null ? null : placed.vector(), bytes, sink);
    }
    OptionalLong controlLength = memory.readLong(header + CONTROL_LENGTH);
    long controlBytes = Math.min(controlCapacity(), controlLength.orElse(0));
    if (control() != 0 && controlBytes > 0) {
      sink.written(control(), placed == null ? control() : placed.control(), controlBytes);
    }
    if (name() != 0) {
      OptionalInt nameLength = memory.readInt(header + NAME_LENGTH);
      long nameBytes = Math.min(nameCapacity(), nameLength.orElse(0));
      if (nameBytes > 0) {
        sink.written(name(), placed == null ? name() : placed.name(), nameBytes);
      }
      sink.written(address + NAME_LENGTH, header + NAME_LENGTH, 4);
    }
    sink.written(address + CONTROL_LENGTH, header + CONTROL_LENGTH, 8 + 4);
  }
}
