package dev.jrr.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A program of {@code src/main/c} and the directives in its text (see {@code program.h}).
 *
 * @param directory where its text is below {@code src/main/c}, empty for that directory itself
 */
record TestProgram(
    String directory, String name, int status, String stdin, List<String> recordOptions) {
  private static final Path SOURCES = Path.of("src/main/c");
  private static final Path BUILT = Path.of("target/programs").toAbsolutePath();

  /** Those of {@code src/main/c} itself, in the order of their names. */
  static List<TestProgram> all() {
    return in("");
  }

  /** Those of a directory of {@code src/main/c}, in the order of their names. */
  static List<TestProgram> in(String directory) {
    try (Stream<Path> files = Files.list(SOURCES.resolve(directory))) {
      return files
          .filter(file -> file.toString().endsWith(".c") || file.toString().endsWith(".S"))
          .sorted()
          .map(file -> of(directory, file))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TestProgram of(String directory, Path source) {
    try {
      String text = Files.readString(source);
      String file = source.getFileName().toString();
      return new TestProgram(
          directory,
          file.substring(0, file.length() - 2),
          directive(text, "expect-status").map(Integer::parseInt).orElse(0),
          directive(text, "stdin").map(line -> line + "\n").orElse(""),
          directive(text, "record").map(line -> List.of(line.split(" "))).orElse(List.of()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<String> directive(String text, String name) {
    Matcher matcher = Pattern.compile("(?m)^(?://|#) " + name + ": (.*)$").matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  /** What the round trip needs to know. */
  Subject subject() {
    return new Subject(
        name,
        List.of(BUILT.resolve(directory).resolve(name).toString()),
        stdin,
        status,
        recordOptions,
        work -> {},
        run -> assertThat(run.out().lines()).as("%s", run).contains("EXIT-SUCCESS"),
        Launch.TIMEOUT_SECONDS);
  }

  @Override
  public String toString() {
    return name;
  }
}
