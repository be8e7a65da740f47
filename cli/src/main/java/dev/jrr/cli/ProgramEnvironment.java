package dev.jrr.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The environment and arguments that a recorded program is to get: byte for byte those that jrr
 * got, in their order. Java's own view of them is decoded and unordered, so they are read from
 * {@code /proc/self}.
 */
public final class ProgramEnvironment {
  /**
   * {@code ./jrr} puts variables that the JVM would read aside under names with this prefix, and
   * they get their own names back here.
   */
  private static final byte[] ASIDE = ascii("__JRR_ASIDE_");

  /** Where {@code ./jrr} set LC_ALL for the JVM's sake it says so; neither is the program's. */
  private static final byte[] LOCALE_SET = ascii("__JRR_LOCALE=");

  private static final byte[] LOCALE = ascii("LC_ALL=");

  private ProgramEnvironment() {}

  /**
   * The variables, each as {@code NAME=value}.
   *
   * @param changes such of the user's, {@code NAME=value} too, or just {@code NAME} to leave it out
   */
  public static List<byte[]> variables(List<String> changes) {
    return variables(words(read("/proc/self/environ")), changes);
  }

  static List<byte[]> variables(List<byte[]> inherited, List<String> changes) {
    List<byte[]> variables = new ArrayList<>(inherited);
    if (variables.removeIf(variable -> startsWith(variable, LOCALE_SET))) {
      variables.removeIf(variable -> startsWith(variable, LOCALE));
    }
    variables.replaceAll(
        variable -> startsWith(variable, ASIDE) ? dropPrefix(variable, ASIDE.length) : variable);
    for (String change : changes) {
      int equals = change.indexOf('=');
      String name = equals < 0 ? change : change.substring(0, equals);
      byte[] start = (name + "=").getBytes(StandardCharsets.UTF_8);
      variables.removeIf(variable -> startsWith(variable, start));
      if (equals >= 0) {
        variables.add(change.getBytes(StandardCharsets.UTF_8));
      }
    }
    return variables;
  }

  /** The last {@code count} words of this process's command line: the program and its arguments. */
  public static List<byte[]> lastArguments(int count) {
    List<byte[]> all = words(read("/proc/self/cmdline"));
    return all.subList(all.size() - count, all.size());
  }

  private static byte[] read(String file) {
    try {
      return Files.readAllBytes(Path.of(file));
    } catch (IOException unreadable) {
      throw new java.io.UncheckedIOException("cannot read " + file, unreadable);
    }
  }

  /** Splits at NUL bytes; the last word ends with one too. */
  static List<byte[]> words(byte[] text) {
    List<byte[]> words = new ArrayList<>();
    int start = 0;
    for (int at = 0; at < text.length; at++) {
      if (text[at] == 0) {
        words.add(java.util.Arrays.copyOfRange(text, start, at));
        start = at + 1;
      }
    }
    return words;
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  static boolean startsWith(byte[] text, byte[] prefix) {
    return text.length >= prefix.length
        && java.util.Arrays.equals(text, 0, prefix.length, prefix, 0, prefix.length);
  }

  private static byte[] dropPrefix(byte[] text, int length) {
    return java.util.Arrays.copyOfRange(text, length, text.length);
  }
}
