package dev.jrr.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** What the tables of real programs are made of. */
final class RealProgram {
  private static final Path SCRIPTS = Path.of("real").toAbsolutePath();

  private RealProgram() {}

  /**
   * A row: the name, what makes its input, a line that its output must have (a regular expression),
   * and the command.
   */
  static Subject row(String name, Consumer<Path> prepare, String line, String... command) {
    return new Subject(
        "real-" + name,
        List.of(command),
        "",
        0,
        prepare,
        run -> assertThat(run.out().lines()).as("%s", run).anyMatch(text -> text.matches(line)));
  }

  /** For a program that makes its own input. */
  static void nothing(Path work) {}

  /** A file of {@code real/}. */
  static String script(String name) {
    return SCRIPTS.resolve(name).toString();
  }
}
