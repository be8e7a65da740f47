package dev.jrr.trace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The side file {@code resolved}: how async events' points were found. It only saves time in
 * finding them again, and tells how ambiguous they were; it may be deleted at any time, and what is
 * damaged in it is ignored. Whoever uses it must bear any values. Belongs to one thread; several
 * processes may save theirs, the last one's and what it had loaded stays.
 */
public final class ResolvedPoints {
  /**
   * How one point was found: in which time, with how many stops, after how many visits that had its
   * registers but not its memory, by comparing which words first, and which visit it was. The
   * meaning of words and filters is the replayer's.
   */
  public record Point(
      long micros,
      int stops,
      int falseVisits,
      List<Integer> words,
      List<Integer> filters,
      Visit visit) {
    public Point {
      words = List.copyOf(words);
      filters = List.copyOf(filters);
    }
  }

  /**
   * A visit of a point's place among those with its registers.
   *
   * @param exact only visits at which all recorded memory is equal, too, are counted
   * @param number counted from 0
   */
  public record Visit(boolean exact, int number) {
    /** The first at which nothing differs: nearly always the one. */
    public static final Visit FIRST = new Visit(true, 0);
  }

  /** What a record of a point holds, in its last field. */
  private static final int COUNTS = 0;

  private static final int MICROS = 1;
  private static final int WORD = 2;
  private static final int FILTER = 3;

  /** Records of these two are there only for a visit that is not the first exact one. */
  private static final int EXACT_VISIT = 4;

  private static final int OTHER_VISIT = 5;

  /** A bound on what is read, bytes: a million records. */
  private static final int MAX_LENGTH = 24 << 20;

  private final Path file;
  private final int tag;
  private final Map<Long, Point> points = new TreeMap<>();

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

  /** Adds what the file has of points that are not known here. */
  private void load() {
    Map<Long, Point> found = new HashMap<>();
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
        take(
            found,
            from.getLong(at + SideFileDescriptor.KEY_OFFSET),
            from.getLong(at + SideFileDescriptor.VALUE_OFFSET),
            from.getInt(at + SideFileDescriptor.FILE_OFFSET));
      }
    }
    found.forEach(points::putIfAbsent);
  }

  private static void take(Map<Long, Point> found, long event, long value, int kind) {
    Point point = found.getOrDefault(event, new Point(0, 0, 0, List.of(), List.of(), Visit.FIRST));
    long micros = kind == MICROS ? value : point.micros;
    int stops = kind == COUNTS ? (int) value : point.stops;
    int falseVisits = kind == COUNTS ? (int) (value >>> 32) : point.falseVisits;
    List<Integer> words = kind == WORD ? plus(point.words, (int) value) : point.words;
    List<Integer> filters = kind == FILTER ? plus(point.filters, (int) value) : point.filters;
    Visit visit =
        kind == EXACT_VISIT || kind == OTHER_VISIT
            ? new Visit(kind == EXACT_VISIT, (int) value)
            : point.visit;
    found.put(event, new Point(micros, stops, falseVisits, words, filters, visit));
  }

  private static List<Integer> plus(List<Integer> list, int one) {
    List<Integer> longer = new ArrayList<>(list);
    longer.add(one);
    return longer;
  }

  /** How {@code event}'s point was found, or null if it is not known. */
  public @Nullable Point get(long event) {
    return points.get(event);
  }

  /** All known points by event. */
  public Map<Long, Point> all() {
    return Collections.unmodifiableMap(points);
  }

  /** Remembers it, here; {@link #save} writes it. */
  public void put(long event, Point point) {
    points.put(event, point);
  }

  /**
   * Replaces the file, with what others saved meanwhile kept. False if that cannot be, as in a
   * read-only trace: nothing is lost but time.
   */
  public boolean save() {
    load();
    int records = 1;
    for (Point point : points.values()) {
      records += 2 + point.words.size() + point.filters.size();
      records += point.visit.equals(Visit.FIRST) ? 0 : 1;
    }
    if (records > MAX_LENGTH / SideFileDescriptor.RECORD_LENGTH) {
      return false;
    }
    byte[] bytes = new byte[records * SideFileDescriptor.RECORD_LENGTH];
    ByteBuffer to = Checksums.littleEndian(bytes);
    SideRecord.write(to, 0, SideFileDescriptor.RESOLVED_MAGIC, Integer.toUnsignedLong(tag), 0);
    int at = SideFileDescriptor.RECORD_LENGTH;
    for (Map.Entry<Long, Point> entry : points.entrySet()) {
      Point point = entry.getValue();
      long counts = (long) point.falseVisits << 32 | Integer.toUnsignedLong(point.stops);
      at = write(to, at, entry.getKey(), counts, COUNTS);
      at = write(to, at, entry.getKey(), point.micros, MICROS);
      for (int word : point.words) {
        at = write(to, at, entry.getKey(), word, WORD);
      }
      for (int filter : point.filters) {
        at = write(to, at, entry.getKey(), filter, FILTER);
      }
      Visit visit = point.visit;
      if (!visit.equals(Visit.FIRST)) {
        int kind = visit.exact() ? EXACT_VISIT : OTHER_VISIT;
        at = write(to, at, entry.getKey(), visit.number(), kind);
      }
    }
    try {
      TraceFiles.replace(file, bytes);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static int write(ByteBuffer to, int at, long event, long value, int kind) {
    SideRecord.write(to, at, event, value, kind);
    return at + SideFileDescriptor.RECORD_LENGTH;
  }
}
