package dev.jrr.replayer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** gdb's {@code monitor} commands. */
final class Monitor {
  /** A command: what it does, in a line, and how. */
  private record Command(String help, Function<ReplaySession, String> action) {}

  private static final Map<String, Command> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put(
        "when",
        new Command(
            "the number of the last event that was replayed",
            session -> "Current event: " + session.event() + "\n"));
    COMMANDS.put("ps", new Command("the tasks that are alive here", Monitor::tasks));
    COMMANDS.put("help", new Command("this list", session -> help()));
  }

  private Monitor() {}

  /** What {@code command} prints; for one that is unknown a line that says so. */
  static String run(String command, ReplaySession session) {
    Command known = COMMANDS.get(command);
    return known == null
        // A reply, not an error: to that gdb adds a line of its own that says less.
        ? "no monitor command '" + command + "'; monitor help lists them\n"
        : known.action.apply(session);
  }

  private static String tasks(ReplaySession session) {
    StringBuilder text = new StringBuilder();
    for (ReplayTask task : session.tasks()) {
      text.append(task.process).append('.').append(task.tid).append(' ').append(task.name);
      text.append('\n');
    }
    return text.toString();
  }

  private static String help() {
    StringBuilder text = new StringBuilder();
    COMMANDS.forEach(
        (name, command) -> text.append(name).append("  ").append(command.help).append('\n'));
    return text.toString();
  }
}
