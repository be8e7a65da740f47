package dev.jrr.cli;

import java.util.List;

/** {@code jrr record}: how it is called. */
final class RecordCommandLine extends Command {
  RecordCommandLine() {
    super(
        "record",
        "Runs a program and records it with its children. Exits as the program does.",
        Operands.PROGRAM,
        RecordOptions.ALL,
        List.of(
            "jrr record -- make check            # what follows -- is the program's own",
            "jrr record -o /tmp/crash -- ./server --port 80",
            "jrr record --env LANG=C -- sort words.txt"));
  }

  @Override
  int run(Arguments arguments, Output out) throws Exception {
    return RecordCommand.run(RecordOptions.from(arguments));
  }
}
