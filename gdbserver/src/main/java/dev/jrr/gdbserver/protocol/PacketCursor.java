package dev.jrr.gdbserver.protocol;

import dev.jrr.gdbserver.target.TargetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads a packet's payload from left to right. Every method throws {@link MalformedPacketException}
 * when what it wants is not there, and never anything else.
 */
public final class PacketCursor {
  private static final int MAX_DIGITS = 16;

  private final byte[] payload;
  private int position;

  /** Starts at the first byte. */
  public PacketCursor(byte[] payload) {
    this.payload = payload;
  }

  /** Whether everything has been read. */
  public boolean atEnd() {
    return position >= payload.length;
  }

  /** The next byte without reading it, or -1 at the end. */
  public int peek() {
    return atEnd() ? -1 : payload[position] & 0xff;
  }

  /** Reads {@code character} if it comes next, and says whether it did. */
  public boolean take(char character) {
    if (peek() != character) {
      return false;
    }
    position++;
    return true;
  }

  /** Reads {@code character}. */
  public void expect(char character) throws MalformedPacketException {
    if (!take(character)) {
      throw new MalformedPacketException("expected '" + character + "' at " + position);
    }
  }

  /** Holds the packet to be at its end. */
  public void expectEnd() throws MalformedPacketException {
    if (!atEnd()) {
      throw new MalformedPacketException("expected the end at " + position);
    }
  }

  /** Reads one byte. */
  public int next() throws MalformedPacketException {
    if (atEnd()) {
      throw new MalformedPacketException("ends too early");
    }
    return payload[position++] & 0xff;
  }

  /** Reads an unsigned number of 1 to 16 hexadecimal digits. */
  public long hexLong() throws MalformedPacketException {
    long value = 0;
    int digits = 0;
    for (; Hex.digit(peek()) >= 0; position++, digits++) {
      value = value << 4 | Hex.digit(peek());
    }
    if (digits == 0 || digits > MAX_DIGITS) {
      throw new MalformedPacketException(digits + " digits before " + position);
    }
    return value;
  }

  /** Reads a number from 0 to {@link Integer#MAX_VALUE}. */
  public int hexInt() throws MalformedPacketException {
    long value = hexLong();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw new MalformedPacketException("out of range: " + Hex.of(value));
    }
    return (int) value;
  }

  /** Reads an address. */
  public TargetAddress address() throws MalformedPacketException {
    return new TargetAddress(hexLong());
  }

  /** Reads pairs of digits up to the end or the first character that is none. */
  public byte[] hexBytes() throws MalformedPacketException {
    int end = position;
    while (end < payload.length && Hex.digit(payload[end]) >= 0) {
      end++;
    }
    return hexBytesUpTo(end);
  }

  /** Reads exactly {@code count} pairs of digits. */
  public byte[] hexBytes(int count) throws MalformedPacketException {
    if (count < 0 || count > (payload.length - position) / 2) {
      throw new MalformedPacketException("expected " + count + " bytes at " + position);
    }
    return hexBytesUpTo(position + 2 * count);
  }

  private byte[] hexBytesUpTo(int end) throws MalformedPacketException {
    if ((end - position) % 2 != 0) {
      throw new MalformedPacketException("odd number of digits at " + position);
    }
    byte[] bytes = new byte[(end - position) / 2];
    for (int i = 0; i < bytes.length; i++) {
      int high = Hex.digit(payload[position]);
      int low = Hex.digit(payload[position + 1]);
      if (high < 0 || low < 0) {
        throw new MalformedPacketException("not a digit at " + position);
      }
      bytes[i] = (byte) (high << 4 | low);
      position += 2;
    }
    return bytes;
  }

  /** Reads pairs of digits as UTF-8 text; a path, for instance. */
  public String hexText() throws MalformedPacketException {
    return new String(hexBytes(), StandardCharsets.UTF_8);
  }

  /** Reads up to {@code delimiter}, which is read too and not returned, or to the end. */
  public String textUpTo(char delimiter) {
    int start = position;
    while (!atEnd() && peek() != delimiter) {
      position++;
    }
    String text = latin(start, position);
    take(delimiter);
    return text;
  }

  /** Reads up to the first character for which {@code delimiters} has an equal, leaving that. */
  public String textBefore(String delimiters) {
    int start = position;
    while (!atEnd() && delimiters.indexOf(peek()) < 0) {
      position++;
    }
    return latin(start, position);
  }

  private String latin(int from, int to) {
    return new String(payload, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /** Reads everything that is left, as it is. */
  public byte[] rest() {
    byte[] rest = Arrays.copyOfRange(payload, position, payload.length);
    position = payload.length;
    return rest;
  }
}
