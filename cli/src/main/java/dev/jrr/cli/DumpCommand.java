package dev.jrr.cli;

import dev.jrr.trace.Frame;
import dev.jrr.trace.FrameCursor;
import dev.jrr.trace.ResolvedPoints;
import dev.jrr.trace.TraceReader;
import java.util.List;

/** {@code jrr dump}: the frames of a trace, one a line. */
final class DumpCommand extends Command {
  private static final Option JSON =
      Option.flag("--json", "Print one JSON object a line, with all registers and bytes.");
  private static final Option EVENTS =
      Option.value("-e, --events", "FROM[-TO]", "Only these events.");
  private static final Option COUNT = Option.value("-n, --count", "N", "At most N frames.");
  private static final Option TASK =
      Option.value("--task", "TID", "Only the frames of this task (jrr ps lists processes).");

  DumpCommand() {
    super(
        "dump",
        "Prints the frames of a trace: event, task, kind, what happened, and the effects.",
        Operands.TRACE,
        List.of(JSON, EVENTS, COUNT, TASK),
        List.of(
            "jrr dump -n 20                      # the first 20 frames of the latest trace",
            "jrr dump -e 100-200 --task 4711 /tmp/crash",
            "jrr dump --json | jq .kind"));
  }

  /** The events asked for, both included. */
  record Interval(long first, long last) {
    static Interval parse(String text) {
      int dash = text.indexOf('-');
      try {
        long first = Long.parseLong(dash < 0 ? text : text.substring(0, dash));
        String end = dash < 0 ? text : text.substring(dash + 1);
        long last = end.isEmpty() ? Long.MAX_VALUE : Long.parseLong(end);
        if (first >= 1 && last >= first) {
          return new Interval(first, last);
        }
      } catch (NumberFormatException notNumbers) {
        // Said below, as for numbers in the wrong order.
      }
      throw CliException.usage(
          "--events " + text, "it takes an event or FROM-TO", "for example --events 100-200");
    }
  }

  @Override
  int run(Arguments arguments, Output out) {
    String events = arguments.value(EVENTS);
    Interval interval = events == null ? new Interval(1, Long.MAX_VALUE) : Interval.parse(events);
    long left = arguments.number(COUNT, 0, Long.MAX_VALUE);
    long task = arguments.number(TASK, 1, 0);
    boolean json = arguments.has(JSON);
    TraceReader trace = Traces.open(arguments.operand());
    ResolvedPoints points = ResolvedPoints.of(trace);
    try (FrameCursor frames = trace.frames(interval.first())) {
      while (left > 0 && frames.hasNext()) {
        Frame frame = frames.next();
        if (frame.event() > interval.last()) {
          break;
        }
        if (task == 0 || frame.task() == task) {
          ResolvedPoints.Point point = points.get(frame.event());
          String found = point == null ? "" : ", " + PointText.of(point);
          out.line(json ? Json.write(FrameFields.json(frame)) : FrameText.line(frame) + found);
          left--;
        }
      }
    }
    return 0;
  }
}
