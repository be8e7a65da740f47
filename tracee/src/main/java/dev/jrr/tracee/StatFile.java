package dev.jrr.tracee;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * {@code /proc/<tid>/stat} (proc(5)) as it was when it was read: its fields from the state, which
 * is the third, on.
 */
public record StatFile(List<String> fromState) {
  private static final int STATE = 3;
  private static final int USER_TIME = 14;
  private static final int SYSTEM_TIME = 15;

  /** The kernel tells times in hundredths of a second, whatever its own ticks are (time(7)). */
  private static final long TICK_NS = 10_000_000;

  /** Reads it; that of a task that is gone has no fields. For any thread. */
  public static StatFile read(int tid) {
    String text = new String(ProcFile.read(tid, "stat"), StandardCharsets.ISO_8859_1).strip();
    // The name before the state is in brackets and may hold anything.
    int end = text.lastIndexOf(')');
    return new StatFile(end < 0 ? List.of() : List.of(text.substring(end + 2).split(" ")));
  }

  /** The task's state as a letter; a blank when it is gone. */
  public char state() {
    return fromState.isEmpty() ? ' ' : fromState.get(0).charAt(0);
  }

  /** Whether the task is there and has not ended. */
  public boolean isAlive() {
    return " ZX".indexOf(state()) < 0;
  }

  /**
   * Field {@code number} as proc(5) counts them, from 3 on; {@code absent} where it is not there.
   */
  public long number(int number, long absent) {
    int index = number - STATE;
    return index < fromState.size() ? Long.parseLong(fromState.get(index)) : absent;
  }

  /** The CPU time that the task has had, nanoseconds, to a hundredth of a second. */
  public long cpuNs() {
    return (number(USER_TIME, 0) + number(SYSTEM_TIME, 0)) * TICK_NS;
  }
}
