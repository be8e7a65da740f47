package dev.jrr.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What the tables of real programs are made of. */
final class RealProgram {
  private static final Path SCRIPTS = Path.of("real").toAbsolutePath();

  /** What has been built in this run of the tests. */
  private static final Set<String> BUILT = new HashSet<>();

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
        List.of(),
        prepare,
        run -> assertThat(run.out().lines()).as("%s", run).anyMatch(text -> text.matches(line)),
        Launch.TIMEOUT_SECONDS);
  }

  /** For a program that makes its own input. */
  static void nothing(Path work) {}

  /** {@code Threads.class} and its like, so that the compiler is not recorded. */
  static void javaProgram(Path work) {
    copyBuilt("java", work, "javac", "-d", ".", script("Threads.java"));
  }

  /** {@code goroutines}, so that the compiler is not recorded. */
  static void goProgram(Path work) {
    copyBuilt(
        "go",
        work,
        "env",
        "CGO_ENABLED=0",
        "go",
        "build",
        "-o",
        "goroutines",
        script("goroutines.go"));
  }

  /** Runs the command once for all tests, and copies what it has made. */
  private static synchronized void copyBuilt(String name, Path work, String... command) {
    Path built = Path.of("target/real", name).toAbsolutePath();
    try {
      if (BUILT.add(name)) {
        Sandbox.delete(built);
        Files.createDirectories(built);
        ProcessBuilder builder = new ProcessBuilder(command).directory(built.toFile());
        builder.environment().put("GOCACHE", built.resolveSibling("go-cache").toString());
        builder
            .environment()
            .merge("PATH", ":" + Path.of(System.getProperty("java.home"), "bin"), String::concat);
        int status = builder.inheritIO().start().waitFor();
        assertThat(status).as("exit status of %s", List.of(command)).isZero();
      }
      try (Stream<Path> files = Files.list(built)) {
        for (Path file : files.toList()) {
          Files.copy(file, work.resolve(file.getFileName()));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** A file of {@code real/}. */
  static String script(String name) {
    return SCRIPTS.resolve(name).toString();
  }

  /** Skips the test unless all that its program needs is there: names, or paths with wildcards. */
  static void assumeInstalled(Subject subject, List<String> needs) {
    List<String> missing = needs.stream().filter(need -> !isInstalled(need)).toList();
    assumeTrue(missing.isEmpty(), () -> subject + " is skipped: not installed: " + missing);
  }

  /** Asks a shell, which knows about the path and about wildcards. */
  private static boolean isInstalled(String need) {
    try {
      ProcessBuilder shell = new ProcessBuilder("sh", "-c", "command -v -- " + need);
      shell.redirectOutput(ProcessBuilder.Redirect.DISCARD);
      shell.environment().merge("PATH", ":/usr/sbin:/sbin", String::concat);
      return shell.start().waitFor() == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
