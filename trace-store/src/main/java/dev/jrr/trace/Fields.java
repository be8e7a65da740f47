package dev.jrr.trace;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads and writes the fields of small structures, little-endian. Text is a length and Latin-1
 * bytes where that loses nothing, else UTF-16 units: paths and arguments are bytes that need not be
 * text, and come back as they went in.
 */
final class Fields {
  private ByteBuffer buffer;

  private Fields(ByteBuffer buffer) {
    this.buffer = buffer.order(ByteOrder.LITTLE_ENDIAN);
  }

  static Fields writing() {
    return new Fields(ByteBuffer.allocate(4096));
  }

  /** Reads {@code length} bytes from {@code offset} on; running past them throws. */
  static Fields reading(byte[] bytes, int offset, int length) {
    return new Fields(ByteBuffer.wrap(bytes, offset, length));
  }

  byte[] toBytes() {
    byte[] bytes = new byte[buffer.position()];
    System.arraycopy(buffer.array(), 0, bytes, 0, bytes.length);
    return bytes;
  }

  int remaining() {
    return buffer.remaining();
  }

  void putInt(int value) {
    room(Integer.BYTES).putInt(value);
  }

  void putLong(long value) {
    room(Long.BYTES).putLong(value);
  }

  void putText(String text) {
    byte[] bytes = textBytes(text);
    putInt(textCode(text, bytes));
    room(bytes.length).put(bytes);
  }

  void putTexts(List<String> texts) {
    putInt(texts.size());
    for (int i = 0; i < texts.size(); i++) {
      putText(texts.get(i));
    }
  }

  int getInt() {
    return buffer.getInt();
  }

  long getLong() {
    return buffer.getLong();
  }

  String getText() {
    int code = getInt();
    int length = textLength(code);
    if (length > buffer.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] bytes = new byte[length];
    buffer.get(bytes);
    return text(code, bytes);
  }

  List<String> getTexts() {
    int count = getCount(Integer.BYTES);
    List<String> texts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      texts.add(getText());
    }
    return texts;
  }

  /** Reads a count of things of at least {@code size} bytes each: never more than can follow. */
  int getCount(int size) {
    int count = getInt();
    if (count < 0 || count > buffer.remaining() / size) {
      throw new BufferUnderflowException();
    }
    return count;
  }

  private ByteBuffer room(int length) {
    if (buffer.remaining() < length) {
      int capacity = Math.max(buffer.capacity() * 2, buffer.position() + length);
      ByteBuffer larger = ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
      larger.put(buffer.flip());
      buffer = larger;
    }
    return buffer;
  }

  /** The bytes of {@code text}; {@link #textCode} says which of the two forms they have. */
  static byte[] textBytes(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0xff) {
        return utf16(text);
      }
    }
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] utf16(String text) {
    byte[] bytes = new byte[text.length() * 2];
    for (int i = 0; i < text.length(); i++) {
      bytes[2 * i] = (byte) text.charAt(i);
      bytes[2 * i + 1] = (byte) (text.charAt(i) >> 8);
    }
    return bytes;
  }

  /** Twice the bytes, plus 1 for UTF-16. */
  static int textCode(String text, byte[] bytes) {
    return bytes.length << 1 | (bytes.length == text.length() ? 0 : 1);
  }

  static int textLength(int code) {
    return code >>> 1;
  }

  static String text(int code, byte[] bytes) {
    if ((code & 1) == 0) {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
    char[] units = new char[bytes.length / 2];
    for (int i = 0; i < units.length; i++) {
      units[i] = (char) (bytes[2 * i] & 0xff | bytes[2 * i + 1] << 8);
    }
    return new String(units);
  }
}
