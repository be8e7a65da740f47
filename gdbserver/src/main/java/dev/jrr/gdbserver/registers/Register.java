package dev.jrr.gdbserver.registers;

import dev.jrr.gdbserver.target.RegisterFile;

/** One register as gdb sees it: a row of {@link RegisterTable}. */
public final class Register {
  private final int number;
  private final String name;
  private final int lengthBytes;
  private final String type;
  private final RegisterSource source;

  Register(int number, String name, int lengthBytes, String type, RegisterSource source) {
    this.number = number;
    this.name = name;
    this.lengthBytes = lengthBytes;
    this.type = type;
    this.source = source;
  }

  /** gdb's number of it. */
  public int number() {
    return number;
  }

  /** gdb's name of it. */
  public String name() {
    return name;
  }

  /** How many bytes gdb sends and wants. */
  public int lengthBytes() {
    return lengthBytes;
  }

  /** Its type in the target description. */
  String type() {
    return type;
  }

  /** Its bytes, little-endian. */
  public byte[] read(RegisterFile file) {
    return source.read(file, lengthBytes);
  }

  /**
   * The registers with this one changed.
   *
   * @param bytes {@link #lengthBytes} of them
   * @throws IllegalArgumentException when there are not as many
   */
  public RegisterFile write(RegisterFile file, byte[] bytes) {
    if (bytes.length != lengthBytes) {
      throw new IllegalArgumentException(name + " has " + lengthBytes + " bytes");
    }
    return source.write(file, bytes);
  }
}
