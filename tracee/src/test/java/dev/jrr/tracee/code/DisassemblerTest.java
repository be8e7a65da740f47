package dev.jrr.tracee.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Instructions by their bytes, what the manuals say of them being the oracle. */
class DisassemblerTest {
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

  private Instruction decode(String hex) {
    byte[] code = HexFormat.of().parseHex(hex);
    return disassembler.decode(code, 0, code.length, ADDRESS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0f05                 | 2  | syscall",
        "4889c3               | 3  | mov rbx, rax",
        "f0480fc10a           | 5  | lock xadd qword ptr [rdx], rcx",
        "f348a5               | 3  | rep movsq qword ptr [rdi], qword ptr [rsi]",
        "498b8424 78563412    | 8  | mov rax, qword ptr [r12 + 0x12345678]",
        "48b8 8877665544332211 | 10 | movabs rax, 0x1122334455667788",
        "f30fc7f8             | 4  | rdpid rax",
        "f3490fc7fa           | 5  | rdpid r10",
        "490fc7fa             | 4  | rdseed r10",
        "660fc7f3             | 4  | rdrand bx",
      })
  void anInstructionHasALengthAndAText(String hex, int length, String text) {
    Instruction instruction = decode(hex.replace(" ", "") + "90");

    assertThat(instruction.length()).isEqualTo(length);
    assertThat(instruction.toString()).isEqualTo(text);
    assertThat(instruction.bytes()).isEqualTo(HexFormat.of().parseHex(hex.replace(" ", "")));
    assertThat(instruction.address()).isEqualTo(ADDRESS);
  }

  @ParameterizedTest
  @CsvSource({
    "0f05, 'SYSCALL'",
    "0f34, 'SYSENTER'",
    "cd80, 'INTERRUPT'",
    "cc, 'INTERRUPT'",
    "f4, 'PRIVILEGED'",
    "e410, 'PRIVILEGED'",
    "6e, 'PRIVILEGED'",
    "0f31, ''",
    "0f01f9, ''",
    "c3, 'RETURN'",
    "ffe0, 'JUMP'",
    "ff15 00000000, 'CALL'",
    "eb10, 'JUMP RELATIVE_BRANCH'",
    "0f8400000000, 'JUMP RELATIVE_BRANCH'",
    "e2f0, 'JUMP RELATIVE_BRANCH'",
    "e800000000, 'CALL RELATIVE_BRANCH'",
    "48cf, 'INTERRUPT_RETURN'",
    "480f07, 'INTERRUPT_RETURN PRIVILEGED'",
    "90, ''",
  })
  void theGroupsTellWhatAnInstructionDoesToControl(String hex, String groups) {
    List<InstructionGroup> expected =
        groups.isEmpty()
            ? List.of()
            : List.of(groups.split(" ")).stream().map(InstructionGroup::valueOf).toList();

    assertThat(decode(hex.replace(" ", "")).groups())
        .containsAll(expected)
        .hasSize(expected.size());
  }

