package dev.jrr.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jrr.trace.FileIdentity;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class ProgramPlacesTest {
  private static final FilePlaces LIBRARY = file(7, 5);

  private static FilePlaces file(long inode, long mtime) {
    return new FilePlaces(new FileIdentity(3, inode, 1000, mtime, mtime));
  }

  private static ProgramPlaces read(byte[] kept) {
    ProgramPlaces places = new ProgramPlaces(null);
    places.decode(kept);
    return places;
  }

  @Test
  void keepsWhatItUsesOfEachFile() {
    ProgramPlaces places = new ProgramPlaces(null);
    places.uses(LIBRARY, 0x1000);
    places.uses(LIBRARY, 0x20);
    places.uses(file(8, 5), 0x30);
    ProgramPlaces read = read(places.encode());
    assertThat(read.usedOf(LIBRARY)).containsExactly(0x20L, 0x1000L);
    assertThat(read.usedOf(file(8, 5))).containsExactly(0x30L);
    assertThat(read.usedOf(file(9, 5))).isEmpty();
    assertThat(read.usedOf(file(7, 6))).as("what is there is looked at").hasSize(2);
    assertThat(read.usedOf(new FilePlaces(null))).as("of a file that was not found").isEmpty();
  }

  @Test
  void damagedAndOthersFormatsAreIgnored() {
    ProgramPlaces places = new ProgramPlaces(null);
    places.uses(LIBRARY, 0x1000);
    places.uses(LIBRARY, 0x2000);
    byte[] kept = places.encode();
    for (int cut = 0; cut < kept.length; cut++) {
      assertThat(read(Arrays.copyOf(kept, cut)).usedOf(LIBRARY)).hasSizeLessThan(2);
    }
    kept[0]++;
    assertThat(read(kept).usedOf(LIBRARY)).isEmpty();
  }

  @Test
  void manyPlacesAreNoFault() {
    ProgramPlaces places = new ProgramPlaces(null);
    for (long offset = 0; offset < 10_000; offset++) {
      places.uses(LIBRARY, offset);
    }
    assertThat(read(places.encode()).usedOf(LIBRARY)).contains(0L, 1L).doesNotContain(9999L);
  }
}
