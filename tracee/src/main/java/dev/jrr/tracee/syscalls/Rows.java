package dev.jrr.tracee.syscalls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The words in which the rows of the table are written. Argument indexes count from 0. */
final class Rows {
  private Rows() {}

  static SyscallSpec call(String name, int number, Arg... args) {
    return new SyscallSpec(
        name, number, null, 0, List.of(args), Blocking.NEVER, ReplayAction.EMULATE, null, "");
  }

  /** A variant, to be given its call's name and number by {@link Variants#of(SyscallSpec)}. */
  static SyscallSpec operation(String operation, long key, Arg... args) {
    return new SyscallSpec(
        "", -1, operation, key, List.of(args), Blocking.NEVER, ReplayAction.EMULATE, null, "");
  }

  // ---- plain values

  static Arg value(String name, Arg.Kind kind, @Nullable Symbols symbols) {
    return new Arg.Value(name, kind, symbols);
  }

  static Arg fd() {
    return fd("fd");
  }

  static Arg fd(String name) {
    return value(name, Arg.Kind.FD, null);
  }

  static Arg dirfd() {
    return dirfd("dirfd");
  }

  static Arg dirfd(String name) {
    return value(name, Arg.Kind.DIRFD, null);
  }

  static Arg integer(String name) {
    return value(name, Arg.Kind.INT, null);
  }

  static Arg unsigned(String name) {
    return value(name, Arg.Kind.UINT, null);
  }

  static Arg number(String name) {
    return value(name, Arg.Kind.LONG, null);
  }

  static Arg size(String name) {
    return value(name, Arg.Kind.SIZE, null);
  }

  static Arg offset() {
    return offset("offset");
  }

  static Arg offset(String name) {
    return value(name, Arg.Kind.OFFSET, null);
  }

  static Arg pid() {
    return pid("pid");
  }

  static Arg pid(String name) {
    return value(name, Arg.Kind.PID, null);
  }

  static Arg id(String name) {
    return value(name, Arg.Kind.ID, null);
  }

  static Arg signal() {
    return value("sig", Arg.Kind.SIGNAL, SymbolSets.SIGNALS);
  }

  static Arg mode() {
    return value("mode", Arg.Kind.MODE, null);
  }

  static Arg address(String name) {
    return value(name, Arg.Kind.ADDRESS, null);
  }

  static Arg flags() {
    return value("flags", Arg.Kind.FLAGS, null);
  }

  static Arg flags(Symbols symbols) {
    return value("flags", Arg.Kind.FLAGS, symbols);
  }

  static Arg flags(String name, @Nullable Symbols symbols) {
    return value(name, Arg.Kind.FLAGS, symbols);
  }

  static Arg choice(String name, Symbols symbols) {
    return value(name, Arg.Kind.INT, symbols);
  }

  static Arg unused() {
    return value("unused", Arg.Kind.LONG, null);
  }

  // ---- memory

  static Arg path() {
    return path("pathname");
  }

  static Arg path(String name) {
    return new Arg.Text(name);
  }

  static Arg strings(String name) {
    return new Arg.TextList(name);
  }

  static Arg.Memory in(String name, Size size) {
    return memory(name, Direction.IN, size);
  }

  static Arg.Memory in(String name, Layout layout) {
    return in(name, fixed(layout));
  }

  static Arg.Memory out(String name, Size size) {
    return memory(name, Direction.OUT, size);
  }

  static Arg.Memory out(String name, Layout layout) {
    return out(name, fixed(layout));
  }

  static Arg.Memory inout(String name, Size size) {
    return memory(name, Direction.INOUT, size);
  }

  static Arg.Memory inout(String name, Layout layout) {
    return inout(name, fixed(layout));
  }

  /** Memory that the kernel may write in parts; captured whole. */
  static Arg.Memory sparse(String name, Size size) {
    return memory(name, Direction.SPARSE, size);
  }

  static Arg.Memory sparse(String name, Layout layout) {
    return sparse(name, fixed(layout));
  }

  /** A futex or the like: a word that the kernel may change where it is. */
  static Arg.Memory word(String name) {
    return inout(name, Layout.INT).when(When.ALWAYS).asKey();
  }

  private static Arg.Memory memory(String name, Direction direction, Size size) {
    return new Arg.Memory(name, direction, size, When.SUCCESS, false);
  }

  /** A socket address handed to the kernel, {@code length} being the argument with its length. */
  static Arg sockaddr(int length) {
    return in("addr", bytes(length));
  }

  /** A socket address that the kernel fills. */
  static Arg sockaddrOut(int length) {
    return out("addr", new Size.Pointee(length, 1));
  }

  /** The socklen_t of the address that is argument {@code of}; untouched if that is null. */
  static Arg sockaddrLength(int of) {
    return new Arg.Length("addrlen", of, 4, false, When.SUCCESS);
  }

  static Arg length(String name, int of) {
    return new Arg.Length(name, of, 4, true, When.SUCCESS);
  }

  static Arg iovecIn(int count) {
    return new Arg.Vector("iov", Direction.IN, count, false);
  }

  static Arg iovecOut(int count) {
    return new Arg.Vector("iov", Direction.OUT, count, false);
  }

  static Arg.Structure structure(
      String name, Direction direction, Size size, Arg.Embedded... pointers) {
    return new Arg.Structure(name, direction, size, When.SUCCESS, List.of(pointers));
  }

  static Arg.Embedded pointsTo(int offset, Direction direction, int bytes) {
    return new Arg.Embedded(offset, direction, new Arg.Extent.Exactly(bytes));
  }

  static Arg.Embedded pointsTo(
      int offset, Direction direction, int sizeOffset, int sizeWidth, int unit) {
    return new Arg.Embedded(offset, direction, new Arg.Extent.Field(sizeOffset, sizeWidth, unit));
  }

  static Arg.Embedded pointsToString(int offset) {
    return new Arg.Embedded(offset, Direction.IN, new Arg.Extent.String());
  }

  /** A classic BPF program: a count, and a pointer to as many 8-byte instructions. */
  static Arg filterProgram(String name, Size size) {
    return structure(name, Direction.IN, size, pointsTo(8, Direction.IN, 0, 2, 8));
  }

  // ---- sizes

  static Size fixed(Layout layout) {
    return new Size.Fixed(layout.bytes(), layout.type());
  }

  static Size fixed(int bytes) {
    return new Size.Fixed(bytes, "");
  }

  static Size bytes(int arg) {
    return new Size.ArgBytes(arg);
  }

  static Size returned(int cap) {
    return new Size.Returned(cap, 0);
  }

  static Size elements(int count, Layout layout) {
    return new Size.Elements(count, layout.bytes(), layout.type());
  }

  static Size returnedElements(int count, Layout layout) {
    return new Size.ReturnedElements(count, layout.bytes(), layout.type());
  }

  static Size computed(String text, Size.AtEntry rule) {
    return new Size.Computed(text, rule, null);
  }

  static Size computed(String text, Size.AtEntry entry, Size.AtExit exit) {
    return new Size.Computed(text, entry, exit);
  }

  /** A 32-bit field {@code offset} bytes into the memory that argument {@code arg} points to. */
  static long field(Call call, int arg, int offset, MemoryView memory) {
    return Integer.toUnsignedLong(memory.readInt(call.arg(arg) + offset).orElse(0));
  }
}
