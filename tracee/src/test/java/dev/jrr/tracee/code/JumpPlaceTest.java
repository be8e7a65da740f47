package dev.jrr.tracee.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Groups under a jump, and displacements that trap inside it. */
class JumpPlaceTest {
  private static final long SITE = 0x555555555000L;

  private static PatchGroup group(String hex) {
    byte[] code = HexFormat.of().parseHex(hex.replace(" ", "") + "90".repeat(8));
    try (Disassembler disassembler = Disassembler.open()) {
      return Objects.requireNonNull(PatchGroup.find(disassembler, code, 0, SITE));
    }
  }

  /** The bytes of a jump from the site to {@code target}. */
  private static byte[] jump(long target) {
    CodeWriter writer = new CodeWriter(SITE);
    writer.jump(target);
    return writer.toBytes();
  }

  @ParameterizedTest
  @CsvSource({
    "488b0500000000, ''", // one instruction: nothing begins inside
    "4883c001 4889c3, 4",
    "4885c0 7402, 3",
    "7403 4889c3, 2",
    "50 53 4883ec08, '1,2'",
    "50 53 51 52 55, '1,2,3,4'",
    "eb10 4889c3, 2", // a jump, and what somebody else has after it
  })
  void theDisplacementTrapsWhereAnInstructionBegins(String hex, String inside) {
    PatchGroup group = group(hex);
    for (long low : new long[] {SITE + 0x1000_0000, SITE - 0x4000_0000, SITE + 0x123456}) {
      long target = JumpPlace.choose(group, low, low + 0x4000_0000);
      assertThat(target).isBetween(low, low + 0x4000_0000);
      byte[] jump = jump(target);
      for (String place : inside.isEmpty() ? new String[0] : inside.split(",")) {
        assertThat(JumpPlace.isTrap(jump[Integer.parseInt(place)])).as(place).isTrue();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"50 4883ec10, 1", "488bc3 6690, 3"})
  void fourMegabytesAreEnoughForAllButTheHighestByte(String hex, int inside) {
    PatchGroup group = group(hex);
    for (long low = SITE + 0x100_0000; low < SITE + 0x300_0000; low += 0x12_3457) {
      long target = JumpPlace.choose(group, low, low + (4 << 20));
      assertThat(target).isNotZero();
      assertThat(JumpPlace.isTrap(jump(target)[inside])).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"4883c001 4889c3"})
  void thereMayBeNoPlace(String hex) {
    // The highest byte is 01, which is no trap, all over the range.
    assertThat(JumpPlace.choose(group(hex), SITE + 0x100_1000, SITE + 0x1f0_0000)).isZero();
    // Out of a jump's reach.
    assertThat(JumpPlace.choose(group(hex), SITE + (3L << 30), SITE + (4L << 30))).isZero();
  }
}
