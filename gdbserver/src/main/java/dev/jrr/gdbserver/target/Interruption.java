package dev.jrr.gdbserver.target;

import java.util.ArrayList;
import java.util.List;

/**
 * The user's wish that one run should stop. Each run has its own, so that a wish that comes too
 * late for one run cannot stop the next. The only thing that the server's I/O thread and the target
 * thread share; safe for both.
 */
public final class Interruption {
  private final List<Runnable> actions = new ArrayList<>();
  private boolean requested;

  /** Asks the run to stop. May be called from any thread, more than once. */
  public void request() {
    List<Runnable> due;
    synchronized (this) {
      requested = true;
      due = List.copyOf(actions);
      actions.clear();
    }
    due.forEach(Runnable::run);
  }

  /** Whether the run should stop; a target that polls needs only this. */
  public synchronized boolean isRequested() {
    return requested;
  }

  /**
   * Has something done when the run should stop, at once if it already should: for a target that
   * waits in a system call and has to be woken. It is done on the thread that asks, or on this one,
   * and at most once.
   */
  public void onRequest(Runnable action) {
    synchronized (this) {
      if (!requested) {
        actions.add(action);
        return;
      }
    }
    action.run();
  }
}
