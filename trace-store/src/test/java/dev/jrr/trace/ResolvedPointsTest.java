package dev.jrr.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jrr.trace.ResolvedPoints.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The side file of found points: kept if it can be, never in the way. */
final class ResolvedPointsTest {
  @TempDir Path parent;
  private Path trace;

  @BeforeEach
  void makeTrace() {
    trace = parent.resolve("t");
    Traces.write(trace, List.of(), TraceOptions.DEFAULTS, true);
  }

  private ResolvedPoints open() {
    return ResolvedPoints.of(TraceReader.open(trace));
  }

  private static Point point(int number) {
    return new Point(number, 1, 0, List.of(), List.of(), ResolvedPoints.Visit.FIRST);
  }

  @Test
  void pointsAreKept() {
    ResolvedPoints points = open();
    assertThat(points.get(5)).isNull();
    Point hard =
        new Point(
            1L << 40,
            -1,
            1 << 30,
            List.of(7, 0, 2048),
            List.of(9, 70),
            new ResolvedPoints.Visit(false, 31));
    points.put(5, hard);
    points.put(9, point(0));
    assertThat(points.save()).isTrue();
    assertThat(open().get(5)).isEqualTo(hard);
    assertThat(open().get(9)).isEqualTo(point(0));
    assertThat(open().get(6)).isNull();
    assertThat(open().all()).containsOnlyKeys(5L, 9L);
  }

  @Test
  void aPointFoundAgainReplacesTheFormerOne() {
    ResolvedPoints points = open();
    points.put(5, new Point(3, 1, 1, List.of(4), List.of(), new ResolvedPoints.Visit(true, 2)));
    points.save();
    ResolvedPoints later = open();
    later.put(5, point(2));
    later.save();
    assertThat(open().get(5)).isEqualTo(point(2));
  }

  @Test
  void twoReplaysKeepEachOthersPoints() {
    ResolvedPoints one = open();
    ResolvedPoints two = open();
    one.put(1, point(10));
    two.put(2, point(20));
    one.save();
    two.save();
    assertThat(open().get(1)).isEqualTo(point(10));
    assertThat(open().get(2)).isEqualTo(point(20));
  }

  @Test
  void aDamagedRecordIsAsIfAbsentAndTheOthersStay() throws IOException {
    ResolvedPoints points = open();
    points.put(1, point(10));
    points.put(2, new Point(20, 1, 3, List.of(5), List.of(6), ResolvedPoints.Visit.FIRST));
    points.save();
    Path file = trace.resolve(TraceFiles.RESOLVED);
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 0; i < bytes.length; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= 4;
      Files.write(file, damaged);
      ResolvedPoints read = open();
      int record = i / SideFileDescriptor.RECORD_LENGTH;
      if (record == 0) {
        assertThat(read.all()).isEmpty();
      } else if (record <= 2) {
        assertThat(read.get(2)).isEqualTo(points.get(2));
        assertThat(read.get(1)).isNotEqualTo(points.get(1));
      } else {
        assertThat(read.get(1)).isEqualTo(points.get(1));
        assertThat(read.get(2)).isNotEqualTo(points.get(2));
      }
    }
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNoError() throws IOException {
    ResolvedPoints points = open();
    points.put(1, point(10));
    Files.createDirectory(trace.resolve(TraceFiles.RESOLVED));
    Files.createFile(trace.resolve(TraceFiles.RESOLVED).resolve("x"));
    assertThat(points.save()).isFalse();
    assertThat(points.get(1)).isEqualTo(point(10));
  }
}
