package dev.jrr.tracee.code;

import java.util.Arrays;

/**
 * Writes machine code for an address: the few forms that stubs are made of (Intel SDM volume 2).
 */
public final class CodeWriter {
  private final long address;
  private byte[] code = new byte[512];
  private int size;

  /** Code that will stand at {@code address}. */
  public CodeWriter(long address) {
    this.address = address;
  }

  /** Bytes so far. */
  public int size() {
    return size;
  }

  /** Where the next byte will stand. */
  public long here() {
    return address + size;
  }

  /** What was written. */
  public byte[] toBytes() {
    return Arrays.copyOf(code, size);
  }

  /** Appends bytes given as ints, for readable encodings. */
  public void emit(int... bytes) {
    for (int one : bytes) {
      append((byte) one);
    }
  }

  void bytes(byte[] bytes) {
    for (byte one : bytes) {
      append(one);
    }
  }

  private void append(byte one) {
    if (size == code.length) {
      code = Arrays.copyOf(code, size * 2);
    }
    code[size++] = one;
  }

  /** A 32-bit little-endian word. */
  public void word(int value) {
    emit(value, value >> 8, value >> 16, value >> 24);
  }

  /** A 64-bit one. */
  public void longWord(long value) {
    word((int) value);
    word((int) (value >> 32));
  }

  /** {@code jmp rel32}. */
  public void jump(long target) {
    emit(0xe9);
    relative(target);
  }

  /** {@code jcc rel32} with condition code 0 to 15. */
  public void jumpIf(int condition, long target) {
    emit(0x0f, 0x80 | condition);
    relative(target);
  }

  private void relative(long target) {
    word(distance(here() + 4, target));
  }

  /** A forward {@code jcc rel32}; {@link #land} gives it its target. */
  public int jumpIfForward(int condition) {
    emit(0x0f, 0x80 | condition);
    word(0);
    return size - 4;
  }

  /** A forward {@code jmp rel32}; {@link #land} gives it its target. */
  public int jumpForward() {
    emit(0xe9);
    word(0);
    return size - 4;
  }

  /** The jump whose displacement is at {@code fixup} leads here. */
  public void land(int fixup) {
    patchRelative(fixup, fixup + 4, here());
  }

  /** A forward {@code jecxz rel8}; {@link #landShort} gives it its target. */
  int jumpIfEcxZeroForward() {
    emit(0x67, 0xe3, 0);
    return size - 1;
  }

  /** The jump whose 8-bit displacement is at {@code fixup} leads here. */
  void landShort(int fixup) {
    int distance = size - (fixup + 1);
    if (distance > Byte.MAX_VALUE) {
      throw new OutOfReachException(address + fixup + 1, here());
    }
    code[fixup] = (byte) distance;
  }

  /** Sets the 32-bit displacement at {@code at} of an instruction that ends at {@code end}. */
  void patchRelative(int at, int end, long target) {
    int value = distance(address + end, target);
    code[at] = (byte) value;
    code[at + 1] = (byte) (value >> 8);
    code[at + 2] = (byte) (value >> 16);
    code[at + 3] = (byte) (value >> 24);
  }

  private static int distance(long from, long to) {
    long distance = to - from;
    if (distance != (int) distance) {
      throw new OutOfReachException(from, to);
    }
    return (int) distance;
  }

  /** Pushes a 64-bit constant and leaves the flags: {@code lea rsp,[rsp-8]} and two stores. */
  void pushAddress(long value) {
    emit(0x48, 0x8d, 0x64, 0x24, 0xf8);
    emit(0xc7, 0x04, 0x24);
    word((int) value);
    emit(0xc7, 0x44, 0x24, 0x04);
    word((int) (value >> 32));
  }
}
