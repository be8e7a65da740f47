package dev.jrr.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Sizes, times and command lines as people read them. */
final class HumanText {
  private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);

  private HumanText() {}

  /** A number of bytes, such as {@code 1.5 MiB}. */
  static String size(long bytes) {
    double amount = bytes;
    int unit = 0;
    while (amount >= 1024 && unit < UNITS.size() - 1) {
      amount /= 1024;
      unit++;
    }
    return unit == 0
        ? bytes + " B"
        : String.format(Locale.ROOT, "%.1f %s", amount, UNITS.get(unit));
  }

  /** A local time from milliseconds since 1970. */
  static String time(long timeMs) {
    return TIME.format(Instant.ofEpochMilli(timeMs).atZone(ZoneId.systemDefault()));
  }

  /** A duration such as {@code 12.3 s} or {@code 450 ms}. */
  static String duration(long durationMs) {
    return durationMs < 1000
        ? durationMs + " ms"
        : String.format(Locale.ROOT, "%.1f s", durationMs / 1000.0);
  }

  /** Words as one would type them in a shell, with control characters made visible. */
  static String command(List<String> words) {
    StringBuilder line = new StringBuilder();
    for (String word : words) {
      line.append(line.isEmpty() ? "" : " ");
      line.append(
          !word.isEmpty() && word.matches("[A-Za-z0-9_@%+=:,./^~-]+")
              ? word
              : "'" + printable(word).replace("'", "'\\''") + "'");
    }
    return line.toString();
  }

  /**
   * The text with control characters as escapes: what a recorded program chose must not steer the
   * terminal that shows it.
   */
  static String printable(String text) {
    StringBuilder shown = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\n') {
        shown.append("\\n");
      } else if (c == '\t') {
        shown.append("\\t");
      } else if (Character.isISOControl(c)) {
        shown.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
      } else {
        shown.append(c);
      }
    }
    return shown.toString();
  }

  /** At most {@code limit} characters of the text, with an ellipsis if it is longer. */
  static String shortened(String text, int limit) {
    return text.length() <= limit ? text : text.substring(0, limit - 1) + "…";
  }
}
