package dev.jrr.cli;

import dev.jrr.trace.ResolvedPoints;
import dev.jrr.trace.TraceEnd;
import dev.jrr.trace.TraceHeader;
import dev.jrr.trace.TraceReader;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code jrr info}: what a trace says of itself. */
final class InfoCommand extends Command {
  InfoCommand() {
    super(
        "info",
        "Tells about a trace: what was recorded when and where, how it ended, and its size.",
        Operands.TRACE,
        List.of(),
        List.of("jrr info", "jrr info /tmp/crash"));
  }

  @Override
  int run(Arguments arguments, Output out) {
    TraceReader trace = Traces.open(arguments.operand());
    TraceHeader header = trace.header();
    row(out, "trace", HumanText.printable(trace.directory().toString()));
    row(out, "command", HumanText.command(header.commandLine()));
    if (!header.recordOptions().isEmpty()) {
      row(out, "options", HumanText.command(header.recordOptions()));
    }
    row(out, "directory", HumanText.printable(header.workingDirectory()));
    row(out, "recorded", HumanText.time(header.startTimeMs()));
    Optional<TraceEnd> end = trace.end();
    if (end.isPresent()) {
      row(out, "took", HumanText.duration(end.get().endTimeMs() - header.startTimeMs()));
      row(out, "ended", WaitStatus.text(end.get().waitStatus()));
    } else {
      row(out, "ended", "cut: the recording did not come to its end; what there is replays");
    }
    row(out, "events", String.valueOf(trace.lastEvent()));
    row(out, "size", HumanText.size(Traces.size(trace.directory())));
    end.ifPresent(
        known ->
            row(
                out,
                "uncompressed",
                HumanText.size(known.frameBytes())
                    + " of frames, "
                    + HumanText.size(known.dataBytes())
                    + " of memory"));
    Map<Long, ResolvedPoints.Point> points = ResolvedPoints.of(trace).all();
    if (!points.isEmpty()) {
      row(out, "async points", PointText.summary(points.values()));
    }
    row(out, "format", header.major() + "." + header.minor());
    row(out, "by", "jrr " + header.jrrVersion());
    row(out, "kernel", HumanText.printable(header.host().kernelRelease()));
    row(out, "cpu", String.valueOf(header.host().cpuNumber()));
    row(out, "id", header.uuid().toString());
    return 0;
  }

  private static void row(Output out, String name, String value) {
    out.line("%-13s %s", name, value);
  }
}
