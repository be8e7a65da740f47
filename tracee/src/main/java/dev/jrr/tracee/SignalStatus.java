package dev.jrr.tracee;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** What a task does with signals: the Sig lines of {@code /proc/<tid>/status} (proc(5)). */
public record SignalStatus(long blocked, long ignored, long caught) {
  /** What happens when a signal is delivered. */
  public enum Disposition {
    CAUGHT,
    IGNORED,
    STOPS,
    TERMINATES
  }

  private static final int SIGCHLD = 17;
  private static final int SIGCONT = 18;
  private static final int SIGSTOP = 19;
  private static final int SIGTTOU = 22;
  private static final int SIGURG = 23;
  private static final int SIGWINCH = 28;

  /** Reads it; a task that is gone catches and ignores nothing. */
  public static SignalStatus read(int tid) {
    String text;
    try (FileInputStream in = new FileInputStream("/proc/" + tid + "/status")) {
      text = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException gone) {
      return new SignalStatus(0, 0, 0);
    }
    return new SignalStatus(
        mask(text, "SigBlk:\t"), mask(text, "SigIgn:\t"), mask(text, "SigCgt:\t"));
  }

  private static long mask(String text, String name) {
    int at = text.indexOf(name);
    return at < 0
        ? 0
        : Long.parseUnsignedLong(text.substring(at + name.length(), at + name.length() + 16), 16);
  }

  private static boolean has(long mask, int signal) {
    return (mask >>> (signal - 1) & 1) != 0;
  }

  /** Whether the signal is in the task's mask. */
  public boolean isBlocked(int signal) {
    return has(blocked, signal);
  }

  /** What {@code signal} does: signal(7) has the defaults. */
  public Disposition disposition(int signal) {
    if (has(caught, signal)) {
      return Disposition.CAUGHT;
    }
    if (has(ignored, signal)
        || signal == SIGCHLD
        || signal == SIGCONT
        || signal == SIGURG
        || signal == SIGWINCH) {
      return Disposition.IGNORED;
    }
    return signal >= SIGSTOP && signal <= SIGTTOU ? Disposition.STOPS : Disposition.TERMINATES;
  }
}
