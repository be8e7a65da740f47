package dev.jrr.gdbserver.protocol;

import dev.jrr.gdbserver.target.Signal;
import java.util.Optional;

/**
 * Signals in gdb's own numbering, which is the same for every system that it debugs (its manual:
 * "Errors" of the protocol refer to {@code include/gdb/signals.def}), and Linux's.
 */
public final class GdbSignals {
  /** gdb's SIGINT: what an interrupted run reports. */
  public static final int INT = 2;

  /** gdb's SIGTRAP: what steps and breakpoints report. */
  public static final int TRAP = 5;

  /** gdb's "unknown signal", for those that it has no number for. */
  public static final int UNKNOWN = 143;

  private static final int LINUX_FIRST_REALTIME = 32;
  private static final int GDB_REALTIME_32 = 77;
  private static final int GDB_REALTIME_33 = 45;
  private static final int GDB_REALTIME_64 = 78;

  /** gdb's numbers of Linux' signals 1 to 31; index 0 is no signal. 16, SIGSTKFLT, has none. */
  private static final int[] STANDARD = {
    0, 1, 2, 3, 4, 5, 6, 10, 8, 9, 30, 11, 31, 13, 14, 15, UNKNOWN, 20, 19, 17, 18, 21, 22, 16, 24,
    25, 26, 27, 28, 23, 32, 12
  };

  private static final int[] TO_LINUX = new int[UNKNOWN];

  static {
    for (int linux = 1; linux <= Signal.HIGHEST; linux++) {
      int gdb = gdbNumber(linux);
      if (gdb != UNKNOWN) {
        TO_LINUX[gdb] = linux;
      }
    }
  }

  private GdbSignals() {}

  /** gdb's number of a signal. */
  public static int gdbNumber(Signal signal) {
    return gdbNumber(signal.number());
  }

  private static int gdbNumber(int linux) {
    if (linux < LINUX_FIRST_REALTIME) {
      return STANDARD[linux];
    }
    if (linux == LINUX_FIRST_REALTIME) {
      return GDB_REALTIME_32;
    }
    return linux == Signal.HIGHEST
        ? GDB_REALTIME_64
        : GDB_REALTIME_33 + linux - LINUX_FIRST_REALTIME - 1;
  }

  /** Linux' signal for gdb's number; empty for those that Linux x86-64 does not have. */
  public static Optional<Signal> linuxSignal(int gdbNumber) {
    boolean known = gdbNumber > 0 && gdbNumber < UNKNOWN && TO_LINUX[gdbNumber] != 0;
    return known ? Optional.of(new Signal(TO_LINUX[gdbNumber])) : Optional.empty();
  }
}
