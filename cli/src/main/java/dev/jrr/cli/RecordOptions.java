package dev.jrr.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code jrr record} was asked for.
 *
 * @param directory where the trace goes; null for a new name in the usual place
 * @param cpu the CPU to run on, or -1 for the one at hand
 * @param environment the program's variables, each {@code NAME=value} in bytes
 * @param killWhenFull whether a full disk kills the program, instead of letting it go on unrecorded
 * @param verbose whether to tell about the recording at its end
 * @param program what to run, as text, for messages and for finding it in PATH
 * @param arguments the program's name and arguments in bytes, exactly as given
 */
public record RecordOptions(
    @Nullable Path directory,
    int cpu,
    List<byte[]> environment,
    boolean killWhenFull,
    boolean verbose,
    String program,
    List<byte[]> arguments) {
  static final Option DIRECTORY =
      Option.value("-o, --output-dir", "DIR", "Write the trace to DIR, which must not exist yet.");
  static final Option CPU =
      Option.value("--cpu", "N", "Run the program on CPU number N (default: the one at hand).");
  static final Option ENVIRONMENT =
      Option.value(
          "--env", "NAME[=VALUE]", "Set a variable for the program, or without = remove it.");
  static final Option ON_FULL =
      Option.value(
          "--on-full",
          "detach|kill",
          "When the disk is full: let the program go on unrecorded (the default), or kill it.");
  static final Option NO_SYSCALLBUF =
      Option.flag(
          "--no-syscallbuf",
          "Stop the program at every system call (so far there is no other way).");
  static final Option VERBOSE =
      Option.flag("-v, --verbose", "Tell about the recording when it is done.");

  static final List<Option> ALL =
      List.of(DIRECTORY, CPU, ENVIRONMENT, ON_FULL, NO_SYSCALLBUF, VERBOSE);

  /** From a command line. */
  static RecordOptions from(Arguments arguments) {
    String directory = arguments.value(DIRECTORY);
    String onFull = arguments.value(ON_FULL);
    if (onFull != null && !onFull.equals("detach") && !onFull.equals("kill")) {
      throw CliException.usage(
          "--on-full " + onFull, "it takes detach or kill", "jrr help record says more");
    }
    return new RecordOptions(
        directory == null ? null : Path.of(directory),
        (int) arguments.number(CPU, 0, -1),
        ProgramEnvironment.variables(arguments.values(ENVIRONMENT)),
        "kill".equals(onFull),
        arguments.has(VERBOSE),
        arguments.operands().get(0),
        ProgramEnvironment.lastArguments(arguments.operands().size()));
  }
}
