package dev.jrr.recorder;

import dev.jrr.trace.Effect;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a task that was killed in mid-computation had stored in memory that other processes have,
 * too, where nobody knows at which instruction that was: the kernel may end a task without the stop
 * that would tell (ptrace_stop in kernel/signal.c). Replay does not let it compute so far; all that
 * such memory holds is written for it.
 */
final class LastStores {
  private static final int PAGE = 4096;
  private static final int CHUNK = 1 << 20;

  /** More is not kept: a warning tells of that. */
  private static final long LIMIT = 64L << 20;

  private final RecordSession session;
  private final RecordedTask killed;
  private final List<Effect> effects = new ArrayList<>(1);
  private long kept;

  private LastStores(RecordSession session, RecordedTask killed) {
    this.session = session;
    this.killed = killed;
  }

  /** The effects at the end of {@code killed}; nobody has run since. */
  static List<Effect> of(RecordSession session, RecordedTask killed) {
    LastStores stores = new LastStores(session, killed);
    for (SharedViews.View view : killed.process.space.views.all()) {
      stores.add(view);
    }
    return stores.effects;
  }

  private void add(SharedViews.View view) {
    long at = 0;
    while (at < view.length()) {
      long offset = view.offset() + at;
      byte[] bytes = elsewhere(view.segment(), offset, Math.min(CHUNK, view.length() - at));
      if (bytes == null) {
        at += PAGE;
        continue;
      }
      if (kept + bytes.length > LIMIT) {
        session
            .warnings()
            .add(
                "what a process stored last in much shared memory, before it was killed, is not recorded");
        return;
      }
      effects.add(new Effect.WriteShared(view.segment(), offset, bytes));
      kept += bytes.length;
      at += bytes.length;
    }
  }

  /** What the segment holds there, as another process sees it; null where none has that mapped. */
  private byte @Nullable [] elsewhere(int segment, long offset, long length) {
    for (RecordedTask task : session.scheduler().tasks()) {
      SharedViews views = task.process.space.views;
      long address = task.process == killed.process ? 0 : views.addressOf(segment, offset);
      SharedViews.View view = address == 0 ? null : views.at(address);
      if (view != null && task.usesSpace()) {
        byte[] bytes = task.memory().read(address, (int) Math.min(length, view.end() - address));
        if (bytes != null) {
          return bytes;
        }
      }
    }
    return null;
  }
}
