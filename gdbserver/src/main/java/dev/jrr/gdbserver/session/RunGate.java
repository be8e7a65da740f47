package dev.jrr.gdbserver.session;

import dev.jrr.gdbserver.target.Interruption;
import org.jspecify.annotations.Nullable;

/**
 * Brings the interrupt byte, which comes in on the connection's thread, to the run that it is meant
 * for. An interrupt that comes while packets wait, one of which may start a run, is kept until they
 * are done; one that comes when nothing is going on is dropped, since there is nothing to stop.
 * Safe for all threads.
 */
public final class RunGate {
  private int waitingPackets;
  private boolean kept;
  private @Nullable Interruption running;

  /** A packet came in. */
  public synchronized void packetArrived() {
    waitingPackets++;
  }

  /** A packet was answered. */
  public synchronized void packetDone() {
    waitingPackets--;
    if (waitingPackets == 0) {
      kept = false;
    }
  }

  /** The user wants whatever runs to stop. */
  public void interrupt() {
    Interruption due;
    synchronized (this) {
      due = running;
      if (due == null) {
        kept = waitingPackets > 0;
      }
    }
    if (due != null) {
      due.request();
    }
  }

  /** A run is about to begin; it may be asked to stop already. */
  synchronized Interruption begin() {
    Interruption interruption = new Interruption();
    if (kept) {
      kept = false;
      interruption.request();
    }
    running = interruption;
    return interruption;
  }

  /** The run is over. */
  synchronized void end() {
    running = null;
  }
}
