package dev.jrr.cli;

import java.util.List;

/** Says what a wait status means; wait(2), the bits as in glibc's {@code bits/waitstatus.h}. */
final class WaitStatus {
  /** Names of the signals from 1 on; signal(7), x86-64. */
  private static final List<String> SIGNALS =
      List.of(
          "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
          "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
          "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS");

  /** The first real-time signal of the kernel. */
  private static final int SIGRTMIN = 32;

  private WaitStatus() {}

  /** A shell's exit status: the program's, or 128 + the signal. */
  static int exitStatus(int status) {
    return (status & 0x7f) == 0 ? status >> 8 & 0xff : 128 + (status & 0x7f);
  }

  /** In a few words, such as {@code exit 2} or {@code SIGSEGV, core dumped}. */
  static String text(int status) {
    int signal = status & 0x7f;
    if (signal == 0) {
      return "exit " + (status >> 8 & 0xff);
    }
    return signalName(signal) + ((status & 0x80) != 0 ? ", core dumped" : "");
  }

  /** A signal's name, such as {@code SIGSEGV}. */
  static String signalName(int signal) {
    if (signal >= 1 && signal <= SIGNALS.size()) {
      return "SIG" + SIGNALS.get(signal - 1);
    }
    return signal >= SIGRTMIN ? "SIGRT" + (signal - SIGRTMIN) : "signal " + signal;
  }
}
