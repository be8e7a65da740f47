package dev.jrr.tracee.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which instructions a jump may be put over, and where that is free of traps. */
class PatchGroupTest {
  private static final long ADDRESS = 0x401000;

  private Disassembler disassembler;

  @BeforeEach
  void open() {
    disassembler = Disassembler.open();
  }

  @AfterEach
  void close() {
    disassembler.close();
  }

  @ParameterizedTest
  @CsvSource({
    // code, offset of the place, length of the group (0: none), quiet
    "488b0500000000,                0, 7, true",
    "4883c001 4885c0 90,            0, 7, true",
    // loop: add rax,1; cmp rax,rbx; jb loop
    "4883c001 4839d8 72f7,          0, 7, true",
    // its comparison with the jump back, which leads before it
    "4883c001 4839d8 72f7,          4, 5, true",
    // the jump back leads into the group
    "90 4883c001 4839d8 72f7,       0, 5, false",
    // a jump ends what belongs together
    "ebfe 4889c3,                   0, 5, false",
    // over a lock prefix: into the middle of an instruction
    "7401 f00fb10a 90 90,           2, 0, false",
    // a system call stays where it is
    "90 0f05 90 90 90,              0, 0, false",
    // undefined on purpose
    "90 0f0b 90 90 90,              0, 0, false",
    "f3a4 90 90 90 90,              0, 0, false",
    // counted loops move with a detour
    "e2fe 4889c3,                   0, 5, true",
    "ffd0 4889c3,                   0, 0, false",
  })
  void aGroupIsWhatCanMove(String hex, int offset, int length, boolean quiet) {
    byte[] code = HexFormat.of().parseHex(hex.replace(" ", ""));
    PatchGroup group = PatchGroup.find(disassembler, code, offset, ADDRESS);
    assertThat(group == null ? 0 : group.length()).isEqualTo(length);
    assertThat(group != null && group.isQuiet(disassembler, code, offset)).isEqualTo(quiet);
    if (group != null) {
      assertThat(group.indexAt(ADDRESS + offset)).isZero();
      assertThat(group.indexAt(ADDRESS + offset + length)).isEqualTo(-1);
    }
  }
}
