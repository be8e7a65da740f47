package dev.jrr.tracee.syscalls;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.ToLongBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What an argument register holds. Each kind answers for itself what the kernel reads and writes
 * through it; a null pointer is never asked.
 */
public sealed interface Arg {
  /** Its name in the manual page. */
  String name();

  /** The kind in words, for the documentation; {@code spec} names the other arguments. */
  String text(SyscallSpec spec);

  /** Whether the kernel may write through it. */
  default boolean writes() {
    return false;
  }

  /** Whether {@link #snapshot} must be called at the entry. */
  default boolean snapshots() {
    return false;
  }

  /** What must be known at the exit and can only be read at the entry. */
  default @Nullable Object snapshot(Call call, int index, MemoryView memory) {
    return null;
  }

  /** Reports the memory that the kernel reads through it. */
  default void inputs(Call call, int index, MemoryView memory, RangeSink sink) {}

  /** Moves what the kernel would write to scratch; null where nothing is moved. */
  default @Nullable Placement redirect(Call call, int index, Redirector redirector) {
    return null;
  }

  /** Reports the memory that the kernel has written through it. */
  default void outputs(Call call, int index, Exit exit, OutputSink sink) {}

  /** Where an argument was moved to. */
  interface Placement {
    /** The register's new value. */
    long address();
  }

  /** The argument was moved as a whole. */
  record Moved(long address) implements Placement {}

  /** How a plain value is passed and printed. */
  enum Kind {
    /** A descriptor. */
    FD(32, true),
    /** A descriptor that may be AT_FDCWD. */
    DIRFD(32, true),
    /** A signed 32-bit number. */
    INT(32, true),
    /** An unsigned 32-bit number. */
    UINT(32, false),
    /** A 64-bit number. */
    LONG(64, true),
    /** A count of bytes. */
    SIZE(64, false),
    /** A position in a file. */
    OFFSET(64, true),
    /** A process, thread or process group. */
    PID(32, true),
    /** A user or group. */
    ID(32, true),
    /** A signal number. */
    SIGNAL(32, true),
    /** Permission bits, in octal. */
    MODE(32, false),
    /** An address that the call itself does not read or write through. */
    ADDRESS(64, false),
    /** 32 bits of flags, or a symbolic constant. */
    FLAGS(32, false),
    /** 64 bits of flags. */
    FLAGS64(64, false);

    private final int width;
    private final boolean signed;

    Kind(int width, boolean signed) {
      this.width = width;
      this.signed = signed;
    }

    /** Whether the kernel ignores the register's upper half. */
    public boolean isInt() {
      return width == 32;
    }

    /** The register's value as the kernel takes it. */
    public long normalise(long register) {
      if (width == 64) {
        return register;
      }
      return signed ? (int) register : register & 0xffffffffL;
    }
  }

  /** A plain value. {@code symbols} names its values or bits, where there are names. */
  record Value(String name, Kind kind, @Nullable Symbols symbols) implements Arg {
    @Override
    public String text(SyscallSpec spec) {
      return "";
    }
  }

  /** A NUL-terminated string that the kernel reads. */
  record Text(String name) implements Arg {
    @Override
    public String text(SyscallSpec spec) {
      return "string";
    }

    @Override
    public void inputs(Call call, int index, MemoryView memory, RangeSink sink) {
      byte[] string = memory.cString(call.arg(index));
      if (string != null) {
        sink.contents(call.arg(index), string);
      }
    }
  }

  /** A null-terminated array of strings that the kernel reads. */
  record TextList(String name) implements Arg {
    /** Pointers read at once. */
    private static final int CHUNK = 32;

    /** MAX_ARG_STRINGS is larger; a stack of the largest size holds no more pointers than this. */
    private static final int MOST = 1 << 21;

    @Override
    public String text(SyscallSpec spec) {
      return "strings";
    }

    @Override
    public void inputs(Call call, int index, MemoryView memory, RangeSink sink) {
      MemoryView strings = new ReadAhead(memory, 4096);
      byte[] chunk = new byte[CHUNK * 8];
      long address = call.arg(index);
      for (int seen = 0; seen < MOST; ) {
        int count = memory.read(address, chunk, 0, chunk.length) / 8;
        for (int i = 0; i < count; i++) {
          long pointer = Bytes.longAt(chunk, i * 8);
          sink.contents(address + i * 8L, Arrays.copyOfRange(chunk, i * 8, (i + 1) * 8));
          byte[] string = pointer == 0 ? null : strings.cString(pointer);
          if (string == null) {
            return;
          }
          sink.contents(pointer, string);
        }
        if (count < CHUNK) {
          return;
        }
        seen += count;
        address += chunk.length;
      }
    }
  }

