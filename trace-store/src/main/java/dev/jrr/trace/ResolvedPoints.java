package dev.jrr.trace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The side file {@code resolved}: at which ordinal an async event's point was found. It only saves
 * looking for them again; it may be deleted at any time, and what is damaged in it is ignored.
 * Belongs to one thread; several processes may save theirs, the last one's and what it had loaded
 * stays.
 */
public final class ResolvedPoints {
  /** A bound on what is read, bytes: a million points. */
  private static final int MAX_LENGTH = 24 << 20;

  private final Path file;
  private final int tag;
  private final Map<Long, Long> ordinals = new HashMap<>();

  private ResolvedPoints(Path file, int tag) {
    this.file = file;
    this.tag = tag;
  }

  /** The points known of {@code trace}; none if there is no such file. */
  public static ResolvedPoints of(TraceReader trace) {
    Path file = trace.directory().resolve(TraceFiles.RESOLVED);
    ResolvedPoints points = new ResolvedPoints(file, trace.header().tag());
    points.load();
    return points;
  }

  private void load() {
    byte[] bytes;
    try {
      bytes = TraceFiles.read(file, MAX_LENGTH);
    } catch (TraceException e) {
      return;
    }
    if (bytes == null) {
      return;
    }
    ByteBuffer from = Checksums.littleEndian(bytes);
    if (!SideRecord.opens(from, SideFileDescriptor.RESOLVED_MAGIC, tag)) {
      return;
    }
    for (int at = SideFileDescriptor.RECORD_LENGTH;
        at + SideFileDescriptor.RECORD_LENGTH <= bytes.length;
        at += SideFileDescriptor.RECORD_LENGTH) {
      if (SideRecord.isWhole(from, at)) {
        ordinals.putIfAbsent(
            from.getLong(at + SideFileDescriptor.KEY_OFFSET),
            from.getLong(at + SideFileDescriptor.VALUE_OFFSET));
      }
    }
  }

  /** The ordinal of {@code event}'s point, or null if it is not known. */
  public @Nullable Long ordinal(long event) {
    return ordinals.get(event);
  }

  /** Remembers it, here; {@link #save} writes it. */
  public void put(long event, long ordinal) {
    ordinals.put(event, ordinal);
  }

  /**
   * Replaces the file, with what others saved meanwhile kept. False if that cannot be, as in a
   * read-only trace: nothing is lost but time.
   */
  public boolean save() {
    load();
    byte[] bytes = new byte[(ordinals.size() + 1) * SideFileDescriptor.RECORD_LENGTH];
    if (bytes.length > MAX_LENGTH) {
      return false;
    }
    ByteBuffer to = Checksums.littleEndian(bytes);
    SideRecord.write(to, 0, SideFileDescriptor.RESOLVED_MAGIC, Integer.toUnsignedLong(tag), 0);
    int at = SideFileDescriptor.RECORD_LENGTH;
    for (Map.Entry<Long, Long> point : ordinals.entrySet()) {
      SideRecord.write(to, at, point.getKey(), point.getValue(), 0);
      at += SideFileDescriptor.RECORD_LENGTH;
    }
    try {
      TraceFiles.replace(file, bytes);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
