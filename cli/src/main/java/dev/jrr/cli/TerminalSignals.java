package dev.jrr.cli;

import dev.jrr.tracee.kernel.Libc;

/**
 * A terminal sends its signals to every process in front: the program or gdb takes them, jrr itself
 * stays. They are handled by a C function that does nothing, not ignored, since a spawned program
 * would inherit that; one that is ignored already stays so, as after nohup(1).
 */
final class TerminalSignals {
  private static final int[] SIGNALS = {1 /* HUP */, 2 /* INT */, 3 /* QUIT */};
  private static final long SIG_IGN = 1;

  private TerminalSignals() {}

  static void leaveToOthers() {
    long signal = Libc.function("signal");
    long nothing = Libc.function("getppid");
    for (int number : SIGNALS) {
      if (Libc.call(signal, number, nothing) == SIG_IGN) {
        Libc.call(signal, number, SIG_IGN);
      }
    }
  }
}
