package dev.jrr.gdbserver.registers;

import dev.jrr.gdbserver.target.GeneralRegister;
import dev.jrr.gdbserver.target.RegisterFile;

/** Where a register's bytes lie in a register file. */
sealed interface RegisterSource {
  /** The register's bytes, little-endian, as many as gdb wants. */
  byte[] read(RegisterFile file, int lengthBytes);

  /** The register file with the register's bytes replaced. */
  RegisterFile write(RegisterFile file, byte[] bytes);

  /** One of the kernel's general words, or its low part. */
  record General(GeneralRegister register) implements RegisterSource {
    @Override
    public byte[] read(RegisterFile file, int lengthBytes) {
      return LittleEndian.bytes(file.get(register), lengthBytes);
    }

    @Override
    public RegisterFile write(RegisterFile file, byte[] bytes) {
      return file.with(register, LittleEndian.value(bytes));
    }
  }

  /**
   * Some bytes of the XSAVE area.
   *
   * @param slice where
   * @param storedBytes how many there are; gdb may show them widened with zeros
   */
  record Stored(XsaveSlice slice, int storedBytes) implements RegisterSource {
    @Override
    public byte[] read(RegisterFile file, int lengthBytes) {
      byte[] stored = slice.read(file.xsave(), storedBytes);
      return java.util.Arrays.copyOf(stored, lengthBytes);
    }

    @Override
    public RegisterFile write(RegisterFile file, byte[] bytes) {
      byte[] area = file.xsave();
      slice.write(area, java.util.Arrays.copyOf(bytes, storedBytes));
      return file.withXsave(area);
    }
  }

  /** The x87 tag word, which the XSAVE area holds in short. */
  record TagWord() implements RegisterSource {
    @Override
    public byte[] read(RegisterFile file, int lengthBytes) {
      return LittleEndian.bytes(X87Tags.full(file.xsave()), lengthBytes);
    }

    @Override
    public RegisterFile write(RegisterFile file, byte[] bytes) {
      byte[] area = file.xsave();
      X87Tags.store(area, (int) LittleEndian.value(bytes));
      return file.withXsave(area);
    }
  }
}
