package dev.jrr.trace;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives a trace's frames one after the other, as a {@link FrameCursor} does, while another thread
 * reads and decodes those that come next. Belongs to one thread; the cursor belongs to the other,
 * once the first few frames, which cannot wait for that, were read.
 *
 * <p>{@link #peek} and {@link #next} throw what the cursor threw, after the frames before that.
 */
public final class FramesAhead implements AutoCloseable {
  /** Frames of the first lot, which the owner reads. */
  private static final int FIRST = 32;

  /** Frames of a lot, unless they are as heavy as {@link #WEIGHT} before. */
  private static final int FRAMES = 1024;

  /** Bytes of the heap. */
  private static final long WEIGHT = 1 << 20;

  /** So many lots are read ahead. */
  private static final int LOTS = 2;

  /** What was read in one go; {@code failure} comes after it, and nothing if it is the last. */
  private record Lot(List<Frame> frames, @Nullable RuntimeException failure, boolean isLast) {}

  private final Executor reader;
  private final Source source;
  private final Deque<FutureTask<Lot>> coming = new ArrayDeque<>(LOTS);
  private Lot lot = new Lot(List.of(), null, false);
  private int at;

  /**
   * @param reader a thread that does one thing after the other
   * @param open makes the cursor, when the first frame is asked for
   */
  FramesAhead(Executor reader, Supplier<FrameCursor> open) {
    this.reader = reader;
    this.source = new Source(open);
  }

  private void order() {
    FutureTask<Lot> task = new FutureTask<>(() -> source.read(FRAMES));
    coming.add(task);
    reader.execute(task);
  }

  /** The next frame, which stays the next; null at the end. */
  public @Nullable Frame peek() {
    while (at == lot.frames.size()) {
      if (lot.failure != null) {
        throw lot.failure;
      }
      if (lot.isLast) {
        return null;
      }
      lot = coming.isEmpty() ? source.read(FIRST) : await(coming.remove());
      at = 0;
      while (!lot.isLast && coming.size() < LOTS) {
        order();
      }
    }
    return lot.frames.get(at);
  }

  private static Lot await(FutureTask<Lot> coming) {
    try {
      return coming.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("reading the trace", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while it waited for the trace", e);
    }
  }

  /**
   * The next frame.
   *
   * @throws NoSuchElementException at the end
   */
  public Frame next() {
    Frame frame = peek();
    if (frame == null) {
      throw new NoSuchElementException("the trace has ended");
    }
    at++;
    return frame;
  }

  /** Closes the files, when what is being read has been. Once more does nothing. */
  @Override
  public void close() {
    if (source.isWanted) {
      source.isWanted = false;
      reader.execute(source::close);
    }
  }

  /** The cursor, for the thread that reads. */
  private static final class Source {
    private final Supplier<FrameCursor> open;
    private @Nullable FrameCursor cursor;

    /** Set by the other thread when it needs no more. */
    volatile boolean isWanted = true;

    Source(Supplier<FrameCursor> open) {
      this.open = open;
    }

    Lot read(int count) {
      List<Frame> frames = new ArrayList<>(FIRST);
      long weight = 0;
      try {
        FrameCursor from = cursor == null ? open.get() : cursor;
        cursor = from;
        while (isWanted && frames.size() < count && weight < WEIGHT) {
          if (!from.hasNext()) {
            return new Lot(frames, null, true);
          }
          Frame frame = from.next();
          frames.add(frame);
          weight += FrameWeight.of(frame);
        }
        return new Lot(frames, null, false);
      } catch (RuntimeException e) {
        return new Lot(frames, e, true);
      }
    }

    void close() {
      if (cursor != null) {
        cursor.close();
      }
    }
  }
}
