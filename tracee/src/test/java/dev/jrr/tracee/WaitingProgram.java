package dev.jrr.tracee;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A program that is past its start, and waits for its standard input. */
final class WaitingProgram {
  private WaitingProgram() {}

  static Process start() throws IOException {
    Process program = new ProcessBuilder("cat").start();
    program.getOutputStream().write("ready\n".getBytes(StandardCharsets.US_ASCII));
    program.getOutputStream().flush();
    program.getInputStream().readNBytes(6);
    return program;
  }
}
