package dev.jrr.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jrr.tracee.syscalls.SyscallTable;
import org.junit.jupiter.api.Test;

/** Which calls tell that a task only waits for another. */
final class FutileCallsTest {
  private static final int READ = SyscallTable.numberOf("read");
  private static final int POLL = SyscallTable.numberOf("poll");
  private static final int CLOCK_GETTIME = SyscallTable.numberOf("clock_gettime");
  private static final long EAGAIN = -11;

  @SuppressWarnings("NullAway")
  private final RecordedTask task = new RecordedTask(null, null, null);

  private boolean polls(int number, long result) {
    return FutileCalls.isPolling(task, number, result);
  }

  @Test
  void threeInARowArePolling() {
    assertThat(polls(POLL, 0)).isFalse();
    assertThat(polls(READ, EAGAIN)).isFalse();
    assertThat(polls(POLL, 0)).isTrue();
    assertThat(polls(POLL, 0)).isTrue();
  }

  @Test
  void lookingAtTheTimeBetweenThemChangesNothing() {
    assertThat(polls(POLL, 0)).isFalse();
    assertThat(polls(CLOCK_GETTIME, 0)).isFalse();
    assertThat(polls(POLL, 0)).isFalse();
    assertThat(polls(POLL, 0)).isTrue();
    assertThat(polls(CLOCK_GETTIME, 0)).isFalse();
  }

  @Test
  void somethingFoundEndsIt() {
    assertThat(polls(POLL, 0)).isFalse();
    assertThat(polls(POLL, 0)).isFalse();
    assertThat(polls(READ, 1)).isFalse();
    assertThat(polls(POLL, 0)).isFalse();
    assertThat(polls(READ, 0)).isFalse();
  }
}
