package dev.jrr.cli;

import dev.jrr.recorder.BufferOptions;
import dev.jrr.recorder.UnwindRule;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code jrr record} was asked for.
 *
 * @param directory where the trace goes; null for a new name in the usual place
 * @param cpu the CPU to run on, or -1 for the one at hand
 * @param environment the program's variables, each {@code NAME=value} in bytes
 * @param chaosSeed what chaos mode draws its schedule from; null for the usual schedule
 * @param restless whether the program is stopped all the time, for tests
 * @param waitForAll whether to record until every process has ended, not only the first
 * @param killWhenFull whether a full disk kills the program, instead of letting it go on unrecorded
 * @param buffer how calls are made
 * @param verbose whether to tell about the recording at its end
 * @param program what to run, as text, for messages and for finding it in PATH
 * @param arguments the program's name and arguments in bytes, exactly as given
 */
public record RecordOptions(
    @Nullable Path directory,
    int cpu,
    List<byte[]> environment,
    @Nullable Long chaosSeed,
    boolean restless,
    boolean waitForAll,
    boolean killWhenFull,
    BufferOptions buffer,
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
  static final Option CHAOS =
      Option.optionalValue(
          "--chaos",
          "SEED",
          "Run threads and processes in an order that is seldom met, to make races show: the order"
              + " is drawn from SEED, or from a random one, which is told.");
  static final Option WAIT =
      Option.flag(
          "-w, --wait",
          "Record until every process has ended. Without it the recording ends with the first"
              + " process; others that are left then go on unrecorded.");
  static final Option ON_FULL =
      Option.value(
          "--on-full",
          "detach|kill",
          "When the disk is full: let the program go on unrecorded (the default), or kill it.");
  static final Option NO_SYSCALLBUF =
      Option.flag(
          "--no-syscallbuf",
          "Stop the program at every system call: slower, and easier on the program.");

  /** For tests, which show that a rule is needed. */
  static final Option WITHOUT = Option.hidden("--without-rule", "RULE");

  /** For tests, in which what takes a rare moment has to happen. */
  static final Option RESTLESS = Option.hidden("--restless", "");

  static final Option VERBOSE =
      Option.flag("-v, --verbose", "Tell about the recording when it is done.");

  static final List<Option> ALL =
      List.of(
          DIRECTORY,
          CPU,
          ENVIRONMENT,
          CHAOS,
          WAIT,
          ON_FULL,
          NO_SYSCALLBUF,
          WITHOUT,
          RESTLESS,
          VERBOSE);

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
        chaosSeed(arguments),
        arguments.has(RESTLESS),
        arguments.has(WAIT),
        "kill".equals(onFull),
        new BufferOptions(!arguments.has(NO_SYSCALLBUF), without(arguments)),
        arguments.has(VERBOSE),
        arguments.operands().get(0),
        ProgramEnvironment.lastArguments(arguments.operands().size()));
  }

  private static Set<UnwindRule> without(Arguments arguments) {
    Set<UnwindRule> rules = EnumSet.noneOf(UnwindRule.class);
    for (String name : arguments.values(WITHOUT)) {
      rules.add(
          Stream.of(UnwindRule.values())
              .filter(rule -> rule.toString().equals(name))
              .findAny()
              .orElseThrow(
                  () ->
                      CliException.usage(
                          WITHOUT.name() + " " + name,
                          "there is no such rule",
                          "it is for tests")));
    }
    return rules;
  }

  /** The seed that was given, or one from the kernel: it is easy to type again. */
  private static @Nullable Long chaosSeed(Arguments arguments) {
    if (!arguments.has(CHAOS)) {
      return null;
    }
    return "".equals(arguments.value(CHAOS))
        ? Long.valueOf((System.nanoTime() ^ ProcessHandle.current().pid() << 20) & 0x7fffffff)
        : Long.valueOf(arguments.number(CHAOS, Long.MIN_VALUE, 0));
  }
}
