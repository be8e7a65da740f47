package dev.jrr.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jrr.tracee.MemoryMaps.Mapping;
import dev.jrr.tracee.code.SiteCode;
import dev.jrr.tracee.code.SyscallStub;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StubPlacesTest {
  private static final long ROOM = 0x7fff_f400_0000L;
  private static final long SITE = 0x7fff_f7e0_0123L;

  /** As {@link SiteCode#encode} writes it: syscall; cmp rax, -4095. */
  private static final String LONG = "08" + "0f05483d01f0ffff" + "01" + "06000000000000";

  /** syscall; mov esi, eax; lea eax, [rsi + 1]: where the second begins a jump's last byte is. */
  private static final String SHORT =
      "07" + "0f0589c68d4601" + "02" + "02000000000000" + "03000000000000";

  private static SiteCode code(String encoded) {
    return SiteCode.decode(ByteBuffer.wrap(HexFormat.of().parseHex(encoded)));
  }

  private static StubPlaces withRoom() {
    StubPlaces places = new StubPlaces();
    places.add(ROOM);
    return places;
  }

  @Test
  void withoutARoomThereIsNoPlace() {
    assertThat(new StubPlaces().find(code(LONG), SITE)).isZero();
    assertThat(new StubPlaces().isFree(ROOM)).isFalse();
  }

  @Test
  void stubsDoNotOverlapAndAreInTheRoom() {
    StubPlaces places = withRoom();
    long last = ROOM - SyscallStub.SIZE_LIMIT;
    int found = 0;
    for (long site = SITE; found < 300; site += 0x51) {
      long place = places.find(code(LONG), site);
      if (place == 0) {
        continue; // what the site may use is taken
      }
      found++;
      assertThat(place).isBetween(ROOM, ROOM + StubPlaces.ROOM - SyscallStub.SIZE_LIMIT);
      assertThat(places.isFree(place)).isTrue();
      places.use(place);
      assertThat(places.isFree(place)).isFalse();
      assertThat(places.isFree(place + SyscallStub.SIZE_LIMIT - 1)).isFalse();
      assertThat(places.isFree(place - SyscallStub.SIZE_LIMIT + 1)).isFalse();
    }
    assertThat(places.isFree(last)).as("outside of the room").isFalse();
  }

  @Test
  void fewPagesAreTouched() {
    StubPlaces places = withRoom();
    for (int index = 0; index < 20; index++) {
      places.use(places.find(code(LONG), SITE + index * 0x1357L));
    }
    long pages = places.rooms().stream().mapToLong(room -> usedPages(places, room)).sum();
    assertThat(pages).isLessThanOrEqualTo(4);
  }

  private static long usedPages(StubPlaces places, long room) {
    long used = 0;
    for (long page = room; page < room + StubPlaces.ROOM; page += 4096) {
      boolean free = true;
      for (long start = page; start < page + 4096 - SyscallStub.SIZE_LIMIT; start++) {
        free &= places.isFree(start);
      }
      used += free ? 0 : 1;
    }
    return used;
  }

  @Test
  void aRoomThatIsForgottenHasNoPlaces() {
    StubPlaces places = withRoom();
    long place = places.find(code(LONG), SITE);
    places.use(place);
    StubPlaces copy = places.copy();
    places.forget(ROOM);
    assertThat(places.find(code(LONG), SITE)).isZero();
    assertThat(copy.isFree(place)).isFalse();
    places.add(ROOM);
    assertThat(places.isFree(place)).isTrue();
  }

  @Test
  void neighboursHaveNothingBetweenThem() {
    StubPlaces places = withRoom();
    places.use(ROOM + 100);
    places.use(ROOM + 600);
    assertThat(places.areNeighbours(ROOM + 100, ROOM + 600)).isTrue();
    places.use(ROOM + 300);
    assertThat(places.areNeighbours(ROOM + 100, ROOM + 600)).isFalse();
    assertThat(places.areNeighbours(ROOM + 600, ROOM + 100)).isFalse();
  }

  @Test
  void oneRoomServesSitesOfAllKindsThatAreNearEachOther() {
    List<Mapping> mappings =
        List.of(
            new Mapping(SITE & -4096, SITE + 0x20_0000 & -4096, 5, false, 0, 1, 2, "library"),
            new Mapping(0x7fff_fffd_e000L, 0x7fff_ffff_f000L, 3, false, 0, 0, 0, "[stack]"));
    long gap = StubPlaces.gap(code(LONG), SITE, mappings);
    assertThat(gap).isNotZero();
    StubPlaces places = new StubPlaces();
    places.add(gap);
    for (long site = SITE; site < SITE + 0x10_0000; site += 0x1_2345) {
      for (String encoded : List.of(LONG, SHORT)) {
        long place = places.find(code(encoded), site);
        assertThat(place).as(encoded).isNotZero();
        places.use(place);
      }
    }
  }
}
