package dev.jrr.cli;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where {@code jrr} starts. */
public final class Main {
  private Main() {}

  /** Runs one command and exits with its status. */
  public static void main(String[] words) {
    int status = run(Arrays.asList(words));
    Termination.over(status);
    System.exit(status);
  }

  /** Runs one command; every failure has been reported when it answers jrr's exit status. */
  static int run(List<String> words) {
    int status;
    try {
      Output out = Output.standard();
      status = dispatch(words, out);
      out.close();
    } catch (Throwable failure) {
      ErrorReport report = ErrorReport.of(failure);
      report.print(System.err);
      if ("1".equals(System.getenv("JRR_DEBUG"))) {
        failure.printStackTrace();
      }
      status = report.exitStatus();
    }
    return status;
  }

  private static int dispatch(List<String> words, Output out) throws Exception {
    if (words.isEmpty()) {
      throw CliException.usage(
          "no command",
          "jrr needs to be told what to do",
          "jrr record -- PROGRAM records one, jrr replay replays it, jrr help tells the rest");
    }
    String name = words.get(0);
    if (name.equals("--version") || name.equals("-V")) {
      out.line("jrr " + Version.JRR);
      return 0;
    }
    if (name.equals("--help") || name.equals("-h")) {
      new PicocliParser().printHelp("", out);
      return 0;
    }
    // The one whose start is measured is spared the table of all.
    Command command = name.equals("record") ? new RecordCommandLine() : Commands.find(name);
    Arguments arguments = parse(command, words.subList(1, words.size()), out);
    return arguments == null ? 0 : command.run(arguments, out);
  }

  private static @Nullable Arguments parse(Command command, List<String> words, Output out) {
    GdbArguments parted = command.part(words);
    Arguments arguments = PlainParser.parse(command, parted.own());
    if (arguments == null) {
      arguments = new PicocliParser().parse(command, parted.own(), out);
    }
    if (arguments != null) {
      arguments.setForGdb(parted.gdb());
    }
    return arguments;
  }
}
