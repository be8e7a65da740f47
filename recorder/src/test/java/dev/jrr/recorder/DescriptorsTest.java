package dev.jrr.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jrr.recorder.Descriptors.Target;
import org.junit.jupiter.api.Test;

/** What descriptors refer to, through duplicates, closes and execs. */
final class DescriptorsTest {
  private static final Target OUT = new Target.Stream(1);
  private static final Target ERROR = new Target.Stream(2);

  private final Descriptors descriptors = new Descriptors();

  @Test
  void aDuplicateIsWhatTheOriginalIs() {
    descriptors.put(1, OUT, false);
    descriptors.duplicate(1, 7, false);
    descriptors.close(1);
    assertThat(descriptors.get(1)).isNull();
    assertThat(descriptors.get(7)).isEqualTo(OUT);
  }

  @Test
  void duplicatingSomethingElseOverOneEndsIt() {
    descriptors.put(1, OUT, false);
    descriptors.duplicate(5, 1, false);
    assertThat(descriptors.get(1)).isNull();
  }

  @Test
  void anExecClosesThoseThatAreMarked() {
    descriptors.put(1, OUT, false);
    descriptors.put(2, ERROR, true);
    descriptors.duplicate(1, 3, true);
    descriptors.duplicate(2, 4, false);
    descriptors.executed();
    assertThat(descriptors.get(1)).isEqualTo(OUT);
    assertThat(descriptors.get(2)).isNull();
    assertThat(descriptors.get(3)).isNull();
    assertThat(descriptors.get(4)).isEqualTo(ERROR);
  }

  @Test
  void theMarkCanBeSetAndTakenAway() {
    descriptors.put(1, OUT, false);
    descriptors.put(2, ERROR, true);
    descriptors.setCloseOnExec(1, true);
    descriptors.setCloseOnExec(2, false);
    descriptors.setCloseOnExec(9, true);
    descriptors.executed();
    assertThat(descriptors.get(1)).isNull();
    assertThat(descriptors.get(2)).isEqualTo(ERROR);
    assertThat(descriptors.get(9)).isNull();
  }

  @Test
  void aRangeIsClosedOrMarkedWithBothItsEnds() {
    for (int fd = 1; fd <= 5; fd++) {
      descriptors.put(fd, OUT, false);
    }
    descriptors.closeRange(2, 3, false);
    descriptors.closeRange(5, 0xffff_ffffL, true);
    assertThat(descriptors.get(1)).isEqualTo(OUT);
    assertThat(descriptors.get(2)).isNull();
    assertThat(descriptors.get(3)).isNull();
    assertThat(descriptors.get(4)).isEqualTo(OUT);
    assertThat(descriptors.get(5)).isEqualTo(OUT);
    descriptors.executed();
    assertThat(descriptors.get(5)).isNull();
  }

  @Test
  void aChildsDescriptorsAreItsOwn() {
    descriptors.put(1, OUT, false);
    Descriptors child = descriptors.copy();
    child.close(1);
    descriptors.put(2, ERROR, false);
    assertThat(descriptors.get(1)).isEqualTo(OUT);
    assertThat(child.get(1)).isNull();
    assertThat(child.get(2)).isNull();
  }
}
