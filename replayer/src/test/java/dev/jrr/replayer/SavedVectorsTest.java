package dev.jrr.replayer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** An image at {@link #IMAGE}, all of whose lines up to the AVX registers are in a witness. */
final class SavedVectorsTest {
  private static final long IMAGE = 0x7fffffffd600L;
  private static final int LINES = 13;
  private static final int HEADER = 512;
  private static final long COMPACTED = 1L << 63;
  private static final long X87 = 1;
  private static final long SSE = 2;
  private static final long AVX = 4;
  private static final long GARBAGE = 0x5555_5555_5555_5555L;
  private static final int ST0 = 32;
  private static final int MXCSR = 24;
  private static final int XMM3 = 160 + 3 * 16;
  private static final int YMM0 = 576;
  private static final int BEHIND_XMM15 = 416;

  private static long[] lines() {
    return LongStream.range(0, LINES).map(line -> IMAGE + 64 * line).toArray();
  }

  private static ByteBuffer contents(long inUse, long format) {
    ByteBuffer contents = ByteBuffer.allocate(LINES * 64).order(ByteOrder.LITTLE_ENDIAN);
    for (int at = 0; at < HEADER; at += 8) {
      contents.putLong(at, GARBAGE);
    }
    if ((inUse & SSE) != 0) {
      contents.putLong(MXCSR, 0x2ffff_00001f80L).putLong(XMM3, 0);
    }
    return contents.putLong(HEADER, inUse).putLong(HEADER + 8, format);
  }

  /** Offsets of the words that are of no account between the two. */
  private static long[] unused(ByteBuffer recorded, ByteBuffer now, int... offsets) {
    SavedVectors saved = SavedVectors.in(lines(), recorded);
    return Arrays.stream(offsets)
        .filter(
            offset ->
                saved.isUnused(IMAGE + offset, recorded.getLong(offset), now.getLong(offset), now))
        .asLongStream()
        .toArray();
  }

  @Test
  void registersThatOneOfTheTwoDoesNotHoldAreOfNoAccount() {
    ByteBuffer recorded = contents(0, COMPACTED | SSE | AVX);
    ByteBuffer now = contents(SSE, COMPACTED | SSE | AVX);
    assertThat(unused(recorded, now, HEADER, MXCSR, XMM3, YMM0))
        .containsExactly(HEADER, MXCSR, XMM3, YMM0);
    assertThat(unused(now, recorded, MXCSR, XMM3)).containsExactly(MXCSR, XMM3);
  }

  @Test
  void aRegisterThatHoldsSomethingIsNotAnEmptyOne() {
    ByteBuffer empty = contents(0, COMPACTED | SSE);
    ByteBuffer full = contents(SSE, COMPACTED | SSE).putLong(XMM3, 7).putLong(MXCSR, 0x1fa0);
    assertThat(unused(empty, full, MXCSR, XMM3)).isEmpty();
    assertThat(unused(full, empty, MXCSR, XMM3)).isEmpty();
  }

  @Test
  void registersThatBothHoldAreCompared() {
    ByteBuffer both = contents(SSE | X87, COMPACTED | SSE | AVX | X87);
    assertThat(unused(both, both, ST0, MXCSR, XMM3)).isEmpty();
    assertThat(unused(both, both, YMM0)).containsExactly(YMM0);
    assertThat(SavedVectors.in(lines(), both).isOpen(IMAGE + XMM3))
        .as("another visit may lack them")
        .isTrue();
  }

  @Test
  void whatIsNoRegisterIsCompared() {
    ByteBuffer none = contents(0, COMPACTED | SSE);
    assertThat(unused(none, none, HEADER + 8, HEADER + 16, BEHIND_XMM15, YMM0)).isEmpty();
    assertThat(SavedVectors.in(lines(), none).isOpen(IMAGE + BEHIND_XMM15)).isFalse();
  }

  @Test
  void anImageIsComparedWithAnotherOfItsFormatOnly() {
    ByteBuffer recorded = contents(0, COMPACTED | SSE | AVX);
    assertThat(unused(recorded, contents(0, COMPACTED | SSE), XMM3)).isEmpty();
    assertThat(unused(recorded, contents(X87, COMPACTED | SSE | AVX), XMM3)).isEmpty();
    ByteBuffer less = ByteBuffer.wrap(recorded.array(), 0, HEADER).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(unused(recorded, less, XMM3)).isEmpty();
  }

  @Test
  void otherMemoryIsNoImage() {
    long[] lines = lines();
    assertThat(SavedVectors.in(lines, contents(SSE, SSE)).isOpen(IMAGE + XMM3)).isFalse();
    assertThat(SavedVectors.in(lines, contents(AVX, COMPACTED | SSE)).isOpen(IMAGE + XMM3))
        .isFalse();
    ByteBuffer used = contents(SSE, COMPACTED | SSE).putLong(HEADER + 24, 1);
    assertThat(SavedVectors.in(lines, used).isOpen(IMAGE + XMM3)).isFalse();
  }
}
