package dev.jrr.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Command lines of all kinds, {@code real/survey}: nothing of what they show may differ when they
 * are recorded. What they are to print is not known here, only that it is always the same.
 *
 * <p>Some are run every time, in one mode; {@code -Dsurvey=REGEX} runs those of that name in every
 * mode, of which there are enough for an hour. A script whose programs are not installed is
 * skipped.
 */
final class SurveyTest {
  private static final Path SCRIPTS = Path.of("real/survey").toAbsolutePath();

  /** Of scripts; other files are what they share. */
  private static final String SUFFIX = ".bash";

  private static final String WANTED = System.getProperty("survey");
  private static final String WANTED_PROGRAM = System.getProperty("program", ".*");
  private static final long TIMEOUT_SECONDS = 300;

  /** Those that once found a fault, and quick ones of each kind. */
  private static final Set<String> ALWAYS =
      Set.of(
          "bash_jobs",
          "dd",
          "eventfd",
          "fifo",
          "flock",
          "git_many",
          "go_test",
          "http",
          "java_npe",
          "node_child",
          "node_cluster",
          "openmp",
          "perl_threads",
          "python_mp",
          "python_shm",
          "python_signal",
          "script",
          "sendfile",
          "sqlite_wal",
          "ssh_agent",
          "tmux",
          "trap",
          "unix_dgram",
          "unshare");

  /** A script and what it says of itself. */
  record Script(Subject subject, List<String> needs) {
    private static final String NEEDS = "# needs: ";

    static Script of(Path file) {
      String fileName = file.getFileName().toString();
      String name = fileName.substring(0, fileName.length() - SUFFIX.length());
      Subject subject =
          new Subject(
              "survey-" + name,
              List.of("bash", file.toString()),
              "",
              0,
              List.of(),
              RealProgram::nothing,
              run -> {},
              TIMEOUT_SECONDS);
      return new Script(subject, needs(file));
    }

    private static List<String> needs(Path file) {
      try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
        return lines
            .filter(line -> line.startsWith(NEEDS))
            .flatMap(line -> Stream.of(line.substring(NEEDS.length()).split(" ")))
            .toList();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public String toString() {
      return subject.name();
    }
  }

  static Stream<Arguments> scriptsModesAndRounds() throws IOException {
    List<Mode> modes = WANTED == null ? List.of(Mode.BUFFERED) : Mode.THREADED;
    return scripts().stream()
        .filter(script -> isWanted(script.subject().name()))
        .flatMap(script -> Rounds.of(script, modes));
  }

  private static List<Script> scripts() throws IOException {
    try (Stream<Path> files = Files.list(SCRIPTS)) {
      return files
          .filter(file -> file.toString().endsWith(SUFFIX))
          .sorted()
          .map(Script::of)
          .toList();
    }
  }

  @Test
  void hasThoseThatAreAlwaysRun() throws IOException {
    assertThat(scripts())
        .extracting(Script::toString)
        .containsAll(ALWAYS.stream().map(name -> "survey-" + name).toList());
  }

  private static boolean isWanted(String name) {
    String plain = name.substring("survey-".length());
    return name.matches(WANTED_PROGRAM)
        && (WANTED == null ? ALWAYS.contains(plain) : plain.matches(WANTED));
  }

  @ParameterizedTest(name = "{0} {1} {2}", allowZeroInvocations = true)
  @MethodSource("scriptsModesAndRounds")
  void behavesAsNatively(Script script, Mode mode, int round) {
    RealProgram.assumeInstalled(script.subject(), script.needs());
    RoundTrip.check(script.subject(), mode, round);
  }
}
