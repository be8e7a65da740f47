package dev.jrr.tracee.syscalls;

/** Whether a call may wait for something that another task does. */
public sealed interface Blocking {
  /** Whether this call, with these arguments, may wait. */
  boolean mayBlock(Call call, MemoryView memory);

  /** The rule in words, for the documentation. */
  String text();

  /** Never waits for another task. */
  Blocking NEVER = new Never();

  /** May wait, for all that the arguments tell. */
  Blocking MAY = new May();

  /** Never waits for another task. */
  record Never() implements Blocking {
    @Override
    public boolean mayBlock(Call call, MemoryView memory) {
      return false;
    }

    @Override
    public String text() {
      return "no";
    }
  }

  /** May wait. */
  record May() implements Blocking {
    @Override
    public boolean mayBlock(Call call, MemoryView memory) {
      return true;
    }

    @Override
    public String text() {
      return "may";
    }
  }

  /** May wait, except when one of the bits {@code mask} is set in argument {@code arg}. */
  record UnlessFlag(int arg, long mask, String flag) implements Blocking {
    @Override
    public boolean mayBlock(Call call, MemoryView memory) {
      return (call.arg(arg) & mask) == 0;
    }

    @Override
    public String text() {
      return "unless " + flag;
    }
  }

  /** May wait, except when the 32-bit argument {@code arg} (a timeout) is 0. */
  record UnlessZero(int arg) implements Blocking {
    @Override
    public boolean mayBlock(Call call, MemoryView memory) {
      return (int) call.arg(arg) != 0;
    }

    @Override
    public String text() {
      return "unless the timeout is 0";
    }
  }

  /**
   * May wait, except when argument {@code arg} points to a timespec or timeval of zero. No pointer
   * means to wait without limit.
   */
  record UnlessZeroTime(int arg) implements Blocking {
    @Override
    public boolean mayBlock(Call call, MemoryView memory) {
      byte[] time = call.arg(arg) == 0 ? null : memory.bytes(call.arg(arg), 16);
      return time == null || (Bytes.longAt(time, 0) | Bytes.longAt(time, 8)) != 0;
    }

    @Override
    public String text() {
      return "unless the timeout is 0";
    }
  }
}
