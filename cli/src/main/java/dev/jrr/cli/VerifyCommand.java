package dev.jrr.cli;

import dev.jrr.trace.Effect;
import dev.jrr.trace.Frame;
import dev.jrr.trace.FrameCursor;
import dev.jrr.trace.ObjectId;
import dev.jrr.trace.TraceReader;
import dev.jrr.tracee.BufferedRecords;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code jrr verify}: reads a whole trace, and every file's contents that it names. */
final class VerifyCommand extends Command {
  VerifyCommand() {
    super(
        "verify",
        "Checks that a trace is whole: every checksum, every frame, every file it names. Runs no"
            + " recorded code; jrr replay -a also checks that it replays.",
        Operands.TRACE,
        List.of(),
        List.of("jrr verify", "jrr verify /tmp/crash"));
  }

  @Override
  int run(Arguments arguments, Output out) {
    TraceReader trace = Traces.open(arguments.operand());
    Set<ObjectId> objects = new HashSet<>();
    long events = 0;
    try (FrameCursor frames = trace.frames();
        Progress progress = Progress.of("verify", trace.lastEvent())) {
      while (frames.hasNext()) {
        Frame frame = frames.next();
        collect(frame.effects(), objects);
        if (frame instanceof Frame.Records records) {
          collect(records, objects);
        }
        events = frame.event();
        progress.at(events);
      }
    }
    Traces.checkObjects(trace, objects);
    out.line(
        "%s: %d events, %d files, all as recorded%s",
        HumanText.printable(trace.directory().toString()),
        events,
        objects.size(),
        trace.isCut() ? "; the recording was cut after that" : "");
    return 0;
  }

  private static void collect(List<Effect> effects, Set<ObjectId> objects) {
    for (Effect effect : effects) {
      if (effect instanceof Effect.Map map
          && map.backing() instanceof Effect.Backing.FileObject file) {
        objects.add(file.object());
      } else if (effect instanceof Effect.CreateShared shared) {
        addKnown(shared.initial(), objects);
      } else if (effect instanceof Effect.Spawn spawn) {
        collect(spawn.effects(), objects);
      }
    }
  }

  /** Buffered calls name what they mapped or read. */
  private static void collect(Frame.Records records, Set<ObjectId> objects) {
    BufferedRecords calls = new BufferedRecords(records.bytes());
    for (BufferedRecords.NotedCall call : calls.noted()) {
      if (call.contents().length > 0) {
        objects.add(ObjectId.of(call.contents()));
      }
    }
    for (byte[] contents : calls.namedContents()) {
      objects.add(ObjectId.of(contents));
    }
  }

  private static void addKnown(@Nullable ObjectId object, Set<ObjectId> objects) {
    if (object != null) {
      objects.add(object);
    }
  }
}
