package dev.jrr.trace;

/**
 * How a recording ended, and how much it holds. Event numbers are dense, so {@code frames} is also
 * the last event.
 *
 * @param waitStatus of the recorded program, as wait(2) gives it
 * @param endTimeMs milliseconds since 1970
 * @param frames how many frames
 * @param frameBytes bytes of frames, uncompressed
 * @param dataBytes bytes of memory contents beside the frames, uncompressed
 * @param fileBytes bytes of both on disk
 */
public record TraceEnd(
    int waitStatus, long endTimeMs, long frames, long frameBytes, long dataBytes, long fileBytes) {
  /** The end of a recording that ends now; {@link TraceWriter#finish} fills in the counts. */
  public static TraceEnd now(int waitStatus) {
    return new TraceEnd(waitStatus, System.currentTimeMillis(), 0, 0, 0, 0);
  }

  /** The number of the last event; 0 for a trace without frames. */
  public long lastEvent() {
    return frames;
  }
}
