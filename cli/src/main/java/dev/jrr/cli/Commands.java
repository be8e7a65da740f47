package dev.jrr.cli;

import java.util.List;

/** The table of commands, in the order of the help. */
final class Commands {
  private static final List<Command> ALL =
      List.of(
          new RecordCommandLine(),
          new ReplayCommandLine(),
          new ListCommand(),
          new InfoCommand(),
          new ProcessesCommand(),
          new DumpCommand(),
          new VerifyCommand(),
          new RemoveCommand(),
          new DoctorCommand(),
          new CompletionCommand(),
          new HelpCommand());

  private Commands() {}

  static List<Command> all() {
    return ALL;
  }

  /** The command of that name. */
  static Command find(String name) {
    for (Command command : ALL) {
      if (command.name().equals(name)) {
        return command;
      }
    }
    throw CliException.usage(
        "no command " + name, "jrr does not know it", "jrr help lists the commands");
  }
}