  /**
   * Memory with no pointers in it.
   *
   * @param when for which results it is written
   * @param inPlace the kernel uses the address as a key (futexes) or keeps it: never moved
   */
  record Memory(String name, Direction direction, Size size, When when, boolean inPlace)
      implements Arg {
    Memory when(When results) {
      return new Memory(name, direction, size, results, inPlace);
    }

    Memory asKey() {
      return new Memory(name, direction, size, when, true);
    }

    @Override
    public String text(SyscallSpec spec) {
      String way = direction.name().toLowerCase(java.util.Locale.ROOT);
      String text = way + " [" + size.text(spec) + "]";
      return when == When.SUCCESS || !writes() ? text : text + " " + when.text();
    }

    @Override
    public boolean writes() {
      return direction.writes();
    }

    @Override
    public void inputs(Call call, int index, MemoryView memory, RangeSink sink) {
      if (direction.reads()) {
        long length = size.capacity(call, memory);
        if (length > 0) {
          sink.range(call.arg(index), length);
        }
      }
    }

    @Override
    public @Nullable Placement redirect(Call call, int index, Redirector redirector) {
      long address = call.arg(index);
      if (address == 0 || !direction.writes() || inPlace) {
        return null;
      }
      long length = size.capacity(call, redirector.memory());
      if (length == 0 || !redirector.memory().writable(address)) {
        return null;
      }
      long at = redirector.place(length);
      if (keepsContents()) {
        redirector.copy(address, at, length);
      }
      return new Moved(at);
    }

    @Override
    public void outputs(Call call, int index, Exit exit, OutputSink sink) {
      if (!direction.writes()) {
        return;
      }
      long actual = exit.pointer(call, index);
      if (!when.holds(exit.result())) {
        if (exit.faulted() && (exit.redirection() == null || keepsContents())) {
          faulted(call, index, exit, sink);
        }
        return;
      }
      long length = size.written(call, exit);
      if (size instanceof Size.Terminated) {
        byte[] string = exit.memory().cString(actual);
        length = string == null ? length : string.length;
      }
      if (length > 0) {
        sink.written(call.arg(index), actual, length);
      }
    }

    /** Small structures keep theirs too, for a call that fails after writing some of them. */
    private boolean keepsContents() {
      return direction.keepsContents() || size instanceof Size.Fixed;
    }

    /**
     * A call that met a bad pointer may have written through its good ones before: everything it
     * could have written is reported, as far as it is small. Data transfers return a short count
     * instead of failing once they have written something.
     */
    private void faulted(Call call, int index, Exit exit, OutputSink sink) {
      long length = size.capacity(call, exit.memory());
      if (length > 0 && length <= Exit.MOST_AFTER_FAULT) {
        sink.written(call.arg(index), exit.pointer(call, index), length);
      }
    }
  }

  /**
   * A length by address: the capacity of the buffer {@code of} at entry, its contents' true length
   * at exit (socklen_t and its like).
   *
   * @param evenIfNull written although the buffer's pointer is null
   */
  record Length(String name, int of, int width, boolean evenIfNull, When when) implements Arg {
    @Override
    public String text(SyscallSpec spec) {
      String text = "inout [length of " + spec.args().get(of).name() + ", " + width + "]";
      return when == When.SUCCESS ? text : text + " " + when.text();
    }

    @Override
    public boolean writes() {
      return true;
    }

    @Override
    public boolean snapshots() {
      return true;
    }

    @Override
    public Object snapshot(Call call, int index, MemoryView memory) {
      return at(memory, call.arg(index));
    }

    /** The length at {@code address}, 0 where it cannot be read. */
    long at(MemoryView memory, long address) {
      if (width == 8) {
        OptionalLong value = memory.readLong(address);
        return value.isPresent() ? value.getAsLong() : 0;
      }
      OptionalInt value = memory.readInt(address);
      return value.isPresent() ? value.getAsInt() : 0;
    }

    private boolean used(Call call) {
      return evenIfNull || call.arg(of) != 0;
    }

    @Override
    public void inputs(Call call, int index, MemoryView memory, RangeSink sink) {
      if (used(call)) {
        sink.range(call.arg(index), width);
      }
    }

    @Override
    public @Nullable Placement redirect(Call call, int index, Redirector redirector) {
      long address = call.arg(index);
      if (address == 0 || !used(call) || !redirector.memory().writable(address)) {
        return null;
      }
      long at = redirector.place(width);
      redirector.copy(address, at, width);
      return new Moved(at);
    }

