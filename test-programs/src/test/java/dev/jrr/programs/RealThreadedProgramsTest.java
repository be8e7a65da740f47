package dev.jrr.programs;

import static dev.jrr.programs.RealProgram.row;
import static dev.jrr.programs.RealProgram.script;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Programs that people use which have threads, several processes or timers, in every mode.
 *
 * <p>{@code -Dreal=REGEX} chooses rows by name or tag, {@code -Dprogram=REGEX} by {@code
 * real-NAME}. A row whose programs are not installed is skipped.
 */
@Tag("issue3")
final class RealThreadedProgramsTest {
  private static final int REPEAT = Integer.getInteger("repeat", 1);
  private static final String WANTED = System.getProperty("real", ".*");
  private static final String WANTED_PROGRAM = System.getProperty("program", ".*");

  /**
   * @param tag what the row is about: {@code async}, {@code runtime}, {@code server}, {@code jobs}
   * @param needs the programs it cannot do without: names, or absolute paths with wildcards
   */
  record Row(String tag, List<String> needs, Subject subject) {
    boolean isWanted() {
      String name = subject.name();
      return name.matches(WANTED_PROGRAM)
          && (name.substring("real-".length()).matches(WANTED) || tag.matches(WANTED));
    }

    @Override
    public String toString() {
      return subject.name();
    }
  }

  private static final List<Row> ROWS =
      List.of(
          new Row(
              "async",
              List.of("perl"),
              row(
                  "async_perl",
                  RealProgram::nothing,
                  "element 5000000",
                  "perl",
                  script("async.pl"))),
          new Row(
              "async",
              List.of("python3"),
              row(
                  "async_python",
                  RealProgram::nothing,
                  "element 2000000",
                  "python3",
                  "-B",
                  script("async.py"))));

  static Stream<Arguments> rowsModesAndRounds() {
    return ROWS.stream()
        .filter(Row::isWanted)
        .flatMap(
            row ->
                Stream.of(Mode.values())
                    .flatMap(
                        mode ->
                            IntStream.rangeClosed(1, REPEAT)
                                .mapToObj(round -> Arguments.of(row, mode, round))));
  }

  @ParameterizedTest(name = "{0} {1} {2}")
  @MethodSource("rowsModesAndRounds")
  void behavesAsNatively(Row row, Mode mode, int round) {
    List<String> missing = row.needs().stream().filter(need -> !isInstalled(need)).toList();
    assumeTrue(missing.isEmpty(), () -> row + " is skipped: not installed: " + missing);
    RoundTrip.check(row.subject(), mode);
  }

  private static boolean isInstalled(String need) {
    if (need.startsWith("/")) {
      return matchesSomething(need);
    }
    return Stream.of("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, need)))
        || Files.isExecutable(Path.of(System.getProperty("java.home"), "bin", need));
  }

  /** Whether a file is there for an absolute path with wildcards. */
  private static boolean matchesSomething(String glob) {
    Path start = Path.of(glob.substring(0, (glob + "*").indexOf('*'))).resolve("x").getParent();
    while (!Files.isDirectory(start)) {
      start = start.getParent();
    }
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
    try (Stream<Path> files = Files.walk(start, 5)) {
      return files.anyMatch(matcher::matches);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
