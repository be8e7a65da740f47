package dev.jrr.replayer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jrr.trace.ObjectId;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which mapping an address belongs to, as ranges come and go. */
final class MappingNamesTest {
  private static final ObjectId OBJECT = new ObjectId("0".repeat(64));

  private final MappingNames names = new MappingNames();

  @Test
  void knowsNothingAtFirst() {
    assertThat(names.at(0x1000)).isNull();
    assertThat(names.all()).isEmpty();
  }

  @Test
  void aRangeEndsBeforeItsEnd() {
    names.add(0x1000, 0x2000, 0, "file", OBJECT);
    assertThat(names.at(0xfff)).isNull();
    assertThat(names.at(0x1000)).isNotNull();
    assertThat(names.at(0x2fff)).isNotNull();
    assertThat(names.at(0x3000)).isNull();
  }

  @Test
  void aHoleLeavesBothSidesWithTheirOffsets() {
    names.add(0x1000, 0x5000, 0x10000, "file", OBJECT);
    names.remove(0x2000, 0x1000);
    assertThat(names.at(0x2000)).isNull();
    assertThat(names.all())
        .containsExactly(
            new MappingNames.Named(0x1000, 0x2000, 0x10000, "file", OBJECT),
            new MappingNames.Named(0x3000, 0x6000, 0x12000, "file", OBJECT));
    assertThat(names.at(0x3010).offsetOf(0x3010)).isEqualTo(0x12010);
  }

  @Test
  void whatIsMappedOverReplacesWhatWasThere() {
    names.add(0x1000, 0x1000, 0, "a", OBJECT);
    names.add(0x2000, 0x1000, 0, "b", OBJECT);
    names.add(0x1800, 0x1000, 0, "", null);
    assertThat(names.all()).extracting(MappingNames.Named::name).containsExactly("a", "", "b");
    assertThat(names.at(0x1800).object()).isNull();
    assertThat(names.at(0x2800).offset()).isEqualTo(0x800);
  }

  @Test
  void addressesAreUnsigned() {
    long top = 0xffff_ffff_ff60_0000L;
    names.add(top, 0x1000, 0, "top", null);
    names.add(0x1000, 0x1000, 0, "bottom", null);
    assertThat(names.at(top + 8).name()).isEqualTo("top");
    assertThat(names.at(0x7fff_ffff_ffffL)).isNull();
  }

  @Test
  void aCopyGoesItsOwnWay() {
    names.add(0x1000, 0x1000, 0, "a", OBJECT);
    MappingNames copy = names.copy();
    copy.remove(0x1000, 0x1000);
    assertThat(names.at(0x1000)).isNotNull();
    assertThat(copy.at(0x1000)).isNull();
  }

  @Test
  void everyChangeIsCounted() {
    long before = names.changes();
    names.add(0x1000, 0x1000, 0, "a", OBJECT);
    long added = names.changes();
    assertThat(added).isGreaterThan(before);
    names.remove(0x1000, 1);
    long removed = names.changes();
    assertThat(removed).isGreaterThan(added);
    names.clear();
    assertThat(names.changes()).isGreaterThan(removed);
  }

  /** Against a model: an array of one name and offset for each page. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void agreesWithAnArrayOfPages(long seed) {
    Random random = new Random(seed);
    long[] model = new long[64];
    for (int round = 1; round <= 500; round++) {
      int start = random.nextInt(60);
      int length = 1 + random.nextInt(64 - start);
      boolean add = random.nextInt(3) > 0;
      if (add) {
        names.add(start * 0x1000L, length * 0x1000L, 0, "map " + round, null);
      } else {
        names.remove(start * 0x1000L, length * 0x1000L);
      }
      for (int page = start; page < start + length; page++) {
        model[page] = add ? round * 0x1000_0000L + (page - start) * 0x1000L : 0;
      }
      for (int page = 0; page < model.length; page++) {
        MappingNames.Named named = names.at(page * 0x1000L);
        if (model[page] == 0) {
          assertThat(named).as("seed %d round %d page %d", seed, round, page).isNull();
        } else {
          assertThat(named).as("seed %d round %d page %d", seed, round, page).isNotNull();
          assertThat(named.name()).isEqualTo("map " + (model[page] >> 28));
          assertThat(named.offsetOf(page * 0x1000L)).isEqualTo(model[page] & 0xfff_ffffL);
        }
      }
    }
  }
}
