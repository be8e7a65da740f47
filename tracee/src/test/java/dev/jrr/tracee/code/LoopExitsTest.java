package dev.jrr.tracee.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where short loops are left. */
class LoopExitsTest {
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
    // code, offset of the place, offsets of the exits
    // loop: add rax,1; cmp rax,rbx; jb loop
    "4883c001 4839d8 72f7 90,                    0, 9",
    "4883c001 4839d8 72f7 90,                    4, 9",
    "4883c001 4839d8 72f7 90,                    7, 9",
    // before it, and behind it
    "90 4883c001 4839d8 72f7 90,                 0, ''",
    "4883c001 4839d8 72f7 90 c3,                 9, ''",
    // loop: inc rax; jz out; jmp loop
    "48ffc0 7402 ebf9 90 90,                     0, 7",
    // the same, and out is further on
    "48ffc0 7404 ebf9 90 90 90,                  0, 9",
    // loop: inc rax; js 20; jz 22; jb loop
    "48ffc0 780f 740f 72f7 90,                   3, 9 20 22",
    // more of them than can be watched
    "48ffc0 780f 740f 7a10 7b10 7c10 72f1 90,    0, 15 20 22 25",
    // no way out
    "48ffc0 ebfb 90,                             0, ''",
    "48ffc0 ff10 ebf9 90,                        0, ''",
    // rcx counts
    "48ffc0 e2fb 90,                             0, 5",
    // from the inner of two loops to the outer, and out of that
    "48ffc0 48ffc1 72fb 72f6 90,                 3, 8",
    "48ffc0 48ffc1 72fb 72f6 90,                 8, 10",
    "48ffc0 48ffc1 72fb 72f6 90,                 0, 10",
    // calls stay inside, wherever they lead
    "e800100000 72f9 90,                         0, 7",
    // a jump forward over what is no code of the loop's
    "eb01 06 72fb 90,                            0, ''",
    // no such instruction
    "48ffc0 06 72fa 90,                          0, ''",
  })
  void aLoopIsLeftBehindItsEndAndByJumpsOutOfIt(String hex, int offset, String exits) {
    byte[] code = HexFormat.of().parseHex(hex.replace(" ", ""));
    long[] found = LoopExits.find(disassembler, code, offset, ADDRESS);
    String offsets =
        Arrays.stream(found)
            .mapToObj(exit -> Long.toString(exit - ADDRESS))
            .collect(Collectors.joining(" "));
    assertThat(offsets).isEqualTo(exits);
  }

  @ParameterizedTest
  @CsvSource({"120, 1", "240, 1", "260, 0"})
  void aLongLoopIsNone(int filling, int exits) {
    byte[] code = new byte[filling + 7];
    Arrays.fill(code, (byte) 0x90);
    code[filling] = 0x0f; // jb, with 32 bits to the beginning
    code[filling + 1] = (byte) 0x82;
    int distance = -(filling + 6);
    for (int index = 0; index < 4; index++) {
      code[filling + 2 + index] = (byte) (distance >> (8 * index));
    }
    assertThat(LoopExits.find(disassembler, code, 0, ADDRESS)).hasSize(exits);
  }
}
