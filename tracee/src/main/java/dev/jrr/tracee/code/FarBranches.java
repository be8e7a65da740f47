package dev.jrr.tracee.code;

import dev.jrr.tracee.syscalls.MemoryView;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Of one stretch of code the direct branches that lead right behind instructions which a stub may
 * stand in for. A function may jump there from anywhere, and its cold part stands far away. Bytes
 * that read like a branch are taken for one until {@link #leadInto} looks at them. Offsets are the
 * file's. Immutable.
 */
public final class FarBranches {
  /** So much is looked at a time. */
  private static final int CHUNK = 1 << 20;

  /** Bytes of the longest branch, {@code jcc rel32}. */
  private static final int BRANCH = 6;

  /** Where targets are of interest is known of so many bytes together. */
  private static final int GRANULE = 16;

  /** More than these are not kept, but looked for again. */
  private static final int MOST_KEPT = 10_000;

  /** Where the branches are, by where they lead. */
  private final NavigableMap<Long, long[]> sources;

  /** The stretch. */
  private final long from;

  private final long to;

  private FarBranches(NavigableMap<Long, long[]> sources, long from, long to) {
    this.sources = sources;
    this.from = from;
    this.to = to;
  }

  /**
   * Those of the code from {@code start} to {@code end}, which begins at {@code from} in its file;
   * some 5 ms a megabyte.
   */
  public static FarBranches find(long start, long end, long from, MemoryView memory) {
    BitSet behindSites = new BitSet((int) ((end - start) / GRANULE + 1));
    scan(start, end, memory, (code, at, offset) -> markBehind(code, at, offset, behindSites));
    NavigableMap<Long, long[]> sources = new TreeMap<>();
    scan(
        start,
        end,
        memory,
        (code, at, offset) -> {
          long target = offset + target(code, at);
          if (target >= 0 && target < end - start && behindSites.get((int) (target / GRANULE))) {
            sources.merge(from + target, new long[] {from + offset}, FarBranches::both);
          }
        });
    return new FarBranches(sources, from, from + end - start);
  }

  /** Whether the stretch has all of the file from the one offset to the other. */
  public boolean cover(long first, long last) {
    return first >= from && last <= to;
  }

  /** Whether the stretch has all of the other's. */
  public boolean cover(FarBranches that) {
    return cover(that.from, that.to);
  }

  private static long[] both(long[] some, long[] others) {
    long[] all = Arrays.copyOf(some, some.length + others.length);
    System.arraycopy(others, 0, all, some.length, others.length);
    return all;
  }

  private interface Visitor {
    /**
     * {@code code[at]}, which stands {@code offset} bytes from the start, and {@link #BRANCH} bytes
     * may be read.
     */
    void see(byte[] code, int at, long offset);
  }

  /** Shows what begins with the first byte of a site's instruction or of a branch. */
  private static void scan(long start, long end, MemoryView memory, Visitor visitor) {
    byte[] code = new byte[CHUNK + BRANCH];
    for (long chunk = start; chunk < end; chunk += CHUNK) {
      Arrays.fill(code, (byte) 0);
      int length = (int) Math.min(CHUNK, end - chunk);
      memory.read(chunk, code, 0, (int) Math.min(code.length, end - chunk));
      for (int at = 0; at < length; at++) {
        int first = code[at] & 0xff;
        if (first == 0x0f || first == 0xe8 || first == 0xe9) {
          visitor.see(code, at, chunk - start + at);
        }
      }
    }
  }

  private static void markBehind(byte[] code, int at, long offset, BitSet behindSites) {
    int second = code[at + 1];
    boolean isSite =
        code[at] == 0x0f
            && (second == 0x05 || second == 0x31 || second == 0x01 && code[at + 2] == (byte) 0xf9);
    if (isSite) {
      behindSites.set((int) (offset / GRANULE), (int) ((offset + SiteCode.LONGEST) / GRANULE) + 1);
    }
  }

  /** From {@code at} to where the branch leads; far away where there is none. */
  private static long target(byte[] code, int at) {
    if (code[at] != 0x0f) {
      return 5L + PatchGroup.displacement(code, at + 1);
    }
    return (code[at + 1] & 0xf0) == 0x80
        ? (long) BRANCH + PatchGroup.displacement(code, at + 2)
        : Long.MIN_VALUE / 2;
  }

  /**
   * Whether one of them leads to the inside of the {@code length} bytes at {@code site}.
   *
   * @param start where the stretch is in {@code memory}
   */
  boolean leadInto(
      long site, int length, long start, Disassembler disassembler, MemoryView memory) {
    for (long[] from : sources.subMap(site - start, false, site - start + length, false).values()) {
      for (long source : from) {
        if (PatchGroup.isInstruction(disassembler, start + source, memory)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Appends what {@link #decode} reads, at most {@link #encodedLength} bytes. */
  public void encode(ByteBuffer bytes) {
    bytes.putLong(from).putLong(to).putInt(count());
    for (Map.Entry<Long, long[]> target : sources.entrySet()) {
      for (long source : target.getValue()) {
        bytes.putLong(target.getKey()).putLong(source);
      }
    }
  }

  /** So many bytes {@link #encode} appends. */
  public int encodedLength() {
    return 2 * Long.BYTES + Integer.BYTES + count() * 2 * Long.BYTES;
  }

  private int count() {
    return sources.values().stream().mapToInt(from -> from.length).sum();
  }

  /** Whether there are so few that they can be kept. */
  public boolean areFew() {
    return count() <= MOST_KEPT;
  }

  /**
   * The next ones of {@code bytes}.
   *
   * @throws IllegalArgumentException if those are none
   */
  public static FarBranches decode(ByteBuffer bytes) {
    try {
      NavigableMap<Long, long[]> sources = new TreeMap<>();
      long from = bytes.getLong();
      long to = bytes.getLong();
      int count = bytes.getInt();
      if (count < 0 || count > MOST_KEPT) {
        throw new IllegalArgumentException(count + " branches");
      }
      for (int index = 0; index < count; index++) {
        sources.merge(bytes.getLong(), new long[] {bytes.getLong()}, FarBranches::both);
      }
      return new FarBranches(sources, from, to);
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("branches are cut off", e);
    }
  }
}
