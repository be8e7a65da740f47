package dev.jrr.tracee.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jrr.tracee.syscalls.MemoryView;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SiteCodeTest {
  private static final long SITE = 0x7fff_0000_1000L;
  private static final long ELSEWHERE = SITE + 0x123_4560;

  /** Of each form of instruction one that follows a call. */
  private static final String PLAIN = "0f05 483d01f0ffff 90 90";

  private static final String RIP_RELATIVE = "0f05 488b0d11223344 90";
  private static final String BRANCH = "0f05 85c0 7540 c3";
  private static final String COUNTED = "0f05 85c0 e340 c3";
  private static final String CALL = "0f05 e811223344 c3";
  private static final String TIME = "0f31 48c1e220 4809d0 c3";

  private static SiteCode code(String hex) {
    return Objects.requireNonNull(find(filled(64, hex)));
  }

  /** Nops, after what {@code hex} says. */
  private static byte[] filled(int length, String hex) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) 0x90);
    put(bytes, 0, hex);
    return bytes;
  }

  private static void put(byte[] bytes, int offset, String hex) {
    byte[] at = HexFormat.of().parseHex(hex.replace(" ", ""));
    System.arraycopy(at, 0, bytes, offset, at.length);
  }

  private static @Nullable SiteCode find(byte[] bytes) {
    MemoryView memory =
        (address, into, offset, length) -> {
          if (address < SITE || address >= SITE + bytes.length) {
            return 0;
          }
          int got = (int) Math.min(length, SITE + bytes.length - address);
          System.arraycopy(bytes, (int) (address - SITE), into, offset, got);
          return got;
        };
    FarBranches branches = FarBranches.find(SITE, SITE + bytes.length, 0x5000, memory);
    return SiteCode.at(SITE, Disassembler.ofThisThread(), memory, branches, SITE - 0x5000);
  }

  private static ByteBuffer encoded(SiteCode code) {
    ByteBuffer to = ByteBuffer.allocate(SiteCode.MOST_ENCODED);
    code.encode(to);
    return to.flip();
  }

  @ParameterizedTest
  @CsvSource({
    "0f05 483d01f0ffff, 2",
    "0f05 c3 90 90 90, 2", // nobody comes to padding
    "0f05 89c6 8d4601, '2,4'",
    "0f05 50 5e 8d4601, '2,3,4'",
    "0f01f9 90 90 90, '3,4'",
  })
  void theJumpToItsPlaceTrapsWhereAnInstructionMayBeEntered(String hex, String inside) {
    SiteCode code = code(hex);
    long low = SITE + 0x1000_0000;
    long place = code.place(SITE, low, low + 0x3000_0000);
    assertThat(place).isBetween(low, low + 0x3000_0000);
    SyscallStub stub = Objects.requireNonNull(code.stub(place, SITE));
    PatchedSites sites = new PatchedSites();
    sites.add(stub);
    for (String offset : inside.split(",")) {
      assertThat(sites.trappedAt(SITE + Integer.parseInt(offset))).as(offset).isSameAs(stub);
    }
    assertThat(sites.trappedAt(SITE)).isNull();
    assertThat(sites.trappedAt(place)).isNull();
    long forMost = code.placeForMost(SITE, low, low + 0x3000_0000);
    assertThat(JumpPlace.isTrap((byte) ((forMost - SITE - 5) >> 24))).isTrue();
  }

  @Test
  void everyRoomHasAPlaceWhereOneByteTraps() {
    SiteCode code = code("0f05 c3 90 90 90");
    for (long low = SITE + 0x100_0000; low < SITE + 0x200_0000; low += 0x12_3457) {
      assertThat(code.place(SITE, low, low + 0x10000)).isBetween(low, low + 0x10000);
    }
    assertThat(code("0f05 89c6 8d4601").place(SITE, SITE + 0x100_0000, SITE + 0x101_0000)).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {PLAIN, RIP_RELATIVE, BRANCH, COUNTED, CALL, TIME})
  void isTheSameWhenItIsRead(String hex) {
    SiteCode code = code(hex);
    SiteCode read = SiteCode.decode(encoded(code));
    for (long site : new long[] {SITE, ELSEWHERE}) {
      SyscallStub stub = Objects.requireNonNull(code.stub(site + 0x10000, site));
      SyscallStub again = Objects.requireNonNull(read.stub(site + 0x10000, site));
      assertThat(again.code()).isEqualTo(stub.code());
      assertThat(again.replacement()).isEqualTo(stub.replacement());
      assertThat(again.original()).isEqualTo(stub.original());
      SyscallStub replayed = SyscallStub.ofPatch(site, stub.original(), stub.replacement());
      assertThat(replayed.code()).isEqualTo(stub.code());
    }
  }

  @Test
  void movesWithItsSiteAndRefersToWhatMovesToo() {
    SiteCode code = code(BRANCH);
    SyscallStub stub = Objects.requireNonNull(code.stub(ELSEWHERE + 0x1000, ELSEWHERE));
    int jump = (int) (stub.toStub(ELSEWHERE + 4) - stub.start());
    Instruction moved =
        Objects.requireNonNull(
            Disassembler.ofThisThread().decode(stub.code(), jump, 6, stub.start() + jump));
    assertThat(moved.branchTarget()).hasValue(ELSEWHERE + 6 + 0x40);
  }

  /** Whatever the branch, where it comes from, and where in the chunks that are looked at. */
  @ParameterizedTest
  @ValueSource(ints = {1024, 3000, (1 << 20) - 3, (1 << 20) - 1, 1 << 20, (2 << 20) + 77})
  void isNotPatchedWhereABranchLeadsBehindTheCall(int place) {
    for (String branch : new String[] {"e9", "f2e9", "e8", "0f84"}) {
      byte[] bytes = filled(3 << 20, PLAIN);
      int next = place + branch.length() / 2 + Integer.BYTES;
      ByteBuffer displacement = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
      String toTail = HexFormat.of().formatHex(displacement.putInt(0, 2 - next).array());
      put(bytes, place, branch + toTail);
      assertThat(find(bytes)).as("%s from %d", branch, place).isNull();
      String toSite = HexFormat.of().formatHex(displacement.putInt(0, -next).array());
      put(bytes, place, branch + toSite);
      assertThat(find(bytes)).as("%s to the call itself", branch).isNotNull();
      put(bytes, place - 2, "48b8" + branch + toTail); // a number
      assertThat(find(bytes)).as("%s as a number", branch).isNotNull();
    }
  }

  @Test
  void doesNotReachTooFar() {
    assertThat(code(PLAIN).stub(SITE + (1L << 32), SITE)).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {PLAIN, RIP_RELATIVE, BRANCH, COUNTED, CALL, TIME})
  void damagedOnesAreRefusedOrHarmless(String hex) {
    byte[] whole = encoded(code(hex)).array();
    int length = encoded(code(hex)).limit();
    for (int cut = 0; cut < length; cut++) {
      ByteBuffer from = ByteBuffer.wrap(whole, 0, cut);
      assertThatThrownBy(() -> SiteCode.decode(from)).isInstanceOf(IllegalArgumentException.class);
    }
    for (int at = 0; at < length; at++) {
      for (int value = 0; value < 256; value++) {
        byte[] damaged = whole.clone();
        damaged[at] = (byte) value;
        try {
          SiteCode read = SiteCode.decode(ByteBuffer.wrap(damaged, 0, length));
          assertThat(read.bytes()).hasSizeGreaterThanOrEqualTo(PatchGroup.JUMP);
          read.stub(SITE + 0x10000, SITE); // with no other fault
        } catch (IllegalArgumentException refused) {
          assertThat(refused).hasMessageMatching(".+");
        }
      }
    }
  }
}
