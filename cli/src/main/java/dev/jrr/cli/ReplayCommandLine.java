package dev.jrr.cli;

import java.util.List;

/** {@code jrr replay}: how it is called. */
final class ReplayCommandLine extends Command {
  ReplayCommandLine() {
    super(
        "replay",
        "Replays a trace under gdb, or with -a to its end. Options of gdb's own, and what follows"
            + " --, go to gdb.",
        Operands.TRACE,
        ReplayOptions.ALL,
        List.of(
            "jrr replay                          # the latest trace, under gdb",
            "jrr replay -a                       # to the end, with every check",
            "jrr replay --goto 1200 -ex 'backtrace' /tmp/crash"));
  }

  @Override
  GdbArguments part(List<String> words) {
    return GdbArguments.part(words, options());
  }

  @Override
  int run(Arguments arguments, Output out) throws Exception {
    return ReplayCommand.run(ReplayOptions.from(arguments));
  }
}
