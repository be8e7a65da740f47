package dev.jrr.tracee.syscalls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a call as one line, in strace's manner. */
final class Describer {
  /** Bytes of a buffer or string that are shown. */
  private static final int SHOWN = 32;

  /** Longest path shown in full. */
  private static final int SHOWN_PATH = 256;

  private static final int AT_FDCWD = -100;

  private static final long O_CREAT = 0x40;

  /** __O_TMPFILE, without the O_DIRECTORY that O_TMPFILE includes. */
  private static final long TMPFILE = 0x400000;

  private Describer() {}

  static String describe(Call call, long result, MemoryView memory) {
    StringBuilder text = new StringBuilder(96);
    arguments(text, call, memory, result);
    text.append(" = ");
    String error = Errno.nameOfResult(result);
    if (error != null) {
      return text.append("-1 ").append(error).toString();
    }
    return text.append(isAddress(call) ? "0x" + Long.toHexString(result) : Long.toString(result))
        .toString();
  }

  static String describeEntry(Call call, MemoryView memory) {
    StringBuilder text = new StringBuilder(96);
    arguments(text, call, memory, null);
    return text.toString();
  }

  private static boolean isAddress(Call call) {
    return List.of("mmap", "mremap", "brk", "shmat").contains(call.spec().name());
  }

  private static void arguments(
      StringBuilder text, Call call, MemoryView memory, @Nullable Long result) {
    SyscallSpec spec = call.spec();
    text.append(spec.name()).append('(');
    for (int i = 0; i < spec.args().size(); i++) {
      if (isUnusedMode(call, i)) {
        continue;
      }
      text.append(i == 0 ? "" : ", ");
      argument(text, call, i, memory, result);
    }
    text.append(')');
  }

  /** open(2) takes a mode only where it may create a file. */
  private static boolean isUnusedMode(Call call, int index) {
    return index > 0
        && call.spec().args().get(index) instanceof Arg.Value mode
        && mode.kind() == Arg.Kind.MODE
        && call.spec().args().get(index - 1) instanceof Arg.Value flags
        && flags.symbols() == SymbolSets.OPEN
        && (call.arg(index - 1) & (O_CREAT | TMPFILE)) == 0;
  }

  private static void argument(
      StringBuilder text, Call call, int index, MemoryView memory, @Nullable Long result) {
    Arg arg = call.spec().args().get(index);
    long address = call.arg(index);
    if (arg instanceof Arg.Value value) {
      plain(text, value, call.value(index));
    } else if (address == 0) {
      text.append("NULL");
    } else if (arg instanceof Arg.Text) {
      byte[] string = memory.cString(address);
      quoted(text, string, string == null ? 0 : string.length - 1, SHOWN_PATH, address);
    } else if (arg instanceof Arg.TextList) {
      strings(text, address, memory);
    } else if (arg instanceof Arg.Length length) {
      text.append('[').append(length.at(memory, address)).append(']');
    } else if (arg instanceof Arg.Memory area) {
      memory(text, call, area, address, memory, result);
    } else if (arg instanceof Arg.Vector && call.entry(index) instanceof IoVector vector) {
      text.append("[").append(vector.count()).append(" x iovec at ");
      text.append("0x").append(Long.toHexString(address)).append(']');
    } else {
      text.append("0x").append(Long.toHexString(address));
    }
  }

  private static void plain(StringBuilder text, Arg.Value value, long number) {
    Symbols symbols = value.symbols();
    switch (value.kind()) {
      case DIRFD -> text.append(number == AT_FDCWD ? "AT_FDCWD" : Long.toString(number));
      case MODE -> text.append('0').append(Long.toOctalString(number));
      case ADDRESS -> text.append(number == 0 ? "NULL" : "0x" + Long.toHexString(number));
      case FLAGS, FLAGS64 ->
          text.append(
              symbols != null
                  ? symbols.text(number)
                  : number == 0 ? "0" : "0x" + Long.toHexString(number));
      case SIZE -> text.append(Long.toUnsignedString(number));
      case FD, INT, UINT, LONG, OFFSET, PID, ID, SIGNAL ->
          text.append(symbols != null ? symbols.text(number) : Long.toString(number));
    }
  }

