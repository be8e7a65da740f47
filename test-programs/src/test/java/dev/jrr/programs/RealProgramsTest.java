package dev.jrr.programs;

import static dev.jrr.programs.RealProgram.row;
import static dev.jrr.programs.RealProgram.script;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs that people use, on inputs made here, in every mode. */
final class RealProgramsTest {
  /**
   * A row: the name, what makes its input, a line that its output must have (a regular expression),
   * and the command.
   */
  private static final List<Subject> SUBJECTS =
      List.of(
          row(
              "ls",
              Inputs::tree,
              ".*-rw-r--r-- .* 2020-09-13 12:26:40.* file9.txt",
              "ls",
              "-lR",
              "--time-style=full-iso",
              "input"),
          row(
              "cp",
              Inputs::tree,
              "'input/dir5/file9.txt' -> 'copy/dir5/file9.txt'",
              "sh",
              script("cp.sh")),
          row("tar", Inputs::tree, "input/dir3/file3.txt", "sh", script("tar.sh")),
          row("gzip", Inputs::lines, "restored", "sh", script("gzip.sh")),
          row("xz", Inputs::lines, "restored", "sh", script("xz.sh")),
          row(
              "grep",
              Inputs::tree,
              "input/dir2/file4.txt:\\d+:.*needle.*",
              "sh",
              script("grep.sh")),
          row("find", Inputs::tree, "input/dir1/file7.txt 120", "sh", script("find.sh")),
          row("sort", Inputs::lines, "999\\d+ .*", "sort", "-n", "-k1", "lines"),
          row("sed", Inputs::lines, ".*<beta>.*", "sed", "-E", "s/(beta)/<\\1>/g; 5000q", "lines"),
          row("awk", Inputs::lines, "needle \\d+", "awk", "-f", script("count.awk"), "lines"),
          row("bash", Inputs::tree, "total 60", "bash", script("pipes.bash")),
          row(
              "python",
              RealProgram::nothing,
              "digest [0-9a-f]{64}",
              "python3",
              "-B",
              script("work.py")),
          row("perl", Inputs::lines, "words \\d+", "perl", script("words.pl"), "lines"),
          row(
              "gcc",
              RealProgram::nothing,
              "primes 1229",
              "sh",
              script("compile.sh"),
              script("primes.c")),
          row("make", Inputs::project, "sum 2489", "make", "run"),
          row("git", Inputs::tree, ".*second commit", "sh", script("history.sh")),
          row(
              "sqlite",
              RealProgram::nothing,
              "10000\\|.*",
              "sqlite3",
              "numbers.db",
              ".read " + script("load.sql")));

  static Stream<Arguments> programsModesAndRounds() {
    String wanted = System.getProperty("program", ".*");
    return SUBJECTS.stream()
        .filter(subject -> subject.name().matches(wanted))
        .flatMap(subject -> Rounds.of(subject, Mode.USUAL));
  }

  @ParameterizedTest(name = "{0} {1} {2}", allowZeroInvocations = true)
  @MethodSource("programsModesAndRounds")
  void behavesAsNatively(Subject subject, Mode mode, int round) {
    RoundTrip.check(subject, mode, round);
  }
}
