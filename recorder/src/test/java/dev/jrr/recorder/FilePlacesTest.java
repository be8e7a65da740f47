package dev.jrr.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jrr.tracee.MemoryMaps;
import dev.jrr.tracee.code.FarBranches;
import dev.jrr.tracee.code.SiteCode;
import dev.jrr.tracee.syscalls.MemoryView;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class FilePlacesTest {
  /** As {@link SiteCode#encode} writes it: syscall; cmp rax, -4095, which is a plain one. */
  private static final byte[] ENCODED =
      HexFormat.of().parseHex("08" + "0f05483d01f0ffff" + "01" + "06000000000000");

  private static FilePlaces.Known known() {
    SiteCode code = SiteCode.decode(ByteBuffer.wrap(ENCODED));
    return new FilePlaces.Known(code, 0x12345678, null);
  }

  private static FilePlaces read(byte[] kept) {
    FilePlaces places = new FilePlaces(null);
    places.decode(kept);
    return places;
  }

  @Test
  void keepsWhatWasPatchedAndHowOftenOthersWereTrapped() {
    FilePlaces places = new FilePlaces(null);
    places.patched(0x1000, known());
    assertThat(places.trapped(0x2000)).isEqualTo(1);
    assertThat(places.trapped(0x2000)).isEqualTo(2);

    FilePlaces read = read(places.encode());
    FilePlaces.Known kept = read.known(0x1000);
    assertThat(kept).isNotNull();
    assertThat(kept.surroundings()).isEqualTo(0x12345678);
    assertThat(kept.code().stub(0x200000, 0x100000)).isNotNull();
    assertThat(read.known(0x2000)).isNull();
    assertThat(read.trapped(0x2000)).isEqualTo(3);
    assertThat(read.trapped(0x3000)).isEqualTo(1);
  }

  /** Two pages, in which a jump leads from the second to behind a call in the first. */
  private static byte[] code() {
    byte[] code = new byte[0x2000];
    code[0x100] = 0x0f; // syscall
    code[0x101] = 0x05;
    code[0x1800] = (byte) 0xe9; // jmp
    ByteBuffer.wrap(code).order(ByteOrder.LITTLE_ENDIAN).putInt(0x1801, 0x102 - 0x1805);
    return code;
  }

  @Test
  void keepsWhatCannotBePatchedAndTheBranchesOfTheCode() {
    long start = 0x7fff_0000_0000L;
    byte[] code = code();
    MemoryMaps.Mapping mapping =
        new MemoryMaps.Mapping(start, start + code.length, 5, false, 0x3000, 1, 2, "file");
    AtomicInteger looks = new AtomicInteger();
    MemoryView memory =
        (address, into, offset, length) -> {
          looks.incrementAndGet();
          System.arraycopy(code, (int) (address - start), into, offset, length);
          return length;
        };
    FilePlaces places = new FilePlaces(null);
    places.refused(0x3100);
    FarBranches found = places.branches(mapping, memory);
    int before = looks.get();
    FilePlaces read = read(places.encode());
    FarBranches kept = read.branches(mapping, memory);
    read.decode(places.encode());
    assertThat(read.isRefused(0x3100)).isTrue();
    assertThat(read.isRefused(0x3200)).isFalse();
    assertThat(looks).hasValue(before);
    assertThat(found).isNotNull();
    assertThat(kept).isNotNull();
    for (FarBranches branches : List.of(found, kept)) {
      ByteBuffer bytes = ByteBuffer.allocate(branches.encodedLength());
      branches.encode(bytes);
      assertThat(bytes.getLong(20)).as("target").isEqualTo(0x3102);
      assertThat(bytes.getLong(28)).as("source").isEqualTo(0x4800);
      assertThat(bytes.hasRemaining()).isFalse();
    }
    assertThat(read.encode()).as("once").isEqualTo(places.encode());
  }

  @Test
  void ofATaskThatWasKilledNothingIsKept() {
    MemoryMaps.Mapping mapping =
        new MemoryMaps.Mapping(0x10000, 0x20000, 5, false, 0, 1, 2, "file");
    FilePlaces places = new FilePlaces(null);
    assertThat(places.branches(mapping, (address, into, offset, length) -> 0)).isNull();
    assertThat(places.encode()).isEqualTo(new FilePlaces(null).encode());
  }

  @Test
  void aPlaceIsCountedUntilItIsPatched() {
    FilePlaces places = new FilePlaces(null);
    for (int trap = 1; trap <= 1000; trap++) {
      assertThat(places.trapped(0x1000)).isEqualTo(trap);
    }
    assertThat(read(places.encode()).trapped(0x1000)).isEqualTo(HotPlaces.TRAPS + 1);
    places.patched(0x1000, known());
    assertThat(read(places.encode()).trapped(0x1000)).isEqualTo(1);
  }

  @Test
  void damagedAndOthersFormatsAreIgnored() {
    FilePlaces places = new FilePlaces(null);
    places.patched(0x1000, known());
    places.patched(0x2000, known());
    byte[] kept = places.encode();
    for (int cut = 0; cut < kept.length; cut++) {
      FilePlaces part = read(Arrays.copyOf(kept, cut));
      assertThat(part.known(0x2000)).as("of %d bytes", cut).isNull();
    }
    kept[0]++;
    assertThat(read(kept).known(0x1000)).isNull();
  }

  @Test
  void manyPlacesAreNoFault() {
    FilePlaces places = new FilePlaces(null);
    for (long offset = 0; offset < 5000; offset++) {
      places.patched(2 * offset, known());
      places.trapped(2 * offset + 1);
    }
    FilePlaces read = read(places.encode());
    assertThat(read.known(0)).isNotNull();
    assertThat(read.known(2 * 4999)).isNull();
  }
}
