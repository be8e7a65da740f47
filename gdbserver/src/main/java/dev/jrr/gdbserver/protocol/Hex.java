package dev.jrr.gdbserver.protocol;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Bytes and numbers as the protocol's lower-case hexadecimal digits. */
public final class Hex {
  private static final HexFormat FORMAT = HexFormat.of();

  private Hex() {}

  /** Two digits a byte. */
  public static String of(byte[] bytes) {
    return FORMAT.formatHex(bytes);
  }

  /** The UTF-8 bytes of a text, two digits each. */
  public static String ofText(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** An unsigned number with no leading zeros. */
  public static String of(long number) {
    return Long.toHexString(number);
  }

  /** Exactly two digits for the low byte. */
  public static String ofByte(int value) {
    return FORMAT.toHexDigits((byte) value);
  }

  /** The value of a digit of either case, or -1. */
  public static int digit(int character) {
    return HexFormat.isHexDigit(character) ? HexFormat.fromHexDigit(character) : -1;
  }
}
