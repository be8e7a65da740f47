package dev.jrr.cli;

/** Wires the recorder to the command line. */
final class RecordCommand {
  private RecordCommand() {}

  /** Records; answers the program's exit status, or 128 + the signal that ended it. */
  static int run(RecordOptions options) {
    throw new CliException(
        ErrorCode.RECORDING_FAILED,
        "cannot record " + options.program(),
        "this build has no recorder",
        "build with the recorder module",
        null);
  }
}