  @ParameterizedTest
  @CsvSource({
    "eb10, 401012",
    "ebfe, 401000",
    "0f84fcffffff, 401002",
    "e800010000, 401105",
    "e2f0, 400ff2",
    "e302, 401004",
    "666648e801000000, 401009",
  })
  void aRelativeBranchHasATarget(String hex, String target) {
    assertThat(decode(hex).branchTarget()).hasValue(Long.parseLong(target, 16));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ffe0", "ff2500000000", "c3", "cd80", "b801000000"})
  void nothingElseHasATarget(String hex) {
    assertThat(decode(hex).branchTarget()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "eb10, true",
    "66ffe0, true",
    "3effe0, true",
    "c3, true",
    "c20800, true",
    "0f0b, true",
    "f4, true",
    "7410, false",
    "ffd0, false",
    "ff0500000000, false",
    "0f05, false",
    "cc, false",
  })
  void flowEndsAtUnconditionalJumpsAndReturns(String hex, boolean ends) {
    assertThat(decode(hex).endsFlow()).isEqualTo(ends);
  }

  @Test
  void operandsAndRegistersOfALoad() {
    Instruction load = decode("8b4c9310"); // mov ecx, [rbx + rdx*4 + 0x10]

    assertThat(load.operands())
        .containsExactly(
            new Operand.Register("ecx", 4, false, true),
            new Operand.Memory("", "rbx", "rdx", 4, 0x10, 4, true, false));
    assertThat(load.registersRead()).containsExactlyInAnyOrder("rbx", "rdx");
    assertThat(load.registersWritten()).containsExactly("ecx");
  }

  @Test
  void cmpxchgWritesMemoryAccumulatorAndFlags() {
    for (String hex : List.of("f0480fb10a", "480fb10a")) {
      Instruction exchange = decode(hex); // cmpxchg [rdx], rcx

      assertThat(exchange.operands().get(0))
          .isEqualTo(new Operand.Memory("", "rdx", "", 1, 0, 8, true, true));
      assertThat(exchange.registersRead()).containsExactlyInAnyOrder("rax", "rdx", "rcx");
      assertThat(exchange.registersWritten()).containsExactlyInAnyOrder("rax", "rflags");
    }
  }

  @Test
  void rdpidWritesAWholeRegisterAndNoFlags() {
    Instruction rdpid = decode("f3410fc7fb");

    assertThat(rdpid.operands()).containsExactly(new Operand.Register("r11", 8, false, true));
    assertThat(rdpid.registersWritten()).containsExactly("r11");
    assertThat(rdpid.registersRead()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "662e0f1f840000000000, 6, 4",
    "660f1f840011223344, 5, 4",
    "660f1f4400ff, 5, 1",
    "8b0511223344, 2, 4",
    "8b4010, 2, 1",
    "8b0c2511223344, 3, 4",
    "c7052233445501000000, 2, 4",
    "48a18877665544332211, 2, 8",
    "67a041d8d0c6, 2, 4",
    "0f23470f, 0, 0", // mov dr0, rdi: always a register
    "8b00, 0, 0",
    "8bc1, 0, 0",
  })
  void aDisplacementHasAPlaceAndASize(String hex, int offset, int size) {
    Instruction instruction = decode(hex);

    assertThat(instruction.displacementOffset()).isEqualTo(offset);
    assertThat(instruction.displacementSize()).isEqualTo(size);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ffff", // no such instruction
        "48", // incomplete
        "48b811223344",
        "66e801000000", // AMD and Intel disagree about its length
        "660f8401000000",
        "f30fc7f0", // senduipi, which Capstone calls rdrand
        "f20fc7f8",
        "",
      })
  void whatIsNotCertainIsUndecodable(String hex) {
    byte[] code = HexFormat.of().parseHex(hex);

    assertThat(disassembler.decode(code, 0, code.length, ADDRESS)).isNull();
    assertThat(disassembler.lengthAt(code, 0, code.length)).isZero();
  }

  @Test
  void aHandleBelongsToOneThread() {
    byte[] code = {(byte) 0x90};

    assertThatThrownBy(
            () -> CompletableFuture.supplyAsync(() -> disassembler.lengthAt(code, 0, 1)).get())
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThat(disassembler.lengthAt(code, 0, 1)).isEqualTo(1);
  }

  @Test
  void aClosedHandleDecodesNothing() {
    disassembler.close();

    assertThatThrownBy(() -> decode("90")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aMissingLibraryIsNamedWithItsPackage() {
    assertThatThrownBy(() -> Capstone.load(List.of("libnowhere.so.4")))
        .isInstanceOf(CapstoneMissingException.class)
        .hasMessageContaining("libnowhere.so.4")
        .hasMessageContaining("libcapstone4");
  }

  @Test
  void anotherLibraryIsNotTakenForCapstone() {
    assertThatThrownBy(() -> Capstone.load(List.of("libm.so.6")))
        .isInstanceOf(CapstoneMissingException.class)
        .hasMessageContaining("cs_version");
  }

  @Test
  void aVersionOfUnknownLayoutIsRefused() {
    assertThat(Capstone.layoutOf("capstone", 4 << 8)).isEqualTo(CapstoneLayout.VERSION_4);
    assertThat(Capstone.layoutOf("capstone", 5 << 8 | 1)).isEqualTo(CapstoneLayout.VERSION_5);
    for (int version : new int[] {3 << 8, 6 << 8}) {
      assertThatThrownBy(() -> Capstone.layoutOf("capstone", version))
          .isInstanceOf(CapstoneMissingException.class);
    }
  }
}
