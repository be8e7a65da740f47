package dev.jrr.tracee;

import dev.jrr.layout.JrrLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The memory by which visits of one instruction with equal registers are told apart: what lies
 * around the stack pointer, and what registers and stack lead to, followed breadth first. The walk
 * depends on nothing but the task's state, so equal states give equal witnesses.
 *
 * <p>{@code lines} are addresses of 64-byte lines, {@code contents} their bytes in the same order.
 */
public record Witness(long[] lines, byte[] contents) {
  /** Bytes of a line. */
  public static final int LINE = 64;

  /** Lines at most: 16 KB. */
  private static final int LIMIT = 256;

  private static final int RED_ZONE = 128;

  /** Bytes of stack from the stack pointer up. */
  private static final int STACK = 4096;

  private static final int LEVELS = 4;

  /** Writable memory of a task, jrr's own left out. */
  public static final class Writable {
    private final long[] starts;
    private final long[] ends;

    private Writable(long[] starts, long[] ends) {
      this.starts = starts;
      this.ends = ends;
    }

    /** As it is now. */
    public static Writable of(int tid) {
      return of(MemoryMaps.read(tid));
    }

    /** That of these mappings. */
    public static Writable of(List<MemoryMaps.Mapping> mappings) {
      long[] starts = new long[mappings.size()];
      long[] ends = new long[mappings.size()];
      int count = 0;
      for (MemoryMaps.Mapping mapping : mappings) {
        boolean own = mapping.start() >= JrrLayout.JRR_BASE && mapping.start() < JrrLayout.JRR_END;
        if ((mapping.protection() & 3) == 3 && !own) {
          starts[count] = mapping.start();
          ends[count++] = mapping.end();
        }
      }
      return new Writable(Arrays.copyOf(starts, count), Arrays.copyOf(ends, count));
    }

    private long low() {
      return starts.length == 0 ? 0 : starts[0];
    }

    private long high() {
      return ends.length == 0 ? 0 : ends[ends.length - 1];
    }

    /** Whether {@code address} is in it. */
    public boolean contains(long address) {
      if (address < low() || address >= high()) {
        return false;
      }
      int index = Arrays.binarySearch(starts, address);
      int at = index >= 0 ? index : -index - 2;
      return at >= 0 && address < ends[at];
    }
  }

  /**
   * Walks from {@code registers} of a stopped task and from {@code touched}, its next addresses.
   */
  public static Witness collect(
      Registers registers, long[] touched, TraceeMemory memory, Writable writable) {
    return new Walk(memory, writable).from(registers, touched);
  }

  /** One walk: the lines found so far, by address in a small open-addressing table. */
  private static final class Walk {
    private final TraceeMemory memory;
    private final Writable writable;
    private final long[] lines = new long[LIMIT];
    private final byte[] contents = new byte[LIMIT * LINE];
    private final LongBuffer words =
        ByteBuffer.wrap(contents).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
    private final long[] seen = new long[LIMIT * 4];
    private int count;

    Walk(TraceeMemory memory, Writable writable) {
      this.memory = memory;
      this.writable = writable;
    }

    Witness from(Registers registers, long[] touched) {
      for (long address : touched) {
        add(address & -LINE);
      }
      long stack = (registers.rsp() - RED_ZONE) & -LINE;
      for (long line = stack; line < registers.rsp() + STACK; line += LINE) {
        add(line);
      }
      for (int number = 0; number < 16; number++) {
        follow(registers.get(Registers.byEncoding(number)));
      }
      follow(registers.get(Registers.FS_BASE));
      int from = 0;
      for (int level = 0; level < LEVELS && count < LIMIT; level++) {
        int to = count;
        read(from, to);
        followAll(from, to);
        from = to;
      }
      read(from, count);
      return new Witness(Arrays.copyOf(lines, count), Arrays.copyOf(contents, count * LINE));
    }

    /** Most points are met by the interpreter: words that are no pointers take it no call. */
    private void followAll(int from, int to) {
      long[] found = new long[(to - from) * (LINE / Long.BYTES)];
      words.position(from * (LINE / Long.BYTES)).get(found);
      long low = writable.low();
      long high = writable.high();
      for (int index = 0; index < found.length && count < LIMIT; index++) {
        long word = found[index];
        if (word >= low && word < high) {
          follow(word);
        }
      }
    }

    private void follow(long pointer) {
      if (pointer > 4096 && writable.contains(pointer)) {
        add(pointer & -LINE);
        add((pointer & -LINE) + LINE);
      }
    }

    private void add(long line) {
      if (count == LIMIT || !(writable.contains(line) || writable.contains(line + LINE - 1))) {
        return;
      }
      int slot = (int) (line * 0x9e3779b97f4a7c15L >>> 54);
      while (seen[slot] != 0) {
        if (seen[slot] == line) {
          return;
        }
        slot = slot + 1 & seen.length - 1;
      }
      seen[slot] = line;
      lines[count++] = line;
    }

    private void read(int from, int to) {
      memory.readLines(lines, from, to, contents, LINE);
    }
  }
}
