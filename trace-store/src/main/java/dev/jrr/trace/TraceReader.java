package dev.jrr.trace;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Reads a trace, and never writes to it: any number of readers may do so at once, also while it is
 * being recorded. Holds no open file; its cursors do. Any thread may use it.
 */
public final class TraceReader {
  private final Path directory;
  private final TraceHeader header;
  private final @Nullable EndFile end;
  private @Nullable ChunkIndex index;
  private long lastEvent = -1;

  private TraceReader(Path directory, TraceHeader header, @Nullable EndFile end) {
    this.directory = directory;
    this.header = header;
    this.end = end;
  }

  /**
   * Opens the trace in {@code directory}, which may be a link to one.
   *
   * @throws TraceException.Missing where there is nothing
   * @throws TraceException.NotATrace where there is something else
   * @throws TraceException.TooOld where this jrr no longer reads it
   * @throws TraceException.TooNew where this jrr does not read it yet
   * @throws TraceException.Corrupt where header, end or the files' lengths are damaged
   */
  public static TraceReader open(Path directory) {
    if (!Files.isDirectory(directory)) {
      if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
        throw new TraceException.NotATrace(
            directory,
            Files.isSymbolicLink(directory) && !Files.exists(directory)
                ? "it is a link to nothing"
                : "it is no directory");
      }
      throw new TraceException.Missing(directory.toString(), "there is no such directory");
    }
    TraceHeader header = HeaderFile.read(directory);
    EndFile end = EndFile.read(directory, header.tag());
    if (end != null) {
      checkLength(directory, TraceFiles.FRAMES, end.framesFile(), end.framesSize());
      checkLength(directory, TraceFiles.DATA, end.dataFile(), end.dataSize());
    }
    return new TraceReader(directory, header, end);
  }

  private static void checkLength(Path directory, String stream, int number, long length) {
    Path file = directory.resolve(TraceFiles.numbered(stream, number));
    BasicFileAttributes attributes = TraceFiles.attributes(file);
    if (attributes == null) {
      throw new TraceException.Corrupt(file, 0, "the file is missing");
    }
    if (attributes.size() != length) {
      throw new TraceException.Corrupt(
          file,
          Math.min(attributes.size(), length),
          "it has " + attributes.size() + " bytes, and was written with " + length);
    }
    Path beyond = directory.resolve(TraceFiles.numbered(stream, number + 1));
    if (TraceFiles.attributes(beyond) != null) {
      throw new TraceException.Corrupt(beyond, 0, "the trace ends before this file");
    }
  }

  /** Where the trace is. */
  public Path directory() {
    return directory;
  }

  /** What the trace says of itself. */
  public TraceHeader header() {
    return header;
  }

  /** How the recording ended; empty if it was cut, or is still going on. */
  public Optional<TraceEnd> end() {
    return end == null ? Optional.empty() : Optional.of(end.end());
  }

  /** Whether the recording did not come to its end. What there is replays. */
  public boolean isCut() {
    return end == null;
  }

  /**
   * The number of the last event that {@link #frames()} gives; 0 if there is none. For a trace that
   * is still being recorded, as of the first call.
   *
   * @throws TraceException.Corrupt if the chunks at the end of a cut trace are damaged
   */
  public synchronized long lastEvent() {
    if (lastEvent < 0) {
      lastEvent = end != null ? end.end().frames() : findLastEvent();
    }
    return lastEvent;
  }

  /** A cursor before the first frame. Close it after use. */
  public FrameCursor frames() {
    return new FrameCursor(this, frameScanner(), dataScanner(), 1, 1);
  }

  /**
   * A cursor before the frame of event {@code fromEvent} (1 if less), at the end if there is none
   * such. Close it after use.
   *
   * @throws TraceException.Corrupt if the way there is damaged
   */
  public FrameCursor frames(long fromEvent) {
    if (fromEvent <= 1) {
      return frames();
    }
    ChunkScanner scanner = frameScanner();
    try {
      long first = seek(scanner, fromEvent);
      return new FrameCursor(this, scanner, dataScanner(), first, fromEvent);
    } catch (TraceException e) {
      scanner.close();
      throw e;
    }
  }

  /**
   * As {@link #frames(long)}, but {@code reader}, a thread that does one thing after the other,
   * reads ahead; what is damaged is told of when its turn comes. Close it after use.
   */
  public FramesAhead framesAhead(long fromEvent, Executor reader) {
    return new FramesAhead(reader, () -> frames(fromEvent));
  }

  private ChunkScanner frameScanner() {
    return ChunkScanner.frames(directory, header.tag(), end != null);
  }

  private ChunkScanner dataScanner() {
    return ChunkScanner.data(directory, header.tag(), end != null);
  }

  /** What END says of the last event; -1 if the trace was cut. */
  long lastEventByEnd() {
    return end == null ? -1 : end.end().frames();
  }

  /**
   * Whether the data that {@code chunk} refers to are there. In a trace that was cut, frames may
   * have reached the disk before their data did; that can be so of the last data file only.
   */
  boolean hasData(ChunkHeader chunk) {
    if (end != null || chunk.dataPosition() == 0 && chunk.dataEndOffset() == 0) {
      return true;
    }
    Path file = directory.resolve(TraceFiles.numbered(TraceFiles.DATA, chunk.dataEndFile()));
    BasicFileAttributes attributes = TraceFiles.attributes(file);
    long size = attributes == null ? -1 : attributes.size();
    if (size >= chunk.dataEndOffset()) {
      return true;
    }
    Path after = directory.resolve(TraceFiles.numbered(TraceFiles.DATA, chunk.dataEndFile() + 1));
    if (TraceFiles.attributes(after) != null) {
      throw new TraceException.Corrupt(
          file, Math.max(size, 0), "data are missing that frames refer to");
    }
    return false;
  }

  /** Goes to the chunk of the index at or before {@code event}; gives that chunk's first event. */
  private synchronized long seek(ChunkScanner scanner, long event) {
    if (index == null) {
      index = ChunkIndex.load(directory, header.tag());
    }
    int entry = index.floor(event);
    // Beyond the last record there may be more chunks than an index that was torn knows of.
    if (entry < 0 || !isRight(scanner, index, entry)) {
      index = rebuild();
      entry = index.floor(event);
      if (entry < 0) {
        scanner.seek(0, 0, 0);
        return 1;
      }
    }
    scanner.seek(index.file(entry), index.offset(entry), ChunkScanner.ANY_SEQUENCE);
    return index.event(entry);
  }

  private static boolean isRight(ChunkScanner scanner, ChunkIndex index, int entry) {
    try {
      if (index.file(entry) < 0 || index.offset(entry) < 0) {
        return false;
      }
      scanner.seek(index.file(entry), index.offset(entry), ChunkScanner.ANY_SEQUENCE);
      ChunkHeader chunk = scanner.next();
      return chunk != null && chunk.first() == index.event(entry);
    } catch (TraceException e) {
      return false;
    }
  }

  /** Walks all headers, up to one that is damaged. */
  private ChunkIndex rebuild() {
    ChunkIndex rebuilt = new ChunkIndex();
    try (ChunkScanner scanner = frameScanner()) {
      ChunkHeader chunk;
      while ((chunk = scanner.next()) != null) {
        rebuilt.add(chunk.first(), scanner.fileNumber(), scanner.chunkOffset());
      }
    } catch (TraceException.Corrupt e) {
      // Whoever reads up to there is told.
    }
    return rebuilt;
  }

  private long findLastEvent() {
    try (ChunkScanner scanner = frameScanner()) {
      // The last chunks of the index may lack their data: go back to one that has them.
      long from = Long.MAX_VALUE;
      while (true) {
        long first = seek(scanner, from);
        ChunkHeader chunk = scanner.next();
        if (chunk == null || first == 1 || hasData(chunk)) {
          return lastEventFrom(scanner, chunk);
        }
        from = first - 1;
      }
    }
  }

  private long lastEventFrom(ChunkScanner scanner, @Nullable ChunkHeader from) {
    long last = 0;
    for (ChunkHeader chunk = from; chunk != null && hasData(chunk); chunk = scanner.next()) {
      last = chunk.first() + chunk.count() - 1;
    }
    return last;
  }
}
