package dev.jrr.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Calls that need not stop are made by the hook, wherever they come from: a recording in which all
 * of them stop is right, too, and only slow, so that no other test would tell.
 */
final class BufferedShareTest {
  private static final Path PROGRAMS = Path.of("target/programs/helpers").toAbsolutePath();
  private static final Path HAND_OVER =
      Path.of("target/programs/threads/hand_over_by_pipe").toAbsolutePath();
  private static final Pattern TOLD =
      Pattern.compile(
          "jrr: (\\d+) of (\\d+) calls were buffered"
              + " \\([\\d.]+ %; ([\\d.]+) % of those that did not have to wait\\).*",
          Pattern.DOTALL);

  /** What the program makes of them. */
  private static final long CALLS = 70_000;

  static Stream<Arguments> waysAndSurroundings() {
    List<String> ways =
        List.of(
            "plainly",
            "after-questions",
            "beside-a-thread",
            "in-a-child",
            "in-a-vfork-child",
            "after-exec",
            "under-a-filter",
            "after-exec-under-a-filter");
    return Stream.of("many_calls", "many_calls_static")
        .flatMap(
            program ->
                ways.stream()
                    .flatMap(
                        way ->
                            Stream.of(Surroundings.OPEN, Surroundings.CONFINED)
                                .map(where -> Arguments.of(program, way, where))));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("waysAndSurroundings")
  void isNearlyAll(String program, String way, Surroundings where) {
    try (Sandbox sandbox = Sandbox.in(where, "share-" + program + "-" + way)) {
      Path trace = sandbox.freshTrace("share");
      List<String> command = List.of(PROGRAMS.resolve(program).toString(), way);
      Matcher told = told(sandbox, where, trace, command);
      long buffered = Long.parseLong(told.group(1));
      long all = Long.parseLong(told.group(2));
      assertThat(all).as("calls: %s", told.group()).isGreaterThanOrEqualTo(CALLS);
      assertThat(buffered * 100).as("buffered: %s", told.group()).isGreaterThanOrEqualTo(all * 99);
      sandbox.passed();
    }
  }

  /** Every second call of a hand-over waits for the other side, if only for microseconds. */
  @Test
  void callsThatHaveToWaitAreToldApart() {
    try (Sandbox sandbox = Sandbox.of("share-hand-over")) {
      Path trace = sandbox.freshTrace("share");
      Matcher told = told(sandbox, Surroundings.OPEN, trace, List.of(HAND_OVER.toString()));
      long buffered = Long.parseLong(told.group(1));
      long all = Long.parseLong(told.group(2));
      assertThat(buffered * 100).as("buffered: %s", told.group()).isLessThan(all * 60);
      assertThat(Double.parseDouble(told.group(3))).as("%s", told.group()).isGreaterThan(95);
      sandbox.passed();
    }
  }

  /** Records the command and answers what is told of its calls. */
  private static Matcher told(
      Sandbox sandbox, Surroundings where, Path trace, List<String> command) {
    List<String> record = Jrr.record(Mode.BUFFERED, 1, List.of("-v"), trace, command);
    Path work = sandbox.freshWork();
    where.give(work);
    Run recorded = Jrr.checked(new Launch(record, work, sandbox.traces()).in(where).run());
    assertThat(recorded.status()).as("%s", recorded).isZero();
    return recorded.errOfJrr().stream()
        .map(TOLD::matcher)
        .filter(Matcher::matches)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no share in " + recorded));
  }
}
