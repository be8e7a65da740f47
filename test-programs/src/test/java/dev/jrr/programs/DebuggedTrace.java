package dev.jrr.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A recording of one of the programs that are made for a debugger ({@code helpers/debug_*.c}), and
 * stock gdb on its replay.
 */
final class DebuggedTrace {
  private static final Path PROGRAMS = Path.of("target/programs/helpers").toAbsolutePath();
  private static final Path THREADS = PROGRAMS.resolveSibling("threads");

  private final Sandbox sandbox;
  private final Path trace;
  private final Run recorded;

  private DebuggedTrace(Sandbox sandbox, Path trace, Run recorded) {
    this.sandbox = sandbox;
    this.trace = trace;
    this.recorded = recorded;
  }

  /** Where a program of {@code helpers/} was built. */
  static Path program(String name) {
    return PROGRAMS.resolve(name);
  }

  /** Records {@code command}, which need not succeed. */
  static DebuggedTrace record(Sandbox sandbox, String name, List<String> command) {
    return record(sandbox, Mode.TRACED, name, command);
  }

  /** The same in a certain mode. */
  static DebuggedTrace record(Sandbox sandbox, Mode mode, String name, List<String> command) {
    Path trace = sandbox.freshTrace(name);
    Run recorded =
        Jrr.checked(
            new Launch(Jrr.record(mode, trace, command), sandbox.freshWork(), sandbox.traces())
                .run());
    assertThat(trace).as("%s", recorded).isDirectory();
    return new DebuggedTrace(sandbox, trace, recorded);
  }

  /** The same with a program of {@code helpers/} and no arguments. */
  static DebuggedTrace record(Sandbox sandbox, String program) {
    return record(sandbox, program, List.of(program(program).toString()));
  }

  /** The same with a program of {@code threads/}. */
  static DebuggedTrace recordThreads(Sandbox sandbox, String program) {
    return record(sandbox, program, List.of(THREADS.resolve(program).toString()));
  }

  Path trace() {
    return trace;
  }

  Run recorded() {
    return recorded;
  }

  /** Runs a script of gdb's commands on the replay: the first that fails ends it. */
  String gdb(String script) {
    return gdb(List.of(), script);
  }

  /** The same with options of {@code jrr replay}. Answers what was printed, errors too. */
  String gdb(List<String> options, String script) {
    Run run = Jrr.checked(launch(options, script).run());
    assertThat(run.status()).as("%s", run).isZero();
    return run.out() + run.err();
  }

  /** {@code jrr replay -batch -x SCRIPT TRACE}, not yet started. */
  Launch launch(List<String> options, String script) {
    try {
      Path file = Files.createTempFile(sandbox.elsewhere(), "script", ".gdb");
      Files.writeString(file, script, StandardCharsets.UTF_8);
      List<String> arguments = new ArrayList<>(List.of("replay"));
      arguments.addAll(options);
      arguments.addAll(List.of("-batch", "-x", file.toString(), trace.toString()));
      return new Launch(Jrr.command(arguments), sandbox.elsewhere(), sandbox.traces());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The processes of the recording in the order of {@code jrr ps}, the first one first. */
  List<Integer> processes() {
    Run run =
        new Launch(
                Jrr.command(List.of("ps", trace.toString())), sandbox.elsewhere(), sandbox.traces())
            .run();
    List<Integer> processes = new ArrayList<>();
    Matcher line = Pattern.compile("(?m)^ *(\\d+) ").matcher(run.out());
    while (line.find()) {
      processes.add(Integer.parseInt(line.group(1)));
    }
    return processes;
  }
}
