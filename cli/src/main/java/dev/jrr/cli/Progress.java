package dev.jrr.cli;

import org.jspecify.annotations.Nullable;

/**
 * How far long work has come, on standard error: on a terminal only, and only once it has taken a
 * second. Closing wipes the line.
 */
final class Progress implements AutoCloseable {
  private static final long FIRST_MS = 1000;
  private static final long EACH_MS = 200;

  private final @Nullable String what;
  private final long end;
  private final long beganMs = System.currentTimeMillis();
  private long shownMs;

  private Progress(@Nullable String what, long end) {
    this.what = what;
    this.end = end;
  }

  /** Of {@code what}, which is done at {@code end}. */
  static Progress of(String what, long end) {
    // A console exists only if both input and output are terminals.
    return new Progress(System.console() != null ? what : null, end);
  }

  /** Says that work has come to {@code position}; cheap enough to be called for each frame. */
  void at(long position) {
    if (what == null || (position & 0x3ff) != 0) {
      return;
    }
    long nowMs = System.currentTimeMillis();
    if (nowMs - beganMs >= FIRST_MS && nowMs - shownMs >= EACH_MS) {
      shownMs = nowMs;
      long percent = end == 0 ? 100 : 100 * position / end;
      System.err.print("\r" + what + ": event " + position + " of " + end + ", " + percent + " %");
    }
  }

  @Override
  public void close() {
    if (shownMs != 0) {
      // Carriage return, then erase to the end of the line (ECMA-48, EL).
      System.err.print("\r\033[K");
    }
  }
}
