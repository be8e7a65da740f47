package dev.jrr.tracee.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jrr.tracee.Registers;
import dev.jrr.tracee.syscalls.MemoryView;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SyscallStubTest {
  private static final long CODE = 0x7fff_0000_1000L;
  private static final long SITE = CODE + 600;
  private static final int LENGTH = 2048;
  private static final long STUB = 0x7fff_1000_0000L;

  /** Code with {@code hex} at the site, and nops around it. */
  private static MemoryView code(String hex) {
    byte[] bytes = new byte[LENGTH];
    java.util.Arrays.fill(bytes, (byte) 0x90);
    byte[] at = HexFormat.of().parseHex(hex.replace(" ", ""));
    System.arraycopy(at, 0, bytes, (int) (SITE - CODE), at.length);
    return (address, into, offset, length) -> {
      if (address < CODE || address >= CODE + bytes.length) {
        return 0;
      }
      int got = (int) Math.min(length, CODE + bytes.length - address);
      System.arraycopy(bytes, (int) (address - CODE), into, offset, got);
      return got;
    };
  }

  private static @Nullable SyscallStub build(String hex) {
    MemoryView memory = code(hex);
    FarBranches branches = FarBranches.find(CODE, CODE + LENGTH, 0, memory);
    SiteCode code = SiteCode.at(SITE, Disassembler.ofThisThread(), memory, branches, CODE);
    return code == null ? null : code.stub(STUB, SITE);
  }

  @Test
  void standsInForTheCallAndWhatFollowsIt() {
    // syscall; cmp rax, -4095; jae +1
    SyscallStub stub = Objects.requireNonNull(build("0f05 483d01f0ffff 7301 c3 c3"));
    assertThat(stub.length()).isEqualTo(8);
    assertThat(stub.original()).isEqualTo(HexFormat.of().parseHex("0f05483d01f0ffff"));
    byte[] replacement = stub.replacement();
    assertThat(replacement).hasSize(8).startsWith(0xe9).endsWith(0xcc, 0xcc, 0xcc);
    assertThat(SyscallStub.isPatch(replacement)).isTrue();
    assertThat(stub.code()).hasSizeLessThanOrEqualTo(SyscallStub.SIZE_LIMIT);
  }

  @Test
  void takesTheTrapsBetweenFunctions() {
    SyscallStub stub = Objects.requireNonNull(build("0f05 ebb9 cccccccc")); // syscall; jmp
    assertThat(stub.length()).isEqualTo(5);
    assertThat(stub.toOriginal(stub.toStub(SITE + 2))).isEqualTo(SITE + 2);
    assertThat(build("0f05 cccccc")).as("a trap that is come to").isNull();
  }

  @Test
  void knowsBothWaysBetweenSiteAndStub() {
    SyscallStub stub = Objects.requireNonNull(build("0f05 85c0 7501 c3 c3")); // test eax; jne
    long tail = stub.toStub(SITE + 2);
    assertThat(stub.isAtCall(tail - 9)).as("the call, before what mends rcx").isTrue();
    assertThat(stub.toOriginal(tail - 9)).isEqualTo(SITE);
    assertThat(stub.toOriginal(tail)).isEqualTo(SITE + 2);
    assertThat(stub.toOriginal(stub.toStub(SITE + 4))).isEqualTo(SITE + 4);
    assertThat(stub.toOriginal(STUB)).as("while it calls the hook").isEqualTo(SITE);
    assertThat(stub.isSettingUp(STUB)).isTrue();
    assertThat(stub.isSettingUp(tail)).isFalse();
    assertThat(stub.isAtJumpBack(STUB + stub.code().length - 5)).isTrue();
    assertThat(stub.isInsideSite(SITE)).isFalse();
    assertThat(stub.isInsideSite(SITE + 2)).isTrue();
  }

  @Test
  void leavesInRcxWhatTheSiteWould() {
    SyscallStub stub = Objects.requireNonNull(build("0f05 85c0 7501 c3 c3"));
    long tail = stub.toStub(SITE + 2);
    long back = tail - 7;
    Instruction mends =
        Objects.requireNonNull(
            Disassembler.ofThisThread().decode(stub.code(), (int) (back - STUB), 7, back));
    assertThat(mends.toString()).contains("lea").contains("rcx");
    Operand.Memory mended = (Operand.Memory) mends.operands().get(1);
    assertThat(tail + mended.displacement()).isEqualTo(SITE + 2);
    assertThat(stub.isReturning(back)).isTrue();
    assertThat(stub.isReturning(tail)).isFalse();
    assertThat(stub.toOriginal(back)).isEqualTo(SITE + 2);
    Registers registers = new Registers();
    registers.set(Registers.RIP, back);
    registers.set(Registers.RCX, back);
    stub.leave(registers);
    assertThat(registers.rip()).isEqualTo(SITE + 2);
    assertThat(registers.get(Registers.RCX)).isEqualTo(SITE + 2);
    assertThat(stub.ownRcx(5)).isEqualTo(5);
    assertThat(stub.goesOnAt(SITE + 2)).as("the call may be made again").isEqualTo(back);
    assertThat(stub.goesOnAt(SITE + 4)).isEqualTo(stub.toStub(SITE + 4));
  }

  @Test
  void standsInForReadingsOfTheTimeStamp() {
    SyscallStub stub = Objects.requireNonNull(build("0f31 48c1e220 4809d0 c3")); // shl; or
    assertThat(stub.length()).isEqualTo(6);
    assertThat(stub.toOriginal(stub.toStub(SITE + 2) - 2)).isEqualTo(SITE);
    SyscallStub other = Objects.requireNonNull(build("0f01f9 c3 0f1f8000000000")); // rdtscp; ret
    assertThat(other.length()).isEqualTo(11);
    assertThat(other.isAtCall(other.toStub(SITE + 3) - 3)).isTrue();
    assertThat(SyscallStub.ofPatch(SITE, other.original(), other.replacement()).code())
        .isEqualTo(other.code());
    assertThat(build("0f31 0f31 9090")).as("a second one that cannot move").isNull();
    assertThat(build("f30f31 909090")).as("with a prefix").isNull();
    assertThat(build("0f31 c3 ebfd")).as("a branch behind it").isNull();
  }

  @Test
  void isTheSameWhenReplayBuildsItFromThePatch() {
    SyscallStub stub = Objects.requireNonNull(build("0f05 c3 0f1f8000000000"));
    SyscallStub again = SyscallStub.ofPatch(SITE, stub.original(), stub.replacement());
    assertThat(again.start()).isEqualTo(STUB);
    assertThat(again.code()).isEqualTo(stub.code());
    assertThat(again.toStub(SITE + 2)).isEqualTo(stub.toStub(SITE + 2));
  }

  @Test
  void takesTheFillerAfterAReturnButNoOthersCode() {
    assertThat(build("0f05 c3 0f1f8000000000")).isNotNull();
    assertThat(build("0f05 c3 b801000000")).as("another function begins there").isNull();
  }

  @Test
  void refusesWhatIsEnteredFromElsewhere() {
    // test eax, eax is the target of the jump after the ret
    assertThat(build("0f05 85c0 7501 c3 c3 ebf8")).isNull();
    assertThat(build("0f05 0f05 c3")).as("a second call cannot move").isNull();
  }
}
