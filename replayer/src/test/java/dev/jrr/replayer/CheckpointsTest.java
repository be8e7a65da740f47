package dev.jrr.replayer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CheckpointsTest {
  private static long[] array(List<Long> events) {
    return events.stream().mapToLong(Long::longValue).toArray();
  }

  @Test
  void theLastIsNeverMissedLeast() {
    assertThat(Checkpoints.leastMissed(new long[] {10, 20, 30})).isLessThan(2);
  }

  @Test
  void ofTwoCloseOnesFarBackTheFirstIsMissedLeast() {
    assertThat(Checkpoints.leastMissed(new long[] {1000, 1001, 5000, 9000, 10000})).isZero();
  }

  @Test
  void thoseThatAreKeptLieCloserTowardsTheEnd() {
    List<Long> events = new ArrayList<>();
    for (long event = 100; event <= 100_000; event += 100) {
      events.add(event);
      if (events.size() > Checkpoints.LIMIT) {
        events.remove(Checkpoints.leastMissed(array(events)));
      }
    }
    assertThat(events).hasSize(Checkpoints.LIMIT).last().isEqualTo(100_000L);
    assertThat(events.get(0)).as("the first half is not forgotten").isLessThan(70_000);
    for (int index = 2; index < events.size(); index++) {
      long gap = events.get(index) - events.get(index - 1);
      assertThat(gap).as("%s", events).isLessThanOrEqualTo(events.get(index - 1));
    }
    assertThat(events.get(events.size() - 2)).isGreaterThan(95_000);
  }
}
