package dev.jrr.replayer;

import dev.jrr.trace.ObjectStore;
import dev.jrr.trace.TraceReader;
import java.nio.file.Path;
import java.time.Duration;

/** Replays a trace to its end, or for as long as no task takes too much time to its next frame. */
public final class LimitedReplay {
  private LimitedReplay() {}

  /** Replays the trace in {@code directory}; {@code limit} is of CPU time. */
  public static void toEnd(Path directory, ObjectStore objects, Duration limit) throws Exception {
    TraceReader trace = TraceReader.open(directory);
    Echo echo = (stream, bytes, length) -> {};
    Tracer.run(
        () -> {
          try (ReplaySession session =
              new ReplaySession(trace, objects, Tracer.LAUNCHER, echo, limit)) {
            while (session.advance(null) != ReplaySession.Progress.END) {
              // each frame is checked
            }
            return session.event();
          }
        });
  }
}
