package dev.jrr.tracee.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Moved branches lead to where they led before, whatever their displacements look like. */
class RelocatorTest {
  private static final long FROM = 0x7ffff7cd53cdL;
  private static final long TO = 0x7ffff8fff00aL;

  /** Displacements of each length: some read like opcodes. */
  private static final int TRIES = 4000;

  private static Instruction decode(Disassembler disassembler, byte[] code, int at, long address) {
    return Objects.requireNonNull(
        disassembler.decode(code, at, code.length - at, address),
        () -> HexFormat.of().formatHex(code));
  }

  /** Where the branches of {@code code} lead that lead out of it. */
  private static Set<Long> targets(Disassembler disassembler, byte[] code) {
    Set<Long> targets = new TreeSet<>();
    for (int at = 0; at < code.length; ) {
      Instruction instruction = decode(disassembler, code, at, TO + at);
      instruction
          .branchTarget()
          .ifPresent(
              target -> {
                if (target < TO || target > TO + code.length) {
                  targets.add(target);
                }
              });
      at += instruction.length();
    }
    return targets;
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "eb ..",
        "e9 .. .. .. ..",
        "2e e9 .. .. .. ..",
        "74 ..",
        "3e 75 ..",
        "0f 84 .. .. .. ..",
        "f2 0f 85 .. .. .. ..",
        "e0 ..",
        "e1 ..",
        "e2 ..",
        "e3 ..",
        "67 e3 ..",
        "e8 .. .. .. ..",
        "f2 e9 .. .. .. ..",
        "f2 e8 .. .. .. .."
      })
  void aMovedBranchLeadsToTheSamePlace(String pattern) {
    Random random = new Random(pattern.hashCode());
    try (Disassembler disassembler = Disassembler.open()) {
      for (int number = 0; number < TRIES; number++) {
        String[] bytes = pattern.split(" ");
        byte[] code = new byte[bytes.length];
        for (int at = 0; at < code.length; at++) {
          boolean isGiven = !bytes[at].equals("..");
          int drawn = random.nextInt(4) == 0 ? 0xe0 + random.nextInt(4) : random.nextInt(256);
          code[at] = (byte) (isGiven ? Integer.parseInt(bytes[at], 16) : drawn);
        }
        if (code.length > 4) {
          // Within reach of both places.
          code[code.length - 1] = (byte) (random.nextInt(8) - 4);
        }
        Instruction branch = decode(disassembler, code, 0, FROM);
        long target = branch.branchTarget().orElseThrow();
        assertThat(Relocator.canMove(branch)).isTrue();
        CodeWriter moved = new CodeWriter(TO);
        Relocator.move(branch, moved);
        assertThat(targets(disassembler, moved.toBytes()))
            .as("%s", HexFormat.of().formatHex(code))
            .containsExactly(target);
      }
    }
  }
}
