package dev.jrr.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jrr.recorder.SharedViews.View;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where shared segments are mapped, as mappings come and go. */
final class SharedViewsTest {
  private final SharedViews views = new SharedViews();

  @Test
  void aViewEndsBeforeItsEnd() {
    views.add(new View(0x1000, 0x1000, 1, 0));
    assertThat(views.at(0xfff)).isNull();
    assertThat(views.at(0x1fff)).isNotNull();
    assertThat(views.at(0x2000)).isNull();
  }

  @Test
  void aHoleLeavesBothSidesWithTheirOffsets() {
    views.add(new View(0x1000, 0x4000, 7, 0x10000));
    views.remove(0x2000, 0x1000);
    assertThat(views.at(0x2000)).isNull();
    assertThat(views.at(0x1800)).isEqualTo(new View(0x1000, 0x1000, 7, 0x10000));
    assertThat(views.at(0x3000)).isEqualTo(new View(0x3000, 0x2000, 7, 0x12000));
  }

  @Test
  void whatIsMappedOverReplacesWhatWasThere() {
    views.add(new View(0x1000, 0x2000, 1, 0));
    views.add(new View(0x1000, 0x2000, 2, 0));
    assertThat(views.at(0x1000).segment()).isEqualTo(2);
    views.remove(0, 0x10000);
    assertThat(views.isEmpty()).isTrue();
  }

  @Test
  void aCopyGoesItsOwnWay() {
    views.add(new View(0x1000, 0x1000, 1, 0));
    SharedViews copy = views.copy();
    copy.remove(0x1000, 0x1000);
    assertThat(copy.isEmpty()).isTrue();
    assertThat(views.isEmpty()).isFalse();
  }

  /** Against a model: an array of one segment and offset for each page. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void agreesWithAnArrayOfPages(long seed) {
    Random random = new Random(seed);
    int[] segments = new int[64];
    int[] offsets = new int[64];
    for (int round = 1; round <= 500; round++) {
      int start = random.nextInt(60);
      int length = 1 + random.nextInt(64 - start);
      boolean add = random.nextInt(3) > 0;
      if (add) {
        views.add(new View(start * 0x1000L, length * 0x1000L, round, 0));
      } else {
        views.remove(start * 0x1000L, length * 0x1000L);
      }
      for (int page = start; page < start + length; page++) {
        segments[page] = add ? round : 0;
        offsets[page] = page - start;
      }
      for (int page = 0; page < segments.length; page++) {
        View view = views.at(page * 0x1000L);
        assertThat(view == null ? 0 : view.segment())
            .as("seed %d round %d page %d", seed, round, page)
            .isEqualTo(segments[page]);
        if (view != null) {
          assertThat(view.offset() + page * 0x1000L - view.address())
              .isEqualTo(offsets[page] * 0x1000L);
        }
      }
    }
  }
}
