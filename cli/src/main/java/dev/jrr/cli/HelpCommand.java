package dev.jrr.cli;

import java.util.List;

/** {@code jrr help}: what a command takes, or what commands there are. */
final class HelpCommand extends Command {
  HelpCommand() {
    super(
        "help",
        "Shows what a command does and takes, or with 'errors' what each error means.",
        new Operands("COMMAND", 0, 1, false),
        List.of(),
        List.of("jrr help record", "jrr help errors"));
  }

  @Override
  int run(Arguments arguments, Output out) {
    String topic = arguments.operands().isEmpty() ? "" : arguments.operands().get(0);
    if (topic.equals("errors")) {
      out.print(ErrorCatalogue.markdown());
      return 0;
    }
    if (!topic.isEmpty()) {
      Commands.find(topic);
    }
    new PicocliParser().printHelp(topic, out);
    return 0;
  }
}
