package dev.jrr.replayer;

import dev.jrr.trace.Frame;

/** What gdb asks about a process's program. */
record ProcessImage(String executable, byte[] auxv) {
  /** Before the first exec. */
  static final ProcessImage NONE = new ProcessImage("", new byte[0]);

  static ProcessImage of(Frame.Exec exec) {
    return new ProcessImage(exec.executable(), exec.auxv());
  }
}
