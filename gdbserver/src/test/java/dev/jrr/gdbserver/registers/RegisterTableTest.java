package dev.jrr.gdbserver.registers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jrr.gdbserver.target.GeneralRegister;
import dev.jrr.gdbserver.target.RegisterFile;
import dev.jrr.gdbserver.target.XsaveComponent;
import dev.jrr.gdbserver.target.XsaveLayout;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RegisterTableTest {
  private static final XsaveLayout AVX512 =
      XsaveLayout.of(
          Map.of(
              XsaveComponent.AVX, 576,
              XsaveComponent.OPMASK, 832,
              XsaveComponent.ZMM_HI256, 896,
              XsaveComponent.HI16_ZMM, 1408,
              XsaveComponent.PKRU, 2432));
  private static final int AREA_BYTES = 2440;
  private static final int HEADER = 512;

  private final RegisterTable table = new RegisterTable(AVX512);

  private static RegisterFile file(byte[] area) {
    long[] words = new long[GeneralRegister.COUNT];
    for (int i = 0; i < words.length; i++) {
      words[i] = 0x1111_1111_1111_1111L * (i % 15 + 1);
    }
    return RegisterFile.copyOf(words, area);
  }

  /** An area full of noise, every component in use, the reserved parts of 80-bit slots too. */
  private static byte[] noise() {
    byte[] area = new byte[AREA_BYTES];
    new Random(7).nextBytes(area);
    for (int i = 0; i < 8; i++) {
      area[HEADER + i] = (byte) 0xff;
    }
    return area;
  }

  @Test
  void numbersRegistersAsGdbExpectsThem() {
    assertThat(table.byName("rax").number()).isZero();
    assertThat(table.byName("rip").number()).isEqualTo(16);
    assertThat(table.byName("fs").number()).isEqualTo(22 + 0);
    assertThat(table.byName("st0").number()).isEqualTo(24);
    assertThat(table.byName("xmm0").number()).isEqualTo(40);
    assertThat(table.byName("mxcsr").number()).isEqualTo(56);
    assertThat(table.byName("orig_rax").number()).isEqualTo(57);
    assertThat(new RegisterTable(XsaveLayout.LEGACY).all()).hasSize(60);
  }

  @Test
  void writesWhatItReads() {
    RegisterFile file = file(noise());
    RegisterFile rebuilt = file(new byte[AREA_BYTES]);
    for (Register register : table.all()) {
      rebuilt = register.write(rebuilt, register.read(file));
    }
    for (Register register : table.all()) {
      assertThat(register.read(rebuilt)).as(register.name()).isEqualTo(register.read(file));
    }
  }

  @Test
  void writingARegisterChangesNoOther() {
    RegisterFile before = file(noise());
    for (Register written : table.all()) {
      byte[] bytes = written.read(before);
      bytes[0] ^= 1;
      if (written.name().equals("ftag")) {
        continue;
      }
      RegisterFile after = written.write(before, bytes);
      for (Register other : table.all()) {
        boolean tagsOfIt =
            other.name().equals("ftag")
                && (written.name().startsWith("st") || written.name().equals("fstat"));
        if (other != written && !tagsOfIt) {
          assertThat(other.read(after))
              .as("%s after %s", other.name(), written.name())
              .isEqualTo(other.read(before));
        }
      }
    }
  }

  @Test
  void findsVectorRegistersWhereTheProcessorPutsThem() {
    byte[] area = noise();
    RegisterFile file = file(area);
    assertFirstByteAt(file, "xmm3", 160 + 3 * 16);
    assertFirstByteAt(file, "ymm2h", 576 + 2 * 16);
    assertFirstByteAt(file, "k5", 832 + 5 * 8);
    assertFirstByteAt(file, "zmm4h", 896 + 4 * 32);
    assertFirstByteAt(file, "xmm17", 1408 + 64);
    assertFirstByteAt(file, "ymm17h", 1408 + 64 + 16);
    assertFirstByteAt(file, "zmm17h", 1408 + 64 + 32);
    assertFirstByteAt(file, "mxcsr", 24);
    assertFirstByteAt(file, "pkru", 2432);
  }

  private void assertFirstByteAt(RegisterFile file, String name, int offset) {
    assertThat(table.byName(name).read(file)[0]).as(name).isEqualTo(file.xsave()[offset]);
    assertThat(table.byName(name).read(file)[3]).as(name).isEqualTo(file.xsave()[offset + 3]);
  }

  @Test
  void showsTheInitialStateOfAComponentThatIsNotInUse() {
    byte[] area = noise();
    area[HEADER] = 0;
    RegisterFile file = file(area);
    assertThat(table.byName("fctrl").read(file)).containsExactly(0x7f, 0x03, 0, 0);
    assertThat(table.byName("ftag").read(file)).containsExactly(0xff, 0xff, 0, 0);
    assertThat(table.byName("xmm0").read(file)).containsOnly(0);
    assertThat(table.byName("zmm20h").read(file)).containsOnly(0);
    assertThat(table.byName("mxcsr").read(file)[0]).isEqualTo(area[24]);
  }

  @Test
  void writingIntoAnUnusedComponentBringsItIntoUseInItsInitialState() {
    byte[] area = noise();
    area[HEADER] = 0;
    RegisterFile file = file(area);
    byte[] ones = new byte[16];
    java.util.Arrays.fill(ones, (byte) 1);
    RegisterFile after = table.byName("ymm1h").write(file, ones);
    assertThat(after.xsave()[HEADER]).isEqualTo((byte) 4);
    assertThat(table.byName("ymm1h").read(after)).isEqualTo(ones);
    assertThat(table.byName("ymm0h").read(after)).containsOnly(0);
    assertThat(table.byName("mxcsr").read(after)).isEqualTo(table.byName("mxcsr").read(file));
  }

  @Test
  void makesTheFullTagWordFromTheShortOne() {
    byte[] area = new byte[512];
    int top = 6;
    area[3] = (byte) (top << 3);
    area[4] = (byte) 0b1100_0001;
    setSt(area, 0, 0x3fff, 0x8000_0000_0000_0000L);
    setSt(area, 1, 0, 0);
    setSt(area, 2, 0x7fff, 0x8000_0000_0000_0000L);
    byte[] tag = table.byName("ftag").read(file(area));
    // Physical 6 is st0 (valid, 0), 7 is st1 (zero, 1), 0 is st2 (infinity: special, 2).
    assertThat((tag[1] & 0xff) << 8 | tag[0] & 0xff).isEqualTo(0b01_00_11_11_11_11_11_10);
  }

  private static void setSt(byte[] area, int index, int exponent, long significand) {
    int at = 32 + 16 * index;
    for (int i = 0; i < 8; i++) {
      area[at + i] = (byte) (significand >>> 8 * i);
    }
    area[at + 8] = (byte) exponent;
    area[at + 9] = (byte) (exponent >> 8);
  }

  @Test
  void describesOnlyWhatTheProcessorHas() {
    assertThat(TargetDescription.xml(table))
        .contains("org.gnu.gdb.i386.avx512", "name=\"zmm31h\"", "name=\"pkru\"");
    assertThat(TargetDescription.xml(new RegisterTable(XsaveLayout.LEGACY)))
        .contains("org.gnu.gdb.i386.sse")
        .doesNotContain("avx", "pkru");
  }
}
