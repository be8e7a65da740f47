package dev.jrr.recorder;

import dev.jrr.trace.Effect;
import dev.jrr.trace.Frame;
import dev.jrr.tracee.TraceeMemory;
import dev.jrr.tracee.syscalls.OutputSink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Collects what a call wrote, for its frame; copies it to where the program wants it if it was
 * redirected. Much of it goes into frames of its own, so that little of it is held at a time: a
 * read may write two gigabytes.
 */
final class CallOutputs implements OutputSink {
  /** Bytes of one effect at most, and of the effects of one frame. */
  private static final int PIECE = 1 << 22;

  private static final long HELD = 1 << 24;

  /** For the call's frame. */
  final List<Effect> effects = new ArrayList<>(4);

  /** Not all of it could be copied to where the program wants it. */
  boolean faulted;

  private final RecordSession session;
  private final RecordedTask task;
  private final PendingCall call;
  private final TraceeMemory memory;
  private long held;

  CallOutputs(RecordSession session, RecordedTask task, PendingCall call) {
    this.session = session;
    this.task = task;
    this.call = call;
    this.memory = task.memory();
    if (!call.entryRecorded) {
      effects.addAll(call.entryEffects);
    }
  }

  @Override
  public void written(long programAddress, long actualAddress, long length) {
    long done = 0;
    while (done < length && !faulted) {
      byte[] bytes = new byte[(int) Math.min(length - done, PIECE)];
      int got = memory.read(actualAddress + done, bytes, 0, bytes.length);
      int put = got;
      if (programAddress != actualAddress) {
        put = memory.write(programAddress + done, bytes, 0, got);
        faulted = put < got;
      }
      if (put > 0) {
        byte[] whole = put < bytes.length ? Arrays.copyOf(bytes, put) : bytes;
        effects.add(new Effect.WriteMemory(programAddress + done, whole));
        held += put;
      }
      if (got < bytes.length) {
        return; // the memory ends there
      }
      done += got;
      if (held >= HELD) {
        flush();
      }
    }
  }

  /** Writes what there is as frames between the call's entry and its end. */
  private void flush() {
    List<Effect> atEntry = call.entryRecorded ? List.of() : List.copyOf(call.entryEffects);
    session.recordEntry(task, call);
    List<Effect> own = List.copyOf(effects.subList(atEntry.size(), effects.size()));
    session.append(new Frame.Outputs(session.nextEvent(task), task.tid(), own));
    effects.clear();
    held = 0;
  }
}
