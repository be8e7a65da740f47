package dev.jrr.cli;

import dev.jrr.gdbserver.GdbServer;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** gdb on a replay's server; or, with {@code --server}, the line with which a user starts one. */
final class GdbProcess {
  private final ReplayOptions options;
  private final GdbServer server;
  private final String sysroot;

  /**
   * @param sysroot where gdb finds the program's files; {@code target:} for the server
   */
  GdbProcess(ReplayOptions options, GdbServer server, String sysroot) {
    this.options = options;
    this.server = server;
    this.sysroot = sysroot;
  }

  /** Answers gdb's exit status, or 0 when the debugger of a mere server has left. */
  int run() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(options.gdb());
    command.addAll(
        List.of(
            "-q",
            "-l",
            "10000",
            "-iex",
            "set sysroot " + sysroot,
            "-iex",
            "set auto-load safe-path /nonexistent",
            "-iex",
            "set startup-with-shell off",
            "-iex",
            "set confirm off",
            "-ex",
            "target extended-remote " + address()));
    if (options.server() != null) {
      System.err.println("jrr: serving; connect with");
      System.err.println("jrr:   " + String.join(" ", quoted(command)));
      server.awaitClose();
      return 0;
    }
    command.addAll(options.gdbArguments());
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    TerminalSignals.leaveToOthers();
    try {
      return builder.start().waitFor();
    } catch (IOException missing) {
      throw new CliException(
          ErrorCode.NO_GDB, "cannot start " + options.gdb(), String.valueOf(missing.getMessage()));
    }
  }

  private String address() {
    if (server.address() instanceof InetSocketAddress inet) {
      String host =
          inet.getAddress().isAnyLocalAddress() ? "localhost" : inet.getAddress().getHostAddress();
      return host + ":" + inet.getPort();
    }
    return new File(server.address().toString()).getAbsolutePath();
  }

  private static List<String> quoted(List<String> words) {
    List<String> quoted = new ArrayList<>();
    for (String word : words) {
      quoted.add(word.matches("[-\\w./:]+") ? word : "'" + word + "'");
    }
    return quoted;
  }
}
