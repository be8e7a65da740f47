package dev.jrr.replayer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Functions by their place in an ELF file. */
final class ElfSymbolsTest {
  private static final int SYMBOLS = 0x300;
  private static final int STRINGS = 0x400;
  private static final int SECTIONS = 0x500;
  private static final String NAMES = "\0main\0helper\0source.c\0";
  private static final int MAIN = 1;
  private static final int HELPER = 6;
  private static final int SOURCE = 13;

  private final ByteBuffer file = ByteBuffer.allocate(0x2000).order(ByteOrder.LITTLE_ENDIAN);

  ElfSymbolsTest() {
    file.putInt(0, 0x464c457f).putShort(4, (short) 0x0102).putShort(18, (short) 62);
    // One segment: 0x1000 bytes at 0x1000 of the file are mapped at 0x401000.
    file.putLong(32, 64).putShort(54, (short) 56).putShort(56, (short) 1);
    file.putInt(64, 1).putLong(64 + 8, 0x1000).putLong(64 + 16, 0x401000).putLong(64 + 32, 0x1000);
    // Three sections: none, symbols, strings.
    file.putLong(40, SECTIONS).putShort(58, (short) 64).putShort(60, (short) 3);
    file.putInt(SECTIONS + 64 + 4, 2).putLong(SECTIONS + 64 + 24, SYMBOLS);
    file.putLong(SECTIONS + 64 + 32, 4 * 24).putInt(SECTIONS + 64 + 40, 2);
    file.putInt(SECTIONS + 128 + 4, 3).putLong(SECTIONS + 128 + 24, STRINGS);
    file.put(STRINGS, NAMES.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    symbol(1, SOURCE, 4, 0, 0);
    symbol(2, HELPER, 2, 0x401100, 0x20);
    symbol(3, MAIN, 0x12, 0x401200, 0x80);
  }

  private void symbol(int index, int name, int info, long value, long size) {
    int at = SYMBOLS + 24 * index;
    file.putInt(at, name).put(at + 4, (byte) info).putLong(at + 8, value).putLong(at + 16, size);
  }

  @Test
  void findsTheFunctionAroundAPlace() {
    ElfSymbols.Symbol main = ElfSymbols.find(file, 0x1204);
    assertThat(main).isEqualTo(new ElfSymbols.Symbol("main", 4, ""));
    assertThat(main.text()).isEqualTo("main+0x4");
    assertThat(ElfSymbols.find(file, 0x127f)).isNotNull();
    assertThat(ElfSymbols.find(file, 0x1280)).isNull();
  }

  @Test
  void knowsTheSourceFileOfALocalFunction() {
    assertThat(ElfSymbols.find(file, 0x1100))
        .isEqualTo(new ElfSymbols.Symbol("helper", 0, "source.c"));
  }

  @Test
  void aPlaceThatIsNotMappedHasNoFunction() {
    assertThat(ElfSymbols.find(file, 0x10)).isNull();
    assertThat(ElfSymbols.find(file, -1)).isNull();
    assertThat(ElfSymbols.find(file, Long.MAX_VALUE)).isNull();
  }

  @Test
  void whatIsNoElfFileHasNone() {
    assertThat(ElfSymbols.find(ByteBuffer.allocate(0), 0)).isNull();
    assertThat(ElfSymbols.find(ByteBuffer.allocate(4096), 0)).isNull();
  }

  /** Headers with any bytes in them: an answer or none, and no exception. */
  @Test
  void damageIsHarmless() {
    Random random = new Random(7);
    for (int round = 0; round < 20_000; round++) {
      ByteBuffer damaged = ByteBuffer.allocate(file.capacity()).order(ByteOrder.LITTLE_ENDIAN);
      damaged.put(0, file.array());
      for (int count = 1 + random.nextInt(4); count > 0; count--) {
        int[] areas = {20, 64, SYMBOLS, SECTIONS};
        int at = areas[random.nextInt(areas.length)] + random.nextInt(0x60);
        damaged.put(at, (byte) (random.nextBoolean() ? 0xff : random.nextInt(256)));
      }
      ElfSymbols.Symbol found = ElfSymbols.find(damaged, 0x1204);
      assertThat(found == null || found.name() != null).as("round %d", round).isTrue();
    }
  }
}