    @Override
    public void outputs(Call call, int index, Exit exit, OutputSink sink) {
      if (used(call) && (when.holds(exit.result()) || exit.faulted())) {
        sink.written(call.arg(index), exit.pointer(call, index), width);
      }
    }
  }

  /**
   * An array of struct iovec, of as many elements as argument {@code count} says; when written, the
   * result is the number of bytes.
   *
   * @param inPlace never moved: the kernel may keep references to the pages
   */
  record Vector(String name, Direction direction, int count, boolean inPlace) implements Arg {
    @Override
    public String text(SyscallSpec spec) {
      String way = direction == Direction.IN ? "in" : "out [the result]";
      return "iovec " + way + ", " + spec.args().get(count).name() + " elements";
    }

    @Override
    public boolean writes() {
      return direction.writes();
    }

    @Override
    public boolean snapshots() {
      return true;
    }

    @Override
    public @Nullable Object snapshot(Call call, int index, MemoryView memory) {
      return IoVector.read(memory, call.arg(index), call.value(count));
    }

    @Override
    public void inputs(Call call, int index, MemoryView memory, RangeSink sink) {
      if (call.entry(index) instanceof IoVector vector) {
        vector.inputs(sink, direction.reads());
      }
    }

    @Override
    public @Nullable Placement redirect(Call call, int index, Redirector redirector) {
      return direction.writes() && !inPlace && call.entry(index) instanceof IoVector vector
          ? vector.redirect(redirector)
          : null;
    }

    @Override
    public void outputs(Call call, int index, Exit exit, OutputSink sink) {
      if (direction.writes() && call.entry(index) instanceof IoVector vector) {
        vector.outputs((IoVector.Placed) exit.placement(index), exit.result(), sink);
      }
    }
  }

  /** A struct msghdr: sent, or received into by the value-result rules of recvmsg(2). */
  record Message(String name, Direction direction) implements Arg {
    @Override
    public String text(SyscallSpec spec) {
      return direction == Direction.IN ? "msghdr in" : "msghdr out [the result]";
    }

    @Override
    public boolean writes() {
      return direction.writes();
    }

    @Override
    public boolean snapshots() {
      return true;
    }

    @Override
    public @Nullable Object snapshot(Call call, int index, MemoryView memory) {
      byte[] raw = memory.bytes(call.arg(index), MessageHeader.BYTES);
      return raw == null ? null : MessageHeader.parse(memory, call.arg(index), raw, 0);
    }

    @Override
    public void inputs(Call call, int index, MemoryView memory, RangeSink sink) {
      if (call.entry(index) instanceof MessageHeader header) {
        header.inputs(sink, direction == Direction.IN);
      }
    }

    @Override
    public @Nullable Placement redirect(Call call, int index, Redirector redirector) {
      if (!direction.writes()
          || !(call.entry(index) instanceof MessageHeader header)
          || !redirector.memory().writable(call.arg(index))) {
        return null;
      }
      byte[] moved = header.raw();
      long at = redirector.place(moved.length);
      MessageHeader.Placed placed = header.redirect(redirector, at, moved, 0);
      redirector.prewrite(at, moved);
      return placed;
    }

    @Override
    public void outputs(Call call, int index, Exit exit, OutputSink sink) {
      if (!direction.writes() || !(call.entry(index) instanceof MessageHeader header)) {
        return;
      }
      MessageHeader.Placed placed = (MessageHeader.Placed) exit.placement(index);
      if (!Errno.isError(exit.result())) {
        header.outputs(exit.memory(), placed, exit.result(), sink);
      } else if (exit.faulted() && placed == null) {
        header.outputs(exit.memory(), null, Exit.MOST_AFTER_FAULT, sink);
      }
    }
  }

  /**
   * An array of struct mmsghdr, of argument {@code count} elements; the result is the number sent
   * or received, each of which has its length written.
   */
  record Messages(String name, Direction direction, int count) implements Arg {
    @Override
    public String text(SyscallSpec spec) {
      String way = direction == Direction.IN ? "in, lengths out" : "out";
      return "mmsghdr " + way + " [the result], " + spec.args().get(count).name() + " elements";
    }

    @Override
    public boolean writes() {
      return true;
    }

    @Override
    public boolean snapshots() {
      return true;
    }

    @Override
    public @Nullable Object snapshot(Call call, int index, MemoryView memory) {
      return MessageArray.read(memory, call.arg(index), call.value(count));
    }

    @Override
    public void inputs(Call call, int index, MemoryView memory, RangeSink sink) {
      if (call.entry(index) instanceof MessageArray messages) {
        messages.inputs(sink, direction == Direction.IN);
      }
    }

