package dev.jrr.gdbserver.protocol;

import java.io.ByteArrayOutputStream;

/** Frames a payload for the wire: escapes, "$", "#" and checksum. */
public final class PacketEncoder {
  private static final int ESCAPE_BIT = 0x20;

  private PacketEncoder() {}

  /** The bytes of a whole packet. Runs are not shortened: the wire is local. */
  public static byte[] frame(byte[] payload) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + payload.length / 16 + 4);
    out.write('$');
    int sum = 0;
    for (byte signed : payload) {
      int value = signed & 0xff;
      if (needsEscape(value)) {
        sum += '}';
        out.write('}');
        value ^= ESCAPE_BIT;
      }
      sum += value;
      out.write(value);
    }
    out.write('#');
    out.write(Character.forDigit(sum >> 4 & 0xf, 16));
    out.write(Character.forDigit(sum & 0xf, 16));
    return out.toByteArray();
  }

  /** "*" only has to be escaped in replies, where it would mean a run. */
  private static boolean needsEscape(int value) {
    return value == '$' || value == '#' || value == '}' || value == '*';
  }
}
