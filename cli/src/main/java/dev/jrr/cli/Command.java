package dev.jrr.cli;

import java.util.List;

/** One command of jrr: how it is called, and what it does. */
abstract class Command {
  private final String name;
  private final String summary;
  private final Operands operands;
  private final List<Option> options;
  private final List<String> examples;

  /**
   * @param summary one sentence for the help
   * @param examples whole command lines, each with a comment after {@code #}
   */
  Command(
      String name, String summary, Operands operands, List<Option> options, List<String> examples) {
    this.name = name;
    this.summary = summary;
    this.operands = operands;
    this.options = options;
    this.examples = examples;
  }

  final String name() {
    return name;
  }

  final String summary() {
    return summary;
  }

  final Operands operands() {
    return operands;
  }

  final List<Option> options() {
    return options;
  }

  final List<String> examples() {
    return examples;
  }

  /** Puts those of the words aside that are meant for gdb. */
  GdbArguments part(List<String> words) {
    return new GdbArguments(words, List.of());
  }

  /** Does it; answers jrr's exit status. */
  abstract int run(Arguments arguments, Output out) throws Exception;
}
