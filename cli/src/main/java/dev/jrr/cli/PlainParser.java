package dev.jrr.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Takes a command line apart if it is plain: options spelled out, each value in the next word or
 * after {@code =}, then operands. It reports no mistakes: what it does not understand is {@link
 * PicocliParser}'s.
 */
final class PlainParser {
  private PlainParser() {}

  /**
   * Parses the words after the command's name.
   *
   * @return null if the line is not plain, or wrong
   */
  static @Nullable Arguments parse(Command command, List<String> words) {
    Arguments arguments = new Arguments();
    int at = 0;
    boolean optionsOver = false;
    while (at < words.size()) {
      String word = words.get(at++);
      if (optionsOver || !word.startsWith("-") || word.equals("-")) {
        arguments.addOperand(word);
        optionsOver |= command.operands().program();
        continue;
      }
      if (word.equals("--")) {
        optionsOver = true;
        continue;
      }
      int equals = word.startsWith("--") ? word.indexOf('=') : -1;
      Option option = find(command, equals < 0 ? word : word.substring(0, equals));
      if (option == null) {
        return null;
      }
      if (!option.takesValue()) {
        if (equals >= 0) {
          return null;
        }
        arguments.add(option, "");
      } else if (equals >= 0) {
        arguments.add(option, word.substring(equals + 1));
      } else if (option.optional()) {
        arguments.add(option, "");
      } else if (at < words.size()) {
        arguments.add(option, words.get(at++));
      } else {
        return null;
      }
    }
    int operands = arguments.operands().size();
    return operands < command.operands().least() || operands > command.operands().most()
        ? null
        : arguments;
  }

  private static @Nullable Option find(Command command, String name) {
    for (Option option : command.options()) {
      if (option.names().contains(name)) {
        return option;
      }
    }
    return null;
  }
}
