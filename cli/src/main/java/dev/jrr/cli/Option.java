package dev.jrr.cli;

import java.util.List;

/**
 * One option of a command.
 *
 * @param names every spelling, such as {@code -o} and {@code --output-dir}; the last is the long
 *     one
 * @param parameter what its value is called in the help; empty for an option without a value
 * @param optional whether it may be left out; a value is then given after {@code =} only
 * @param help one sentence
 */
record Option(List<String> names, String parameter, boolean optional, String help) {
  Option {
    names = List.copyOf(names);
  }

  /** An option without a value. */
  static Option flag(String names, String help) {
    return new Option(List.of(names.split(", ")), "", false, help);
  }

  /** An option with a value. */
  static Option value(String names, String parameter, String help) {
    return new Option(List.of(names.split(", ")), parameter, false, help);
  }

  /** An option whose value, after {@code =}, may be left out; it is then empty. */
  static Option optionalValue(String names, String parameter, String help) {
    return new Option(List.of(names.split(", ")), parameter, true, help);
  }

  /** The same for tests only: the help does not have it. */
  static Option hidden(String name, String parameter) {
    return new Option(List.of(name), parameter, false, "");
  }

  boolean isHidden() {
    return help.isEmpty();
  }

  boolean takesValue() {
    return !parameter.isEmpty();
  }

  /** The long spelling. */
  String name() {
    return names.get(names.size() - 1);
  }
}