    @Override
    public @Nullable Placement redirect(Call call, int index, Redirector redirector) {
      return call.entry(index) instanceof MessageArray messages
              && redirector.memory().writable(call.arg(index))
          ? messages.redirect(redirector, direction.writes())
          : null;
    }

    @Override
    public void outputs(Call call, int index, Exit exit, OutputSink sink) {
      if (call.entry(index) instanceof MessageArray messages) {
        MessageArray.Placed placed = (MessageArray.Placed) exit.placement(index);
        messages.outputs(exit.memory(), placed, exit.result(), direction.writes(), sink);
      }
    }
  }

  /** How many bytes a pointer inside a structure points to. */
  sealed interface Extent {
    /** A fixed number of bytes. */
    record Exactly(int bytes) implements Extent {}

    /** The field of {@code width} bytes at {@code offset} of the structure, times {@code unit}. */
    record Field(int offset, int width, int unit) implements Extent {}

    /** A NUL-terminated string. */
    record String() implements Extent {}

    /** What it points to begins with a command, which says how long it is. */
    record ByCommand(ToLongBiFunction<MemoryView, Long> length) implements Extent {}
  }

  /** A pointer at {@code offset} of a structure. */
  record Embedded(int offset, Direction direction, Extent extent) {}

  /**
   * A structure with pointers in it. Its outputs are never moved to scratch, so calls that wait
   * have none of these but as inputs.
   */
  record Structure(String name, Direction direction, Size size, When when, List<Embedded> pointers)
      implements Arg {
    @Override
    public String text(SyscallSpec spec) {
      String way = direction.name().toLowerCase(java.util.Locale.ROOT);
      String text = way + " [" + size.text(spec) + " with pointers]";
      return when == When.SUCCESS || !writes() ? text : text + " " + when.text();
    }

    Structure when(When results) {
      return new Structure(name, direction, size, results, pointers);
    }

    @Override
    public boolean writes() {
      boolean writes = direction.writes();
      for (Embedded pointer : pointers) {
        writes |= pointer.direction().writes();
      }
      return writes;
    }

    @Override
    public boolean snapshots() {
      return true;
    }

    @Override
    public @Nullable Object snapshot(Call call, int index, MemoryView memory) {
      long length = Math.min(size.capacity(call, memory), 4096);
      return memory.bytes(call.arg(index), (int) length);
    }

    @Override
    public void inputs(Call call, int index, MemoryView memory, RangeSink sink) {
      if (!(call.entry(index) instanceof byte[] fields)) {
        return;
      }
      sink.contents(call.arg(index), fields);
      for (Embedded pointer : pointers) {
        long address = pointer(fields, pointer);
        if (address == 0 || !pointer.direction().reads()) {
          continue;
        }
        if (pointer.extent() instanceof Extent.String) {
          byte[] string = memory.cString(address);
          if (string != null) {
            sink.contents(address, string);
          }
        } else {
          long length = length(fields, pointer, address, memory);
          if (length > 0) {
            sink.range(address, length);
          }
        }
      }
    }

    @Override
    public void outputs(Call call, int index, Exit exit, OutputSink sink) {
      if (!when.holds(exit.result()) || !(call.entry(index) instanceof byte[] before)) {
        return;
      }
      long base = call.arg(index);
      byte[] after = direction.writes() ? exit.memory().bytes(base, before.length) : before;
      for (Embedded pointer : pointers) {
        long address = pointer(before, pointer);
        if (address == 0 || !pointer.direction().writes()) {
          continue;
        }
        byte[] fields = after == null ? before : after;
        long length =
            Math.min(
                length(before, pointer, address, exit.memory()),
                length(fields, pointer, address, exit.memory()));
        if (length > 0) {
          sink.written(address, address, length);
        }
      }
      if (direction.writes()) {
        sink.written(base, base, size.written(call, exit));
      }
    }

    private static long pointer(byte[] fields, Embedded pointer) {
      return pointer.offset() + 8 <= fields.length ? Bytes.longAt(fields, pointer.offset()) : 0;
    }

    private static long length(byte[] fields, Embedded pointer, long address, MemoryView memory) {
      if (pointer.extent() instanceof Extent.ByCommand byCommand) {
        return byCommand.length().applyAsLong(memory, address);
      }
      if (pointer.extent() instanceof Extent.Exactly exactly) {
        return exactly.bytes();
      }
      if (pointer.extent() instanceof Extent.Field field
          && field.offset() + field.width() <= fields.length) {
        long count = Bytes.unsignedAt(fields, field.offset(), field.width());
        return count < 0 || count > Size.LIMIT / field.unit() ? 0 : count * field.unit();
      }
      return 0;
    }
  }
}
