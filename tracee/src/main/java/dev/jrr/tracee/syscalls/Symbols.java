package dev.jrr.tracee.syscalls;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names for the values of an argument: alternatives, or bits that are or-ed together. A set of bits
 * may have a field of alternatives in its low bits ({@code O_RDONLY} and its kin).
 */
public final class Symbols {
  private record Entry(String name, long value) {}

  private final String source;
  private final boolean bits;
  private final long field;

  /** Of {@link #source}, which is seldom looked at. */
  private @Nullable List<Entry> entries;

  private Symbols(boolean bits, long field, String source) {
    this.bits = bits;
    this.field = field;
    this.source = source;
  }

  /** Alternatives: {@code NAME=value} or {@code NAME=0xvalue}, separated by blanks. */
  static Symbols values(String definitions) {
    return new Symbols(false, -1L, definitions);
  }

  /** Bits, written alike. A value that is several bits must come before those bits. */
  static Symbols bits(String definitions) {
    return new Symbols(true, 0, definitions);
  }

  /** Bits, those of {@code field} being alternatives. */
  static Symbols bits(long field, String definitions) {
    return new Symbols(true, field, definitions);
  }

  private synchronized List<Entry> entries() {
    List<Entry> present = entries;
    if (present == null) {
      present = new ArrayList<>();
      for (String definition : source.trim().split("\\s+")) {
        int equals = definition.indexOf('=');
        String name = definition.substring(0, equals);
        present.add(new Entry(name, Long.decode(definition.substring(equals + 1))));
      }
      entries = present;
    }
    return present;
  }

  /** The name that {@code value} has by itself; null when there is none. */
  public @Nullable String nameOf(long value) {
    for (Entry entry : entries()) {
      if (entry.value == value) {
        return entry.name;
      }
    }
    return null;
  }

  /** {@code value} in names, what has none in hexadecimal (bits) or decimal (alternatives). */
  public String text(long value) {
    String whole = nameOf(value);
    if (whole != null && (field == 0 || (value & ~field) == 0)) {
      return whole;
    }
    if (!bits) {
      return value >= -1 && value < 4096 ? Long.toString(value) : "0x" + Long.toHexString(value);
    }
    StringBuilder text = new StringBuilder();
    long left = value;
    if (field != 0) {
      String name = nameOf(value & field);
      if (name != null) {
        text.append(name);
        left &= ~field;
      }
    }
    for (Entry entry : entries()) {
      if (entry.value != 0 && (entry.value & field) == 0 && (left & entry.value) == entry.value) {
        text.append(text.length() == 0 ? "" : "|").append(entry.name);
        left &= ~entry.value;
      }
    }
    if (left != 0) {
      text.append(text.length() == 0 ? "" : "|").append("0x").append(Long.toHexString(left));
    }
    return text.length() == 0 ? "0" : text.toString();
  }

  /** Every name with its value, as {@code NAME=value}. */
  List<String> definitions() {
    return entries().stream().map(entry -> entry.name + "=" + entry.value).toList();
  }
}
