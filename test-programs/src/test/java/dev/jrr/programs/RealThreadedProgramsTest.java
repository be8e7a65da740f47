package dev.jrr.programs;

import static dev.jrr.programs.RealProgram.row;
import static dev.jrr.programs.RealProgram.script;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Programs that people use which have threads, several processes or timers, in every mode.
 *
 * <p>{@code -Dreal=REGEX} chooses rows by name or tag, {@code -Dprogram=REGEX} by {@code
 * real-NAME}. A row whose programs are not installed is skipped.
 */
final class RealThreadedProgramsTest {
  /** A server under load, recorded on a busy machine, takes its time. */
  private static final long TIMEOUT_SECONDS = 300;

  private static final String WANTED = System.getProperty("real", ".*");
  private static final String WANTED_PROGRAM = System.getProperty("program", ".*");

  /**
   * @param tag what the row is about: {@code async}, {@code runtime}, {@code server}, {@code jobs}
   * @param needs the programs it cannot do without: names, or absolute paths with wildcards
   */
  record Row(String tag, List<String> needs, Subject subject) {
    Row {
      subject = subject.within(TIMEOUT_SECONDS);
    }

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
              row("async_perl", nothing(), "element 5000000", "perl", script("async.pl"))),
          new Row(
              "async",
              List.of("python3"),
              row(
                  "async_python",
                  nothing(),
                  "element 2000000",
                  "python3",
                  "-B",
                  script("async.py"))),
          new Row(
              "runtime",
              List.of("node"),
              row("node", nothing(), "requests 2000, bytes 499000", "node", script("node.js"))),
          new Row(
              "runtime",
              List.of("java"),
              row(
                  "java",
                  RealProgram::javaProgram,
                  "monitor 40000 lock 80000 atomic 40000",
                  "sh",
                  script("java.sh"),
                  script("Threads.java"))),
          new Row(
              "runtime",
              List.of("go"),
              row(
                  "go",
                  RealProgram::goProgram,
                  "counters 20000",
                  "sh",
                  script("go.sh"),
                  script("goroutines.go"))),
          new Row(
              "runtime",
              List.of("python3"),
              row(
                  "python_threads",
                  nothing(),
                  "turns 600 .*",
                  "python3",
                  "-B",
                  script("threads.py"))),
          new Row(
              "server",
              List.of("redis-server", "redis-cli", "redis-benchmark"),
              row("redis", nothing(), "the server ended with 0", "sh", script("redis.sh"))),
          new Row(
              "server",
              List.of("nginx", "curl"),
              row("nginx", nothing(), "requests logged: 800", "sh", script("nginx.sh"))),
          new Row(
              "server",
              List.of("prometheus-node-exporter", "curl"),
              row("node_exporter", nothing(), "scrapes 20", "sh", script("node_exporter.sh"))),
          new Row(
              "server",
              List.of(
                  "/usr/lib/postgresql/*/bin/initdb",
                  "/usr/lib/postgresql/*/bin/pgbench",
                  "setpriv"),
              row("postgres", nothing(), "100000\\|t", "sh", script("postgres.sh"))),
          new Row(
              "jobs",
              List.of("make", "gcc"),
              row("make_j4", Inputs::project, "sum 2489", "make", "-s", "-j4", "run")),
          new Row(
              "jobs",
              List.of("xz"),
              row("xz_T4", Inputs::lines, "restored", "sh", script("xz_threads.sh"))));

  private static Consumer<Path> nothing() {
    return RealProgram::nothing;
  }

  static Stream<Arguments> rowsModesAndRounds() {
    return ROWS.stream().filter(Row::isWanted).flatMap(row -> Rounds.of(row, Mode.THREADED));
  }

  @ParameterizedTest(name = "{0} {1} {2}", allowZeroInvocations = true)
  @MethodSource("rowsModesAndRounds")
  void behavesAsNatively(Row row, Mode mode, int round) {
    RealProgram.assumeInstalled(row.subject(), row.needs());
    RoundTrip.check(row.subject(), mode, round);
  }
}
