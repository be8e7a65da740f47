package dev.jrr.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A task that is stopped whenever it asks for the time. */
final class SpinWatchTest {
  private static final long MS = 1_000_000;
  private static final int MANY = 100;

  private final SpinWatch watch = new SpinWatch();

  /** After how many questions in a row it is taken to spin; {@code MANY} if not by then. */
  private int questions(long turnNs) {
    int count = 1;
    while (count < MANY && !watch.traced(true, turnNs)) {
      count++;
    }
    return count;
  }

  @Test
  void whoOnlyAsksForTheTimeSpins() {
    assertThat(questions(3 * MS)).isBetween(20, MANY - 1);
  }

  @Test
  void whoDoesOtherThingsInBetweenDoesNot() {
    for (int i = 0; i < MANY; i++) {
      assertThat(watch.traced(true, 3 * MS)).isFalse();
      assertThat(watch.traced(false, 3 * MS)).isFalse();
    }
  }

  @Test
  void nobodyDoesRightAfterItsTurnBegan() {
    assertThat(questions(MS)).isEqualTo(MANY);
  }

  @Test
  void whoSpunLastTimeIsFoundSooner() {
    int first = questions(3 * MS);
    watch.begin(MS);
    assertThat(questions(MS)).isLessThan(first);
  }

  @Test
  void whoIsTakenToSpinHasAFourthOfTheOthersTime() {
    questions(3 * MS);
    watch.begin(20 * MS);
    assertThat(questions(4 * MS)).isEqualTo(MANY);
    assertThat(questions(5 * MS)).isLessThan(MANY);
    watch.begin(1000 * MS);
    assertThat(watch.tickNs()).isEqualTo(10 * MS);
  }
}
