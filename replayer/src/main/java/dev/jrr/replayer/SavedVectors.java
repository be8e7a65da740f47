package dev.jrr.replayer;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Images of vector registers that the program saved with {@code xsavec}, as the loader does while
 * it binds a function, in the memory of a point's witness. Registers in their initial state count
 * as in use or not, and are written or not, by the processor's choice: AMD's XINUSE changes with
 * interrupts. Nobody reads what is there when they are not.
 */
final class SavedVectors {
  /** Where the header is in an image: XSTATE_BV, XCOMP_BV and six zeros (Intel SDM 1, 13.4.2). */
  private static final int HEADER = 512;

  private static final int HEADER_SIZE = 64;

  /** Bit 63 of XCOMP_BV: the image is compacted, as {@code xsavec} makes it. */
  private static final long COMPACTED = 1L << 63;

  /** MXCSR and its mask, in the part before the header; they are written with xmm0 to xmm15. */
  private static final int MXCSR = 24;

  private static final int XMM = 160;
  private static final int XMM_END = 416;

  private static final long X87_COMPONENT = 1;
  private static final long XMM_COMPONENT = 1 << 1;

  /** Bytes of components 2 to 7 behind the header: AVX, MPX (2), AVX-512 (3); by CPUID 13. */
  private static final int[] SIZES = {256, 64, 64, 64, 512, 1024};

  /** What MXCSR is in its initial state, and x87's control word; everything else is 0. */
  private static final int INITIAL_MXCSR = 0x1f80;

  private static final long INITIAL_CONTROL = 0x37f;

  /**
   * Where in the witness a word's header is, the word's place in the image, and the bit of
   * XSTATE_BV that tells of it.
   */
  private record Saved(int header, int at, long component) {
    boolean isInitial(long value) {
      if (at == MXCSR) {
        return (int) value == INITIAL_MXCSR; // its other half is what the processor has of it
      }
      return value == (at == 0 ? INITIAL_CONTROL : 0);
    }
  }

  private final Map<Long, Saved> words = new HashMap<>();
  private final ByteBuffer recorded;

  private SavedVectors(ByteBuffer recorded) {
    this.recorded = recorded;
  }

  /** Those in {@code contents}, of which a header's length was recorded at each of the lines. */
  static SavedVectors in(long[] lines, ByteBuffer contents) {
    SavedVectors images = new SavedVectors(contents);
    for (int index = 0; index < lines.length; index++) {
      if (isHeader(contents, index * HEADER_SIZE)) {
        images.add(lines[index] - HEADER, index * HEADER_SIZE);
      }
    }
    return images;
  }

  /** Whether {@code memory} has the header of such an image there. */
  private static boolean isHeader(ByteBuffer memory, int at) {
    if (memory.limit() < at + HEADER_SIZE) {
      return false;
    }
    long inUse = memory.getLong(at);
    long format = memory.getLong(at + Long.BYTES);
    boolean isHeader = (format & COMPACTED) != 0 && (inUse & ~format) == 0;
    for (int word = 2 * Long.BYTES; word < HEADER_SIZE; word += Long.BYTES) {
      isHeader &= memory.getLong(at + word) == 0;
    }
    return isHeader;
  }

  private void add(long image, int header) {
    words.put(image + HEADER, new Saved(header, HEADER, 0));
    for (int at = 0; at < XMM_END; at += Long.BYTES) {
      long component = at == MXCSR || at >= XMM ? XMM_COMPONENT : X87_COMPONENT;
      words.put(image + at, new Saved(header, at, component));
    }
    long format = recorded.getLong(header + Long.BYTES);
    int from = HEADER + HEADER_SIZE;
    for (int index = 0; index < SIZES.length; index++) {
      long component = 1L << index + 2;
      if ((format & component) != 0) {
        for (int at = from; at < from + SIZES[index]; at += Long.BYTES) {
          words.put(image + at, new Saved(header, at, component));
        }
        from += SIZES[index];
      }
    }
  }

  /** Whether the word at {@code address} may be another at the point itself. */
  boolean isOpen(long address) {
    return words.containsKey(address);
  }

  /**
   * Whether the word at {@code address} is of no account at a visit with {@code now} for the
   * recorded contents: there is an image as recorded, and the word is not in both, but in one of
   * them at most, and initial there.
   *
   * @param expected the word as recorded
   * @param found the word at this visit
   */
  boolean isUnused(long address, long expected, long found, ByteBuffer now) {
    Saved saved = words.get(address);
    if (saved == null || !isHeader(now, saved.header)) {
      return false;
    }
    int format = saved.header + Long.BYTES;
    if (now.getLong(format) != recorded.getLong(format)) {
      return false;
    }
    boolean wasSaved = (recorded.getLong(saved.header) & saved.component) != 0;
    boolean isSaved = (now.getLong(saved.header) & saved.component) != 0;
    if (wasSaved && isSaved) {
      return false;
    }
    return (!wasSaved || saved.isInitial(expected)) && (!isSaved || saved.isInitial(found));
  }
}
