package dev.jrr.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Signals wait longer where points cost more, within limits. */
final class SignalHoldTest {
  private static final long MS = 1_000_000;

  private final SignalHold hold = new SignalHold();

  private long afterPointsOf(long ns) {
    for (int point = 0; point < 100; point++) {
      hold.pointTook(ns);
    }
    return hold.ns();
  }

  @Test
  void isShortWherePointsCostLittle() {
    assertThat(hold.ns()).isEqualTo(2 * MS);
    assertThat(afterPointsOf(MS / 20)).isEqualTo(2 * MS);
  }

  @Test
  void isThirtyTwoTimesTheCostOfAPoint() {
    assertThat(afterPointsOf(MS / 8)).isBetween(4 * MS - 1000, 4 * MS);
  }

  @Test
  void isNoLongerThanTwoSlices() {
    assertThat(afterPointsOf(5 * MS)).isEqualTo(40 * MS);
  }

  @Test
  void turnsAreHalfAsLongButNeverVeryShort() {
    assertThat(hold.turnNs()).isEqualTo(6 * MS);
    afterPointsOf(MS);
    assertThat(hold.turnNs()).isBetween(16 * MS - 1000, 16 * MS);
    afterPointsOf(5 * MS);
    assertThat(hold.turnNs()).isEqualTo(40 * MS);
  }

  @Test
  void followsWhatPointsCostNow() {
    afterPointsOf(5 * MS);
    assertThat(afterPointsOf(MS / 20)).isEqualTo(2 * MS);
  }

  @Test
  void oneSlowPointMattersLittle() {
    afterPointsOf(MS / 8);
    hold.pointTook(MS);
    assertThat(hold.ns()).isLessThan(8 * MS);
  }
}
