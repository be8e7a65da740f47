package dev.jrr.cli;

import java.nio.file.Path;
import java.util.List;

/** {@code jrr rm}: removes traces. */
final class RemoveCommand extends Command {
  private static final Option ALL = Option.flag("--all", "Remove every trace that jrr ls lists.");

  RemoveCommand() {
    super(
        "rm",
        "Removes traces. The stored files that other traces may share stay.",
        Operands.TRACES,
        List.of(ALL),
        List.of("jrr rm /tmp/crash", "jrr rm --all"));
  }

  @Override
  int run(Arguments arguments, Output out) {
    List<String> names = arguments.operands();
    if (arguments.has(ALL) != names.isEmpty()) {
      throw CliException.usage(
          "rm of which traces?",
          names.isEmpty() ? "none was named" : "--all and names do not go together",
          "name traces that jrr ls lists, or use --all");
    }
    // All are looked up before one is removed: a mistyped name removes nothing.
    List<Path> traces =
        arguments.has(ALL) ? Traces.list() : names.stream().map(Traces::find).toList();
    for (Path trace : traces) {
      Traces.remove(trace);
      out.line("removed " + HumanText.printable(trace.toString()));
    }
    return 0;
  }
}
