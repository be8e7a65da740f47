package dev.jrr.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Calls that need not stop are made by the hook, wherever they come from: a recording in which all
 * of them stop is right, too, and only slow, so that no other test would tell.
 */
final class BufferedShareTest {
  private static final Path PROGRAMS = Path.of("target/programs/helpers").toAbsolutePath();
  private static final Pattern TOLD =
      Pattern.compile("jrr: (\\d+) of (\\d+) calls were buffered .*", Pattern.DOTALL);

  /** What the program makes of them. */
  private static final long CALLS = 60_000;

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
      List<String> record = Jrr.record(Mode.BUFFERED, 1, List.of("-v"), trace, command);
      Path work = sandbox.freshWork();
      where.give(work);
      Run recorded = Jrr.checked(new Launch(record, work, sandbox.traces()).in(where).run());
      assertThat(recorded.status()).as("%s", recorded).isZero();
      Matcher told =
          recorded.errOfJrr().stream()
              .map(TOLD::matcher)
              .filter(Matcher::matches)
              .findFirst()
              .orElseThrow(() -> new AssertionError("no share in " + recorded));
      long buffered = Long.parseLong(told.group(1));
      long all = Long.parseLong(told.group(2));
      assertThat(all).as("calls of %s", recorded).isGreaterThanOrEqualTo(CALLS);
      assertThat(buffered * 100).as("buffered in %s", recorded).isGreaterThanOrEqualTo(all * 99);
      sandbox.passed();
    }
  }
}
