package dev.jrr.cli;

import dev.jrr.trace.ResolvedPoints.Point;
import java.util.Collection;
import java.util.Locale;

/** How the first replay found async points: how ambiguous they were, and what that cost. */
final class PointText {
  private PointText() {}

  /** One point. */
  static String of(Point point) {
    return String.format(
        Locale.ROOT,
        "found in %.1f ms, %d stops, %d false visits, %d words",
        point.micros() / 1000.0,
        point.stops(),
        point.falseVisits(),
        point.words().size());
  }

  /** All of a trace. */
  static String summary(Collection<Point> points) {
    long micros = 0;
    long slowest = 0;
    long stops = 0;
    long falseVisits = 0;
    long ambiguous = 0;
    int words = 0;
    for (Point point : points) {
      micros += point.micros();
      slowest = Math.max(slowest, point.micros());
      stops += point.stops();
      falseVisits += point.falseVisits();
      ambiguous += point.falseVisits() > 0 ? 1 : 0;
      words = Math.max(words, point.words().size());
    }
    return String.format(
        Locale.ROOT,
        "%d found in %.1f ms (one in %.1f ms at most), %d stops; %d ambiguous: %d false visits, up to"
            + " %d words",
        points.size(),
        micros / 1000.0,
        slowest / 1000.0,
        stops,
        ambiguous,
        falseVisits,
        words);
  }
}
