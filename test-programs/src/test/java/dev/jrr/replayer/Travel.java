package dev.jrr.replayer;

import dev.jrr.trace.ObjectStore;
import dev.jrr.trace.TraceReader;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Replays a trace and goes back on the way, again and again: to checkpoints taken at random events,
 * and to the start. Divergences come out as they are.
 */
public final class Travel {
  private final Random random;
  private final TraceReader trace;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final List<Checkpoint> checkpoints = new ArrayList<>();
  private int journeys;

  private Travel(TraceReader trace, long seed) {
    this.trace = trace;
    this.random = new Random(seed);
  }

  /**
   * Replays to the end with {@code journeys} on the way; answers what it wrote to standard output.
   */
  public static String through(Path directory, ObjectStore objects, long seed, int journeys)
      throws Exception {
    Travel travel = new Travel(TraceReader.open(directory), seed);
    travel.journeys = journeys;
    return Tracer.run(() -> travel.run(objects));
  }

  private String run(ObjectStore objects) {
    long last = trace.lastEvent();
    Echo echo =
        (stream, bytes, length) -> {
          if (stream == 1) {
            output.write(bytes, 0, length);
          }
        };
    try (ReplaySession session = new ReplaySession(trace, objects, Tracer.LAUNCHER, echo)) {
      for (int journey = 0; journey < journeys; journey++) {
        go(session, (long) (random.nextDouble() * last));
        if (checkpoints.size() < 4) {
          Checkpoint made = session.checkpoint();
          if (made != null) {
            checkpoints.add(made);
          }
        }
        go(session, session.event() + random.nextInt(50));
        int where = random.nextInt(checkpoints.size() + 1);
        session.goTo(where == checkpoints.size() ? null : checkpoints.get(where));
      }
      go(session, last);
      checkpoints.forEach(checkpoint -> checkpoint.close(session));
    }
    return output.toString();
  }

  /** Forward to {@code event}, or not at all if that is behind. */
  private static void go(ReplaySession session, long event) {
    while (session.event() < event && session.advance(null) != ReplaySession.Progress.END) {
      // each frame is checked
    }
  }
}
