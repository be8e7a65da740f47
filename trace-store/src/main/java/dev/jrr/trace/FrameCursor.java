package dev.jrr.trace;

import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * Gives a trace's frames one after the other, holding one chunk of them in memory. Belongs to one
 * thread.
 *
 * <p>All methods but {@link #close} throw {@link TraceException.Corrupt} where the trace is not as
 * it was written; the frames up to there are right.
 */
public final class FrameCursor implements AutoCloseable {
  private final TraceReader reader;
  private final ChunkScanner scanner;
  private final DataStream data;
  private final FrameInput input;
  private byte[] raw = new byte[0];
  private @Nullable ChunkHeader chunk;

  /** Frames of {@link #chunk} not yet read. */
  private int left;

  private long nextEvent;
  private @Nullable Frame peeked;
  private boolean ended;
  private @Nullable TraceException failure;

  /** {@code scanner} is at the chunk that begins with the event {@code first}. */
  FrameCursor(
      TraceReader reader, ChunkScanner scanner, ChunkScanner data, long first, long fromEvent) {
    this.reader = reader;
    this.scanner = scanner;
    this.data = new DataStream(data);
    this.input = new FrameInput(FrameCodec.newKryo(), this.data);
    this.nextEvent = first;
    skipTo(fromEvent);
  }

  private void skipTo(long event) {
    try {
      while (nextEvent < event && left == 0 && nextChunk()) {
        ChunkHeader met = chunk;
        if (met != null && met.first() + met.count() <= event) {
          nextEvent += met.count();
          left = 0;
        }
      }
      openChunk();
      while (nextEvent < event && hasNext()) {
        next();
      }
    } catch (TraceException e) {
      close();
      throw e;
    }
  }

  /** Whether there is one more frame. */
  public boolean hasNext() {
    return peek() != null;
  }

  /** The next frame, which stays the next; null at the end. */
  public @Nullable Frame peek() {
    if (peeked == null && !ended) {
      peeked = read();
      ended = peeked == null;
    }
    return peeked;
  }

  /**
   * The next frame.
   *
   * @throws NoSuchElementException at the end
   */
  public Frame next() {
    Frame frame = peek();
    if (frame == null) {
      throw new NoSuchElementException("the trace ends before event " + nextEvent);
    }
    peeked = null;
    return frame;
  }

  private @Nullable Frame read() {
    if (failure != null) {
      throw failure; // what follows a damaged part is not looked at
    }
    try {
      return readNext();
    } catch (TraceException e) {
      failure = e;
      throw e;
    }
  }

  private @Nullable Frame readNext() {
    if (left == 0) {
      if (!nextChunk()) {
        return null;
      }
      openChunk();
    }
    ChunkHeader from = chunk;
    if (from == null) {
      throw new IllegalStateException("no chunk");
    }
    try {
      Frame frame = input.frame();
      left--;
      nextEvent++;
      if (left == 0 && (input.position() != from.rawLength() || !data.isAtEnd(from))) {
        throw scanner.corrupt("the frames do not use up their chunk and its data", null);
      }
      return frame;
    } catch (TraceException e) {
      throw e;
    } catch (RuntimeException e) {
      throw scanner.corrupt("frame " + nextEvent + " makes no sense: " + e.getMessage(), e);
    }
  }

  /** Goes to the next chunk's header; false at the end. */
  private boolean nextChunk() {
    ChunkHeader next = scanner.next();
    if (next == null || !reader.hasData(next)) {
      long last = reader.lastEventByEnd();
      if (last >= 0 && last != nextEvent - 1) {
        throw scanner.corrupt(
            "the frames end at event " + (nextEvent - 1) + " instead of " + last, null);
      }
      return false;
    }
    if (next.first() != nextEvent || next.count() == 0) {
      throw scanner.corrupt("event " + next.first() + " is where " + nextEvent + " belongs", null);
    }
    chunk = next;
    left = next.count();
    return true;
  }

  /** Reads the contents of the chunk that {@link #nextChunk} went to. */
  private void openChunk() {
    ChunkHeader from = chunk;
    if (left == 0 || from == null) {
      return;
    }
    raw = scanner.payload(raw);
    data.begin(from);
    input.beginChunk(raw, from.rawLength(), from.first());
  }

  /** Closes the files. */
  @Override
  public void close() {
    scanner.close();
    data.close();
  }
}
