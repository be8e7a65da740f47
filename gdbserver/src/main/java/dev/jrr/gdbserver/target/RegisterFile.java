package dev.jrr.gdbserver.target;

import java.util.Arrays;

/**
 * All registers of a thread at one moment: the general ones and the raw XSAVE area in standard
 * format, as {@code PTRACE_GETREGSET} hands them over. Immutable.
 */
public final class RegisterFile {
  private final long[] general;
  private final byte[] xsave;

  private RegisterFile(long[] general, byte[] xsave) {
    this.general = general;
    this.xsave = xsave;
  }

  /**
   * Copies both parts.
   *
   * @param general {@link GeneralRegister#COUNT} words in the kernel's order
   * @param xsave at least the 512 bytes of the legacy region
   * @throws IllegalArgumentException when a part is too short
   */
  public static RegisterFile copyOf(long[] general, byte[] xsave) {
    if (general.length != GeneralRegister.COUNT || xsave.length < XsaveLayout.HEADER_OFFSET) {
      throw new IllegalArgumentException(
          "got " + general.length + " words and " + xsave.length + " bytes of XSAVE area");
    }
    return new RegisterFile(general.clone(), xsave.clone());
  }

  /** A general register's word. */
  public long get(GeneralRegister register) {
    return general[register.ordinal()];
  }

  /** The same registers with one general register changed. */
  public RegisterFile with(GeneralRegister register, long value) {
    long[] changed = general.clone();
    changed[register.ordinal()] = value;
    return new RegisterFile(changed, xsave);
  }

  /** The same registers with another XSAVE area. */
  public RegisterFile withXsave(byte[] area) {
    return copyOf(general, area);
  }

  /** The general registers, copied, in the kernel's order. */
  public long[] general() {
    return general.clone();
  }

  /** The XSAVE area, copied. */
  public byte[] xsave() {
    return xsave.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RegisterFile that
        && Arrays.equals(general, that.general)
        && Arrays.equals(xsave, that.xsave);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(general) + Arrays.hashCode(xsave);
  }
}
