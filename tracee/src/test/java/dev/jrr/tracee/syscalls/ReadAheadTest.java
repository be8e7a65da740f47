package dev.jrr.tracee.syscalls;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Memory of two pages read by pieces, through {@link ReadAhead} and not. */
final class ReadAheadTest {
  private static final long START = 0x7fff_0000_0000L;
  private static final byte[] BYTES = new byte[8192];

  static {
    for (int at = 0; at < BYTES.length; at++) {
      BYTES[at] = (byte) (at * 7 + at / 256);
    }
  }

  /** How often it was read. */
  private int reads;

  private final MemoryView memory =
      (address, buffer, offset, length) -> {
        reads++;
        long at = address - START;
        if (at < 0 || at >= BYTES.length) {
          return 0;
        }
        int count = (int) Math.min(length, BYTES.length - at);
        System.arraycopy(BYTES, (int) at, buffer, offset, count);
        return count;
      };

  @Test
  void givesTheSameBytesWhereverAndHowManyAreAskedFor() {
    MemoryView ahead = new ReadAhead(memory, 4096);
    int[] lengths = {0, 1, 8, 255, 256, 4095, 4096, 4097, 9000};
    for (long address = START - 300; address < START + 9000; address += 113) {
      for (int length : lengths) {
        byte[] expected = new byte[length];
        byte[] actual = new byte[length];
        int most = memory.read(address, expected, 0, length);
        assertThat(ahead.read(address, actual, 0, length)).isEqualTo(most);
        assertThat(Arrays.copyOf(actual, most)).isEqualTo(Arrays.copyOf(expected, most));
      }
    }
  }

  @Test
  void readsOnceWhatLiesSideBySide() {
    MemoryView ahead = new ReadAhead(memory, 4096);
    byte[] piece = new byte[64];
    for (int at = 0; at < 4096; at += piece.length) {
      assertThat(ahead.read(START + at, piece, 0, piece.length)).isEqualTo(piece.length);
    }
    assertThat(reads).isEqualTo(1);
  }
}