  private static void memory(
      StringBuilder text,
      Call call,
      Arg.Memory area,
      long address,
      MemoryView memory,
      @Nullable Long result) {
    boolean filled = result != null && area.direction().writes() && area.when().holds(result);
    if (!filled && !area.direction().reads()) {
      text.append("0x").append(Long.toHexString(address));
      return;
    }
    long length =
        filled
            ? area.size().written(call, new Exit(result, memory, null))
            : area.size().capacity(call, memory);
    if (area.size() instanceof Size.Fixed fixed) {
      structure(text, fixed, address, memory);
      return;
    }
    byte[] bytes = memory.bytes(address, (int) Math.min(length, SHOWN));
    quoted(text, bytes, length, SHOWN, address);
  }

  /** Integers and times are shown by value, other structures by address. */
  private static void structure(
      StringBuilder text, Size.Fixed fixed, long address, MemoryView memory) {
    byte[] bytes = fixed.bytes() <= 16 ? memory.bytes(address, fixed.bytes()) : null;
    if (bytes != null && fixed.type().equals(Layout.INT.type())) {
      text.append('[').append(Bytes.intAt(bytes, 0)).append(']');
    } else if (bytes != null && fixed.type().equals(Layout.INT_PAIR.type())) {
      text.append('[').append(Bytes.intAt(bytes, 0)).append(", ");
      text.append(Bytes.intAt(bytes, 4)).append(']');
    } else if (bytes != null && fixed.bytes() == 8) {
      text.append("[0x").append(Long.toHexString(Bytes.longAt(bytes, 0))).append(']');
    } else if (bytes != null && fixed.type().equals(Layout.TIMESPEC.type())) {
      times(text, bytes, "{tv_sec=", ", tv_nsec=");
    } else if (bytes != null && fixed.type().equals(Layout.TIMEVAL.type())) {
      times(text, bytes, "{tv_sec=", ", tv_usec=");
    } else {
      text.append("0x").append(Long.toHexString(address));
    }
  }

  private static void times(StringBuilder text, byte[] bytes, String seconds, String fraction) {
    text.append(seconds).append(Bytes.longAt(bytes, 0));
    text.append(fraction).append(Bytes.longAt(bytes, 8)).append('}');
  }

  private static void strings(StringBuilder text, long address, MemoryView memory) {
    text.append('[');
    for (int i = 0; i < 8; i++) {
      long pointer = memory.readLong(address + i * 8L).orElse(0);
      if (pointer == 0) {
        text.append(']');
        return;
      }
      byte[] string = memory.cString(pointer);
      text.append(i == 0 ? "" : ", ");
      quoted(text, string, string == null ? 0 : string.length - 1, SHOWN, pointer);
    }
    text.append(", ...]");
  }

  /** {@code length} is the whole; at most {@code shown} of it are written, then dots. */
  private static void quoted(
      StringBuilder text, byte @Nullable [] bytes, long length, int shown, long address) {
    if (bytes == null) {
      text.append("0x").append(Long.toHexString(address));
      return;
    }
    text.append('"');
    for (int i = 0; i < Math.min(Math.min(length, shown), bytes.length); i++) {
      character(text, bytes[i] & 0xff);
    }
    text.append(length > shown ? "\"..." : "\"");
  }

  private static void character(StringBuilder text, int c) {
    switch (c) {
      case '\n' -> text.append("\\n");
      case '\t' -> text.append("\\t");
      case '\r' -> text.append("\\r");
      case '"' -> text.append("\\\"");
      case '\\' -> text.append("\\\\");
      default -> {
        if (c >= 0x20 && c < 0x7f) {
          text.append((char) c);
        } else {
          text.append("\\x").append(Character.forDigit(c >> 4, 16));
          text.append(Character.forDigit(c & 15, 16));
        }
      }
    }
  }
}
