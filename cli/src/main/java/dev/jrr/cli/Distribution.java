package dev.jrr.cli;

import java.nio.file.Path;

/** What was built beside the jar. */
final class Distribution {
  private Distribution() {}

  /** The launcher of syscallbuf-preload. */
  static Path launcher() {
    return Path.of(System.getProperty("jrr.home", "."), "native", "launch");
  }
}
