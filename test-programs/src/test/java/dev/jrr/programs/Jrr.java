package dev.jrr.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command under test. */
final class Jrr {
  private static final Path COMMAND =
      Path.of(System.getProperty("jrr.command", "../jrr")).toAbsolutePath().normalize();

  private Jrr() {}

  /** {@code jrr} with these arguments. */
  static List<String> command(List<String> arguments) {
    assertThat(COMMAND).as("the jrr command (-Djrr.command=PATH)").matches(Files::isExecutable);
    List<String> command = new ArrayList<>(List.of(COMMAND.toString()));
    command.addAll(arguments);
    return command;
  }

  /** {@code jrr record} of a program into a directory. */
  static List<String> record(Mode mode, Path trace, List<String> program) {
    return record(mode, 1, List.of(), trace, program);
  }

  /** The same in a later round, with further options. */
  static List<String> record(
      Mode mode, int round, List<String> options, Path trace, List<String> program) {
    List<String> arguments = new ArrayList<>(List.of("record"));
    arguments.addAll(mode.recordOptions(round));
    arguments.addAll(options);
    arguments.add("--cpu=" + WorkerCpu.number());
    arguments.addAll(List.of("-o", trace.toString(), "--"));
    arguments.addAll(program);
    return command(arguments);
  }

  /** {@code jrr replay -a} of a trace. */
  static List<String> replay(Path trace) {
    return command(List.of("replay", "-a", trace.toString()));
  }

  /** No run of jrr shows a user the stack trace of a JVM. */
  static Run checked(Run run) {
    assertThat(run.err())
        .as("%s", run)
        .doesNotContain("\tat ")
        .doesNotContain("Exception in thread");
    return run;
  }
}
