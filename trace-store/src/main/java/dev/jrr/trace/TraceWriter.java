package dev.jrr.trace;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Writes a trace. The tracer thread calls {@link #append}, which only keeps the frame; a thread of
 * the writer's own encodes, compresses and appends what it is given. Frames go to disk in batches,
 * and at the latest when they are about 100 ms old: killing the process loses no more than that.
 *
 * <p>A frame and the arrays in it belong to the writer from {@link #append} on: they may not be
 * changed. When much is waiting, {@link #append} waits too. All methods are for one thread, except
 * {@link #bytesWritten}.
 *
 * <p>When writing fails, what is on disk is a valid trace that was cut; the failure is thrown by
 * the next and every further {@link #append}, {@link #flush} and {@link #finish}.
 *
 * <p>The writer's thread inherits the CPU affinity of the thread that calls {@link #create}: call
 * it before pinning the tracer.
 */
public final class TraceWriter implements AutoCloseable {
  /** Arrays of at least so many bytes are used again: to make one costs as much as to fill it. */
  private static final int LARGE = 1 << 16;

  /** As many are kept at most. */
  private static final int SPARE_LIMIT = 4;

  private final Path directory;
  private final int tag;
  private final TraceOptions options;
  private final StreamWriter streams;
  private final WriterThread thread;

  /** Guards all that follows, up to {@link #bytesWritten}. */
  private final Object lock = new Object();

  private ArrayList<Frame> waiting = new ArrayList<>();
  private final ArrayList<byte[]> spare = new ArrayList<>(SPARE_LIMIT);
  private long waitingWeight;
  private long lastAppended;
  private long lastWritten;
  private boolean writerSleeps;
  private boolean flushing;
  private boolean closing;
  private @Nullable TraceException failure;

  private volatile long bytesWritten;
  private boolean finished;
  private boolean closed;

  private TraceWriter(
      Path directory, TraceHeader header, TraceOptions options, StreamWriter streams) {
    this.directory = directory;
    this.tag = header.tag();
    this.options = options;
    this.streams = streams;
    this.thread = new WriterThread();
  }

  /**
   * Begins a trace in {@code traceDirectory}, which is created (0700) or must be empty.
   *
   * @throws TraceException.CannotCreate where that cannot be
   */
  public static TraceWriter create(Path traceDirectory, TraceHeader header) {
    return create(traceDirectory, header, TraceOptions.DEFAULTS);
  }

  static TraceWriter create(Path directory, TraceHeader header, TraceOptions options) {
    prepareDirectory(directory);
    StreamWriter streams;
    try {
      streams = new StreamWriter(directory, header.tag(), options);
    } catch (IOException e) {
      throw new TraceException.CannotCreate(directory, TraceException.reason(e), e);
    }
    try {
      // Last, as it is what makes the directory a trace.
      HeaderFile.write(directory, header);
      TraceWriter writer = new TraceWriter(directory, header, options, streams);
      writer.thread.start();
      return writer;
    } catch (TraceException e) {
      try {
        streams.close();
      } catch (IOException ignored) {
        // The first failure is the one to tell.
      }
      throw e;
    }
  }

  private static void prepareDirectory(Path directory) {
    try {
      if (!Files.isDirectory(directory)) {
        Files.createDirectory(directory, TraceFiles.PRIVATE_DIRECTORY);
        return;
      }
      try (var entries = Files.newDirectoryStream(directory)) {
        Iterator<Path> names = entries.iterator();
        if (names.hasNext()) {
          throw new TraceException.CannotCreate(
              directory, "the directory is not empty: it has " + names.next().getFileName(), null);
        }
      }
      Files.setPosixFilePermissions(directory, TraceFiles.PRIVATE_DIRECTORY.value());
    } catch (IOException e) {
      throw new TraceException.CannotCreate(directory, TraceException.reason(e), e);
    }
  }

  /** The trace's directory. */
  public Path directory() {
    return directory;
  }

  /** Bytes on disk, for whoever limits them; any thread may ask. */
  public long bytesWritten() {
    return bytesWritten;
  }

  /**
   * {@code length} bytes to be a {@link Frame.Records}' own, with anything in them: those of one
   * that has been written, where there are such.
   */
  public byte[] bytesForRecords(int length) {
    if (length >= LARGE) {
      synchronized (lock) {
        for (int i = 0; i < spare.size(); i++) {
          if (spare.get(i).length == length) {
            return spare.remove(i);
          }
        }
      }
    }
    return new byte[length];
  }

  /**
   * Adds {@code frame}, whose event must be one more than the last frame's, from 1.
   *
   * @throws TraceException.StoreFull if an earlier write found no room
   * @throws TraceException.OutputFailed if an earlier write failed otherwise
   */
  public void append(Frame frame) {
    long weight = FrameWeight.of(frame);
    synchronized (lock) {
      while (failure == null
          && waitingWeight > 0
          && waitingWeight + weight > options.queueBytes()) {
        awaitChange();
      }
      checkUsable();
      if (frame.event() != lastAppended + 1) {
        throw new IllegalArgumentException(
            "event " + frame.event() + " cannot follow event " + lastAppended);
      }
      lastAppended++;
      waiting.add(frame);
      long before = waitingWeight;
      waitingWeight += weight;
      if (writerSleeps
          || before < options.handOverBytes() && waitingWeight >= options.handOverBytes()) {
        writerSleeps = false;
        lock.notifyAll();
      }
    }
  }

  /**
   * Returns when everything appended is in the trace's files (in the kernel's hands: safe from a
   * kill, not from a power cut).
   *
   * @throws TraceException as {@link #append}
   */
  public void flush() {
    synchronized (lock) {
      checkUsable();
      flushing = true;
      lock.notifyAll();
      while (failure == null && lastWritten < lastAppended) {
        awaitChange();
      }
      flushing = false;
      checkUsable();
    }
  }

  /**
   * Writes everything and then the trace's end, and closes the trace. The counts in {@code end} are
   * replaced by what was written.
   *
   * @throws TraceException as {@link #append}; the trace is then one that was cut
   */
  public void finish(TraceEnd end) {
    flush();
    stop();
    finished = true;
    synchronized (lock) {
      if (failure != null) {
        throw failure;
      }
    }
    streams.end(end).write(directory, tag);
  }

  /** Closes the trace; one that is not finished is left as if cut, with all that was appended. */
  @Override
  public void close() {
    stop();
  }

  private void stop() {
    if (closed) {
      return;
    }
    closed = true;
    synchronized (lock) {
      closing = true;
      lock.notifyAll();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Under the lock. */
  private void checkUsable() {
    if (failure != null) {
      throw failure;
    }
    if (closing || finished) {
      throw new IllegalStateException("the trace is closed");
    }
  }

  /** Under the lock: waits for the writer thread. An interrupt is kept for later. */
  private void awaitChange() {
    boolean interrupted = false;
    try {
      lock.wait();
    } catch (InterruptedException e) {
      interrupted = true;
      // Waiting again at once would spin on the flag; the writer needs no more than its write.
      try {
        lock.wait(options.maxAgeMs());
      } catch (InterruptedException again) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void fail(Throwable e) {
    synchronized (lock) {
      failure = e instanceof TraceException t ? t : TraceException.output(streams.file(), e);
      waiting.clear();
      waitingWeight = 0;
      lock.notifyAll();
    }
  }

  /** Takes batches of frames until the trace is closed. */
  private final class WriterThread extends Thread {
    private ArrayList<Frame> batch = new ArrayList<>();

    WriterThread() {
      super("jrr-trace-writer");
      setDaemon(true);
    }

    @Override
    public void run() {
      try {
        streams.load();
        while (takeBatch()) {
          for (int i = 0; i < batch.size(); i++) {
            streams.add(batch.get(i));
            keepBytes(batch.get(i));
          }
          streams.flush();
          bytesWritten = streams.fileBytes();
          tellWritten();
        }
      } catch (Throwable e) {
        fail(e);
      } finally {
        try {
          streams.close();
        } catch (IOException e) {
          fail(e);
        }
      }
    }

    private void tellWritten() {
      synchronized (lock) {
        lastWritten = batch.get(batch.size() - 1).event();
        lock.notifyAll();
      }
      batch.clear();
    }

    private void keepBytes(Frame written) {
      if (written instanceof Frame.Records records && records.bytes().length >= LARGE) {
        synchronized (lock) {
          if (spare.size() == SPARE_LIMIT) {
            spare.remove(0); // the oldest, whose length may not be asked for any more
          }
          spare.add(records.bytes());
        }
      }
    }

    /** Waits for enough frames, or old enough ones; false when closed and all is taken. */
    private boolean takeBatch() throws InterruptedException {
      synchronized (lock) {
        while (waiting.isEmpty() && !closing) {
          writerSleeps = true;
          lock.wait();
          writerSleeps = false;
        }
        long deadline = System.nanoTime() + options.maxAgeMs() * 1_000_000L;
        while (waitingWeight < options.handOverBytes() && !flushing && !closing) {
          long leftMs = (deadline - System.nanoTime() + 999_999) / 1_000_000;
          if (leftMs <= 0) {
            break;
          }
          lock.wait(leftMs);
        }
        ArrayList<Frame> taken = waiting;
        waiting = batch;
        batch = taken;
        waitingWeight = 0;
        lock.notifyAll();
        return !batch.isEmpty();
      }
    }
  }
}
