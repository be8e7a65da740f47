package dev.jrr.cli;

import java.util.List;

/** {@code jrr completion}: the script that makes a shell complete jrr's commands and options. */
final class CompletionCommand extends Command {
  CompletionCommand() {
    super(
        "completion",
        "Prints a script for bash or zsh that completes jrr's commands and options.",
        Operands.NONE,
        List.of(),
        List.of("source <(jrr completion)"));
  }

  @Override
  int run(Arguments arguments, Output out) {
    out.print(new PicocliParser().completion());
    return 0;
  }
}
