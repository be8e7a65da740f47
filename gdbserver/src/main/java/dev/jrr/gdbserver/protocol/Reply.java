package dev.jrr.gdbserver.protocol;

import dev.jrr.gdbserver.target.Errno;
import java.nio.charset.StandardCharsets;

/**
 * What a packet is answered with.
 *
 * @param payload the reply's bytes before framing; empty means "not supported" to gdb
 * @param sent whether there is a reply at all
 * @param last whether the connection is to be closed after it
 */
public record Reply(byte[] payload, boolean sent, boolean last) {
  /** Done. */
  public static final Reply OK = text("OK");

  /** The packet is not known here; gdb then does without it. */
  public static final Reply UNSUPPORTED = text("");

  /** No reply: the protocol has none for this packet. */
  public static final Reply NONE = new Reply(new byte[0], false, false);

  /** A reply of plain characters, each at most 0xff. */
  public static Reply text(String text) {
    return new Reply(text.getBytes(StandardCharsets.ISO_8859_1), true, false);
  }

  /** A letter, then bytes as they are. */
  public static Reply binary(char first, byte[] bytes) {
    byte[] payload = new byte[bytes.length + 1];
    payload[0] = (byte) first;
    System.arraycopy(bytes, 0, payload, 1, bytes.length);
    return new Reply(payload, true, false);
  }

  /** {@code E nn}: a failure by number. */
  public static Reply error(Errno errno) {
    return text("E" + Hex.ofByte(errno.number()));
  }

  /** {@code E.text}: a failure that gdb shows to the user. */
  public static Reply error(String message) {
    StringBuilder safe = new StringBuilder("E.");
    message.chars().map(c -> c < ' ' || c > '~' ? '?' : c).forEach(c -> safe.append((char) c));
    return text(safe.toString());
  }

  /** The same, after which the connection is closed. */
  public Reply thenClose() {
    return new Reply(payload, sent, true);
  }
}
