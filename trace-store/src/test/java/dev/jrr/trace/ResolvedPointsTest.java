package dev.jrr.trace;

import static org.assertj.core.api.Assertions.assertThat;

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

  @Test
  void pointsAreKept() {
    ResolvedPoints points = open();
    assertThat(points.ordinal(5)).isNull();
    points.put(5, 1L << 40);
    points.put(9, 0);
    assertThat(points.save()).isTrue();
    assertThat(open().ordinal(5)).isEqualTo(1L << 40);
    assertThat(open().ordinal(9)).isZero();
    assertThat(open().ordinal(6)).isNull();
  }

  @Test
  void twoReplaysKeepEachOthersPoints() {
    ResolvedPoints one = open();
    ResolvedPoints two = open();
    one.put(1, 10);
    two.put(2, 20);
    one.save();
    two.save();
    assertThat(open().ordinal(1)).isEqualTo(10);
    assertThat(open().ordinal(2)).isEqualTo(20);
  }

  @Test
  void aDamagedPointIsAsIfUnknownAndTheOthersStay() throws IOException {
    ResolvedPoints points = open();
    points.put(1, 10);
    points.put(2, 20);
    points.save();
    Path file = trace.resolve(TraceFiles.RESOLVED);
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 0; i < bytes.length; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= 4;
      Files.write(file, damaged);
      ResolvedPoints read = open();
      assertThat(read.ordinal(1)).isIn(null, 10L);
      assertThat(read.ordinal(2)).isIn(null, 20L);
      int record = i / SideFileDescriptor.RECORD_LENGTH;
      int known = (read.ordinal(1) == null ? 0 : 1) + (read.ordinal(2) == null ? 0 : 1);
      assertThat(known).isEqualTo(record == 0 ? 0 : 1);
    }
  }

  @Test
  void aPlaceThatCannotBeWrittenIsNoError() throws IOException {
    ResolvedPoints points = open();
    points.put(1, 10);
    Files.createDirectory(trace.resolve(TraceFiles.RESOLVED));
    Files.createFile(trace.resolve(TraceFiles.RESOLVED).resolve("x"));
    assertThat(points.save()).isFalse();
    assertThat(points.ordinal(1)).isEqualTo(10);
  }
}
