package dev.jrr.replayer;

import dev.jrr.trace.Frame;
import java.util.List;

/** What gdb asks about a process's program. */
record ProcessImage(String executable, List<String> arguments, byte[] auxv) {
  /** Before the first exec. */
  static final ProcessImage NONE = new ProcessImage("", List.of(), new byte[0]);

  static ProcessImage of(Frame.Exec exec) {
    return new ProcessImage(exec.executable(), exec.arguments(), exec.auxv());
  }
}
