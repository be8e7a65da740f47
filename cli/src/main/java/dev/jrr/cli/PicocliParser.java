package dev.jrr.cli;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * The commands as a picocli model, made from the same data that {@link PlainParser} reads: parses
 * what that one leaves, explains mistakes, prints help and the completion script.
 */
final class PicocliParser {
  private static final Option HELP = Option.flag("-h, --help", "Show this help.");

  private final CommandLine jrr;

  PicocliParser() {
    CommandSpec root = CommandSpec.create().name("jrr");
    root.usageMessage()
        .description("Records a run of a program and its children, and replays it exactly.")
        .synopsisSubcommandLabel("COMMAND")
        .footer(
            "",
            "'jrr help COMMAND' tells more. Traces are kept in $JRR_TRACE_DIR, else",
            "$XDG_DATA_HOME/jrr, else ~/.local/share/jrr. Exit statuses and errors: docs/ERRORS.md");
    root.addOption(specOf(HELP));
    root.addOption(specOf(Option.flag("-V, --version", "Show the version.")));
    for (Command command : Commands.all()) {
      root.addSubcommand(command.name(), specOf(command));
    }
    jrr = new CommandLine(root);
  }

  private static CommandSpec specOf(Command command) {
    CommandSpec spec = CommandSpec.create().name(command.name());
    List<String> footer = new ArrayList<>(List.of("", "Examples:"));
    command.examples().forEach(example -> footer.add("  " + example.replace("%", "%%")));
    spec.usageMessage()
        .description(command.summary())
        .abbreviateSynopsis(false)
        .sortOptions(false)
        .footer(footer.toArray(new String[0]));
    spec.addOption(specOf(HELP));
    command.options().forEach(option -> spec.addOption(specOf(option)));
    Operands operands = command.operands();
    if (operands.most() > 0) {
      String most = operands.most() == Integer.MAX_VALUE ? "*" : "" + operands.most();
      spec.addPositional(
          PositionalParamSpec.builder()
              .paramLabel(operands.label())
              .hideParamSyntax(false)
              .type(List.class)
              .auxiliaryTypes(String.class)
              .arity(operands.least() + ".." + most)
              .index(operands.most() == 1 ? "0" : "0..*")
              .required(operands.least() > 0)
              .description(describe(operands))
              .build());
    }
    spec.parser().stopAtPositional(operands.program());
    return spec;
  }

  private static String describe(Operands operands) {
    if (operands.program()) {
      return "What to run, as a shell would find it.";
    }
    return operands.most() == 1
        ? "A trace's name or directory; the latest if none is given."
        : "Names or directories of traces.";
  }

  private static OptionSpec specOf(Option option) {
    OptionSpec.Builder builder =
        OptionSpec.builder(option.names().toArray(new String[0]))
            .hidden(option.isHidden())
            .description(option.help().replace("%", "%%"));
    if (option.takesValue()) {
      builder
          .paramLabel(option.parameter())
          .arity(option.optional() ? "0..1" : "1")
          .type(List.class)
          .auxiliaryTypes(String.class);
    } else {
      builder.type(boolean.class);
    }
    return builder.build();
  }

  /**
   * Parses the words after {@code command}'s name.
   *
   * @return null if help was asked for, which has then been printed
   */
  @Nullable Arguments parse(Command command, List<String> words, Output out) {
    List<String> whole = new ArrayList<>(List.of(command.name()));
    boolean optionsOver = false;
    for (String word : words) {
      optionsOver |= word.equals("--") || !word.startsWith("-") && command.operands().program();
      // An optional value stands after = only: the next word is not taken for it.
      whole.add(!optionsOver && isOptionalValued(command, word) ? word + "=" : word);
    }
    CommandLine.ParseResult result;
    try {
      result = jrr.parseArgs(whole.toArray(new String[0])).subcommand();
    } catch (CommandLine.ParameterException mistake) {
      if (words.contains("-h") || words.contains("--help")) {
        printHelp(command.name(), out);
        return null;
      }
      throw CliException.usage(
          mistake.getMessage(),
          "jrr " + command.name() + " does not take that",
          "jrr help " + command.name() + " says what it takes");
    }
    if (result.hasMatchedOption("--help")) {
      printHelp(command.name(), out);
      return null;
    }
    Arguments arguments = new Arguments();
    for (Option option : command.options()) {
      OptionSpec matched = result.matchedOption(option.name());
      if (matched != null) {
        List<String> values = option.takesValue() ? matched.stringValues() : List.of("");
        values.forEach(value -> arguments.add(option, value));
      }
    }
    result.matchedPositionals().stream()
        .flatMap(positional -> positional.stringValues().stream())
        .forEach(arguments::addOperand);
    return arguments;
  }

  private static boolean isOptionalValued(Command command, String word) {
    return command.options().stream()
        .anyMatch(option -> option.optional() && option.names().contains(word));
  }

  /** Prints the help of a command, or of jrr as a whole if {@code command} is empty. */
  void printHelp(String command, Output out) {
    CommandLine line = command.isEmpty() ? jrr : jrr.getSubcommands().get(command);
    out.print(line.getUsageMessage(CommandLine.Help.Ansi.AUTO));
  }

  /** The bash (and zsh) completion script. */
  String completion() {
    return AutoComplete.bash("jrr", jrr);
  }
}
