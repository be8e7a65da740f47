package dev.jrr.cli;

import dev.jrr.trace.FrameCursor;
import dev.jrr.trace.TraceReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code jrr ps}: the processes of a recording. */
final class ProcessesCommand extends Command {
  private static final Option JSON = Option.flag("--json", "Print one JSON object a line.");

  ProcessesCommand() {
    super(
        "ps",
        "Shows the processes of a trace: who made whom, how each ended, and what it ran.",
        Operands.TRACE,
        List.of(JSON),
        List.of("jrr ps", "jrr ps --json /tmp/crash"));
  }

  @Override
  int run(Arguments arguments, Output out) {
    TraceReader trace = Traces.open(arguments.operand());
    ProcessTree tree = new ProcessTree();
    try (FrameCursor frames = trace.frames()) {
      while (frames.hasNext()) {
        tree.add(frames.next());
      }
    }
    if (arguments.has(JSON)) {
      tree.all().forEach(process -> out.line(Json.write(fields(process))));
      return 0;
    }
    TextTable table = new TextTable(">PID", ">PARENT", ">EVENTS", "END", "COMMAND");
    tree.roots().forEach(root -> addRows(root, 0, table));
    table.print(out);
    return 0;
  }

  private static void addRows(ProcessTree.Process process, int depth, TextTable table) {
    ProcessTree.Process parent = process.parent();
    table.row(
        String.valueOf(process.pid()),
        parent == null ? "-" : String.valueOf(parent.pid()),
        process.firstEvent() + "-" + process.lastEvent(),
        process.ended() ? WaitStatus.text(process.waitStatus()) : "(not seen)",
        "  ".repeat(depth) + HumanText.command(process.command()));
    process.children().forEach(child -> addRows(child, depth + 1, table));
  }

  private static Map<String, Object> fields(ProcessTree.Process process) {
    Map<String, Object> fields = new LinkedHashMap<>();
    ProcessTree.Process parent = process.parent();
    fields.put("pid", process.pid());
    if (parent != null) {
      fields.put("parent", parent.pid());
    }
    fields.put("tasks", process.tasks());
    fields.put("firstEvent", process.firstEvent());
    fields.put("lastEvent", process.lastEvent());
    if (process.ended()) {
      fields.put("waitStatus", process.waitStatus());
    }
    fields.put("command", process.command());
    return fields;
  }
}
