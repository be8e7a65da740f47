package dev.jrr.tracee;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.LongBinaryOperator;
import org.jspecify.annotations.Nullable;

/** {@code /proc/<tid>/maps}, parsed (proc(5)). */
public final class MemoryMaps {
  private MemoryMaps() {}

  /**
   * One mapping. {@code protection} in mmap's bits (1 read, 2 write, 4 execute); {@code device} as
   * stat(2) gives it; {@code name} empty for anonymous memory.
   */
  public record Mapping(
      long start,
      long end,
      int protection,
      boolean shared,
      long offset,
      long device,
      long inode,
      String name) {
    public long length() {
      return end - start;
    }

    public boolean isFile() {
      return inode != 0;
    }

    /** What tells its file from others, as the kernel writes it there: {@code fd:01 123}. */
    public String file() {
      long major = device >>> 8 & 0xfff | device >>> 32 & ~0xfffL;
      long minor = device & 0xff | device >>> 12 & 0xffffff00L;
      return twoDigits(major) + ":" + twoDigits(minor) + " " + inode;
    }

    /** At least; a Formatter takes milliseconds in a JVM that has just started. */
    private static String twoDigits(long number) {
      return (number < 16 ? "0" : "") + Long.toHexString(number);
    }
  }

  /** A jump reaches 2 GiB; some of it is left for what moved code itself refers to. */
  public static final long REACH = 1L << 30;

  /** Gaps nearer than this to a mapping are left for the program's own growth. */
  private static final long DISTANCE = 16L << 20;

  /**
   * Where {@code size} bytes may be mapped within {@link #REACH} of {@code place}, far enough from
   * what grows; 0 where there is no such gap. Above the highest mapping in reach rather than below
   * others, where the kernel puts the program's next ones.
   */
  public static long gapNear(List<Mapping> mappings, long place, long size) {
    long best = 0;
    long below = 1 << 16;
    for (Mapping mapping : mappings) {
      long room = mapping.start() - below;
      long low = aboveGrowth(below, mapping);
      long high = mapping.start() - DISTANCE - size & -4096;
      if (room > 2 * DISTANCE + size) {
        long candidate = low > place ? low : high;
        if (Math.abs(candidate - place) < REACH) {
          best = candidate;
        }
      }
      below = mapping.end();
    }
    return best;
  }

  /** Where the gap from {@code below} to {@code above} may be used: a heap grows for long. */
  private static long aboveGrowth(long below, Mapping above) {
    return below + Math.min(REACH / 2, (above.start() - below) / 2) & -4096;
  }

  /**
   * The same, where the wanted addresses are seldom: {@code choose} gives one that is wanted from a
   * lowest to before a highest one, or 0. The result is one of those that are nearest, and {@code
   * size} bytes from its page on may be mapped.
   */
  public static long gapWith(
      List<Mapping> mappings, long place, long size, LongBinaryOperator choose) {
    long best = 0;
    long below = 1 << 16;
    for (Mapping mapping : mappings) {
      long low = Math.max(aboveGrowth(below, mapping), place - REACH);
      long high = Math.min(mapping.start() - DISTANCE - size & -4096, place + REACH);
      long found = low < high ? choose.applyAsLong(low, high) : 0;
      if (found != 0 && (best == 0 || Math.abs(found - place) < Math.abs(best - place))) {
        best = found;
      }
      below = mapping.end();
    }
    return best;
  }

  /** What the file holds and what that means. */
  private record Parsed(byte[] text, List<Mapping> mappings) {}

  /** What was read last: the same task is looked at again and again. */
  private static volatile Parsed last = new Parsed(new byte[0], List.of());

  /** Reads all mappings, in ascending order; empty when the task is gone. Immutable. */
  public static List<Mapping> read(int tid) {
    byte[] text = ProcFile.read(tid, "maps");
    Parsed known = last;
    if (Arrays.equals(known.text, text)) {
      return known.mappings;
    }
    Parsed parsed = new Parsed(text, Collections.unmodifiableList(parse(text)));
    last = parsed;
    return parsed.mappings;
  }

  /** The one that {@code address} is in; null if none. */
  public static @Nullable Mapping at(List<Mapping> mappings, long address) {
    for (Mapping mapping : mappings) {
      if (Long.compareUnsigned(address, mapping.end()) < 0) {
        return Long.compareUnsigned(address, mapping.start()) >= 0 ? mapping : null;
      }
    }
    return null;
  }

  private static List<Mapping> parse(byte[] text) {
    List<Mapping> mappings = new ArrayList<>();
    int start = 0;
    for (int index = 0; index < text.length; index++) {
      if (text[index] == '\n') {
        mappings.add(new Line(text, start, index).parse());
        start = index + 1;
      }
    }
    return mappings;
  }

  /** A cursor over {@code 7f00-7f01 rw-p 00001000 fd:01 123 name}. */
  private static final class Line {
    private final byte[] text;
    private final int end;
    private int at;

    Line(byte[] text, int start, int end) {
      this.text = text;
      this.at = start;
      this.end = end;
    }

    private long number(int radix) {
      long value = 0;
      while (at < end) {
        int digit = Character.digit(text[at], radix);
        if (digit < 0) {
          break;
        }
        value = value * radix + digit;
        at++;
      }
      at++; // the separator
      return value;
    }

    Mapping parse() {
      long from = number(16);
      long to = number(16);
      int protection =
          (text[at] == 'r' ? 1 : 0) | (text[at + 1] == 'w' ? 2 : 0) | (text[at + 2] == 'x' ? 4 : 0);
      boolean shared = text[at + 3] == 's';
      at += 5;
      long offset = number(16);
      long major = number(16);
      long minor = number(16);
      long inode = number(10);
      while (at < end && text[at] == ' ') {
        at++;
      }
      String name = at < end ? new String(text, at, end - at, StandardCharsets.UTF_8) : "";
      return new Mapping(from, to, protection, shared, offset, device(major, minor), inode, name);
    }

    /** The C library's makedev. */
    private static long device(long major, long minor) {
      return minor & 0xff | (major & 0xfff) << 8 | (minor & ~0xffL) << 12 | (major & ~0xfffL) << 32;
    }
  }
}
