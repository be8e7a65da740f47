package dev.jrr.programs;

import dev.jrr.trace.Frame;
import dev.jrr.trace.FrameCursor;
import dev.jrr.trace.TraceEnd;
import dev.jrr.trace.TraceHeader;
import dev.jrr.trace.TraceReader;
import dev.jrr.trace.TraceWriter;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** A trace written anew with something changed: every checksum in it is right. */
final class RewrittenTrace {
  private RewrittenTrace() {}

  /** Writes {@code from}, each frame as {@code change} gives it, to {@code to}. */
  static void write(Path from, Path to, UnaryOperator<Frame> change) {
    write(from, to, header -> header, change);
  }

  /** The same with the header changed, too. */
  static void write(
      Path from, Path to, UnaryOperator<TraceHeader> head, UnaryOperator<Frame> change) {
    TraceReader reader = TraceReader.open(from);
    try (TraceWriter writer = TraceWriter.create(to, head.apply(reader.header()));
        FrameCursor frames = reader.frames()) {
      while (frames.hasNext()) {
        writer.append(change.apply(frames.next()));
      }
      writer.finish(TraceEnd.now(reader.end().orElseThrow().waitStatus()));
    }
  }
}
