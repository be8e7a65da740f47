package dev.jrr.cli;

/** Wires the replayer and gdb's server to the command line. */
final class ReplayCommand {
  private ReplayCommand() {}

  /** Replays; answers jrr's exit status. */
  static int run(ReplayOptions options) {
    throw new CliException(
        ErrorCode.REPLAY_FAILED,
        "cannot replay " + options.trace(),
        "this build has no replayer",
        "build with the replayer module",
        null);
  }
}
