package dev.jrr.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jrr.trace.ResolvedPoints;
import dev.jrr.trace.TraceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The side file {@code resolved}: a first replay writes it, later ones go straight to the points,
 * and whatever it holds, a replay is the recorded run.
 */
@SharedRecordings
final class AsyncResolvedTest {
  /** All of its visits have the same registers: memory tells them apart. */
  private static final String PROGRAM = "async_red_zone";

  private final Sandbox sandbox = Sandbox.of("resolved");

  @RegisterExtension final SharedSandbox shared = new SharedSandbox(sandbox);

  private DebuggedTrace trace;

  @BeforeAll
  void record() {
    trace = DebuggedTrace.recordThreads(sandbox, PROGRAM);
    assertThat(trace.recorded().status()).as("%s", trace.recorded()).isZero();
  }

  @BeforeEach
  void forget() throws IOException {
    Files.deleteIfExists(file());
  }

  private Path file() {
    return trace.trace().resolve("resolved");
  }

  private void replay() {
    Run run =
        Jrr.checked(
            new Launch(Jrr.replay(trace.trace()), sandbox.elsewhere(), sandbox.traces()).run());
    assertThat(run.status()).as("%s", run).isZero();
    assertThat(run.out()).isEqualTo(trace.recorded().out());
  }

  private ResolvedPoints points() {
    return ResolvedPoints.of(TraceReader.open(trace.trace()));
  }

  @Test
  void aFirstReplayWritesWhatALaterOneNeeds() throws IOException {
    replay();
    Map<Long, ResolvedPoints.Point> points = points().all();
    assertThat(points.values()).anyMatch(point -> point.falseVisits() > 0);
    assertThat(points.values())
        .allMatch(point -> point.falseVisits() == 0 || !point.words().isEmpty());
    byte[] written = Files.readAllBytes(file());
    replay();
    assertThat(Files.readAllBytes(file())).isEqualTo(written);
  }

  @Test
  void nonsenseInTheFileDoesNoHarm() {
    replay();
    Random random = new Random(3);
    ResolvedPoints nonsense = points();
    for (long event : List.copyOf(nonsense.all().keySet())) {
      List<Integer> places = random.ints(30, -3, 2200).boxed().toList();
      List<Integer> filters = random.ints(5, -3, 4500).boxed().toList();
      nonsense.put(
          event, new ResolvedPoints.Point(-1, -1, -1, places, filters, ResolvedPoints.Visit.FIRST));
    }
    nonsense.put(
        1,
        new ResolvedPoints.Point(
            1, 1, 1, List.of(Integer.MAX_VALUE), List.of(1), ResolvedPoints.Visit.FIRST));
    assertThat(nonsense.save()).isTrue();
    replay();
  }

  /** No visit but the one can pass: the replay goes back, and the file gets the right one. */
  @Test
  void aWrongVisitIsFoundOutAndMended() {
    replay();
    ResolvedPoints wrong = points();
    List<Long> events = List.copyOf(wrong.all().keySet());
    long never = events.get(0);
    long other = events.get(events.size() - 1);
    take(wrong, never, new ResolvedPoints.Visit(true, 3));
    take(wrong, other, new ResolvedPoints.Visit(false, 0));
    assertThat(wrong.save()).isTrue();
    replay();
    assertThat(points().get(never).visit()).isEqualTo(ResolvedPoints.Visit.FIRST);
    assertThat(points().get(other).visit()).isEqualTo(ResolvedPoints.Visit.FIRST);
  }

  private static void take(ResolvedPoints points, long event, ResolvedPoints.Visit visit) {
    ResolvedPoints.Point point = points.get(event);
    points.put(
        event,
        new ResolvedPoints.Point(
            point.micros(),
            point.stops(),
            point.falseVisits(),
            point.words(),
            point.filters(),
            visit));
  }

  @Test
  void anUnreadableFileDoesNoHarm() throws IOException {
    byte[] bytes = new byte[100_000];
    new Random(4).nextBytes(bytes);
    Files.write(file(), bytes);
    replay();
    assertThat(points().all()).isNotEmpty();
    bytes = Files.readAllBytes(file());
    for (int at = 30; at < bytes.length; at += 50) {
      bytes[at] ^= 1;
    }
    Files.write(file(), bytes);
    replay();
  }
}
