package dev.jrr.cli;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A command line after parsing: the options given, with their values, and the operands. */
final class Arguments {
  /**
   * By identity: a record's hash is bootstrapped at its first use, which the start need not pay.
   */
  private final Map<Option, List<String>> values = new IdentityHashMap<>();

  private final List<String> operands = new ArrayList<>();
  private List<String> forGdb = List.of();

  /** Adds an option's value; an empty one for an option that takes none. */
  void add(Option option, String value) {
    values.computeIfAbsent(option, unused -> new ArrayList<>()).add(value);
  }

  void addOperand(String operand) {
    operands.add(operand);
  }

  boolean has(Option option) {
    return values.containsKey(option);
  }

  /** The value given last, or null. */
  @Nullable String value(Option option) {
    List<String> all = values.get(option);
    return all == null ? null : all.get(all.size() - 1);
  }

  /** All values in their order. */
  List<String> values(Option option) {
    return values.getOrDefault(option, List.of());
  }

  List<String> operands() {
    return operands;
  }

  /** The words that are for gdb; see {@link GdbArguments}. */
  List<String> forGdb() {
    return forGdb;
  }

  void setForGdb(List<String> words) {
    forGdb = List.copyOf(words);
  }

  /** The only operand, or null. */
  @Nullable String operand() {
    return operands.isEmpty() ? null : operands.get(0);
  }

  /**
   * The option's value as a whole number from {@code least} on, or {@code otherwise} if it was not
   * given.
   */
  long number(Option option, long least, long otherwise) {
    String text = value(option);
    if (text == null) {
      return otherwise;
    }
    try {
      long number = Long.parseLong(text);
      if (number >= least) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // Said below, as for a number that is too small.
    }
    throw CliException.usage(
        option.name() + " " + text,
        "it takes a whole number from " + least + " on",
        "jrr help says what each option takes");
  }
}
