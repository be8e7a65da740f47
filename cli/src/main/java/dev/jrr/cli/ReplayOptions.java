package dev.jrr.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code jrr replay} was asked for.
 *
 * @param trace a trace's name or directory; null for the latest
 * @param toEnd whether to replay to the end and check, with no debugger
 * @param quiet whether to keep back what the recording wrote to standard output and error
 * @param gotoEvent the event to go to before the debugger takes over; 0 for the start
 * @param pid the recorded process to debug; 0 for the first
 * @param server {@code HOST:PORT} or a socket's path to serve gdb's protocol on without starting
 *     gdb, empty for a port of the system's choice; null to start gdb
 * @param gdb the debugger to start
 * @param gdbArguments what it gets besides
 */
public record ReplayOptions(
    @Nullable String trace,
    boolean toEnd,
    boolean quiet,
    long gotoEvent,
    int pid,
    @Nullable String server,
    String gdb,
    List<String> gdbArguments) {
  static final Option TO_END =
      Option.flag("-a, --all", "Replay everything and check it, without a debugger.");
  static final Option QUIET =
      Option.flag("--quiet", "Do not write again what the program wrote when it was recorded.");
  static final Option GOTO =
      Option.value("--goto", "EVENT", "Start at this event (jrr dump lists them).");
  static final Option PID =
      Option.value("--pid", "PID", "Debug this process of the recording (jrr ps lists them).");
  static final Option SERVE =
      Option.flag("--server", "Do not start gdb: serve one, and print the line that connects it.");
  static final Option LISTEN =
      Option.value(
          "--listen", "ADDRESS", "Serve at HOST:PORT or on the socket PATH; implies --server.");
  static final Option GDB = Option.value("--gdb", "PATH", "The gdb to start (default: gdb).");

  static final List<Option> ALL = List.of(TO_END, QUIET, GOTO, PID, SERVE, LISTEN, GDB);

  /** From a command line. */
  static ReplayOptions from(Arguments arguments) {
    String listen = arguments.value(LISTEN);
    String gdb = arguments.value(GDB);
    if (arguments.has(TO_END) && (listen != null || arguments.has(SERVE) || gdb != null)) {
      throw CliException.usage(
          "-a with a debugger", "-a replays without one", "leave out -a, or the gdb options");
    }
    return new ReplayOptions(
        arguments.operand(),
        arguments.has(TO_END),
        arguments.has(QUIET),
        arguments.number(GOTO, 1, 0),
        Math.toIntExact(Math.min(Integer.MAX_VALUE, arguments.number(PID, 1, 0))),
        listen != null ? listen : arguments.has(SERVE) ? "" : null,
        gdb != null ? gdb : "gdb",
        arguments.forGdb());
  }
}
