package dev.jrr.replayer;

import dev.jrr.trace.Effect;
import dev.jrr.trace.Frame;
import dev.jrr.trace.FrameCursor;
import dev.jrr.trace.TraceReader;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Which program each process has, as frames are applied: an exec's, else that of its parent. */
final class ProcessImages {
  private final Map<Integer, ProcessImage> images = new HashMap<>();

  /** Takes note of {@code frame}, which a task of {@code process} made. */
  void apply(Frame frame, int process) {
    if (frame instanceof Frame.Exec exec) {
      images.put(exec.process(), ProcessImage.of(exec));
    }
    spawns(frame.effects(), spawn -> images.putIfAbsent(spawn.process(), of(process)));
  }

  /** The program of {@code process}; {@link ProcessImage#NONE} before it has one. */
  ProcessImage of(int process) {
    return images.getOrDefault(process, ProcessImage.NONE);
  }

  boolean has(int process) {
    return images.containsKey(process);
  }

  void clear() {
    images.clear();
  }

  private static void spawns(List<Effect> effects, Consumer<Effect.Spawn> each) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Spawn spawn) {
        each.accept(spawn);
        spawns(spawn.effects(), each);
      } else if (effect instanceof Effect.InTask other) {
        spawns(other.effects(), each);
      }
    }
  }

  /**
   * The event after which {@code process} is worth a look: its first exec, else its start.
   *
   * @return 0 where the trace has no such process
   */
  static long firstEvent(TraceReader trace, int process) {
    long[] spawned = {0};
    try (FrameCursor frames = trace.frames()) {
      while (frames.hasNext()) {
        Frame frame = frames.next();
        if (frame instanceof Frame.Exec exec && exec.process() == process) {
          return exec.event();
        }
        spawns(
            frame.effects(),
            spawn -> {
              if (spawn.process() == process && spawned[0] == 0) {
                spawned[0] = frame.event();
              }
            });
      }
    }
    return spawned[0];
  }
}
