package dev.jrr.cli;

import dev.jrr.trace.TraceException;
import dev.jrr.trace.TraceHeader;
import dev.jrr.trace.TraceReader;
import java.nio.file.Path;
import java.util.List;

/** {@code jrr ls}: the traces in the usual place. */
final class ListCommand extends Command {
  private static final int COMMAND_WIDTH = 60;

  ListCommand() {
    super(
        "ls",
        "Lists the traces of this account, the newest first.",
        Operands.NONE,
        List.of(),
        List.of("jrr ls", "JRR_TRACE_DIR=/tmp/traces jrr ls"));
  }

  @Override
  int run(Arguments arguments, Output out) {
    TextTable table = new TextTable("NAME", "RECORDED", ">SIZE", ">EVENTS", "END", "COMMAND");
    List<Path> traces = Traces.list();
    for (Path directory : traces) {
      table.row(row(directory));
    }
    if (traces.isEmpty()) {
      out.line("no traces in " + Traces.directories().root());
    } else {
      table.print(out);
    }
    return 0;
  }

  /** One that cannot be read is listed all the same, with why. */
  private static String[] row(Path directory) {
    String name = HumanText.printable(String.valueOf(directory.getFileName()));
    String size = HumanText.size(Traces.size(directory));
    try {
      TraceReader trace = TraceReader.open(directory);
      TraceHeader header = trace.header();
      return new String[] {
        name,
        HumanText.time(header.startTimeMs()),
        size,
        String.valueOf(trace.lastEvent()),
        trace.end().map(end -> WaitStatus.text(end.waitStatus())).orElse("(cut)"),
        HumanText.shortened(HumanText.command(header.commandLine()), COMMAND_WIDTH)
      };
    } catch (TraceException damaged) {
      return new String[] {name, "-", size, "-", "(" + damaged.code() + ")", damaged.why()};
    }
  }
}
