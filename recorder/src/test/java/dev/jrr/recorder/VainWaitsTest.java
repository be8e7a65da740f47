package dev.jrr.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jrr.trace.RegisterSet;
import dev.jrr.tracee.Registers;
import dev.jrr.tracee.syscalls.SyscallTable;
import org.junit.jupiter.api.Test;

/** A task that waits for futexes, and is woken. */
final class VainWaitsTest {
  private static final int FUTEX = SyscallTable.numberOf("futex");
  private static final int WAIT_PRIVATE = 128;
  private static final int WAKE_PRIVATE = 129;
  private static final int MANY = 100;
  private static final long WORD = 0x1000;
  private static final long MS = 1_000_000;

  private final VainWaits waits = new VainWaits();
  private long now;

  @Test
  void areManyWhereItOnlyWaitsAgainAndAgain() {
    assertThat(areManyAfter(MANY)).isTrue();
    waits.progressed();
    assertThat(areManyAfter(1)).isFalse();
  }

  @Test
  void areManyWhereItOnlyWakesOthersMeanwhile() {
    for (int i = 0; i < MANY; i++) {
      wait(WORD + i % 2 * 4, 2 * MS, 0); // as a monitor of java's
      make(call(FUTEX, WORD, WAKE_PRIVATE, 1, 0), 0);
    }
    assertThat(areManyAfter(0)).isTrue();
  }

  @Test
  void areNotManyWhereItDoesSomethingElseMeanwhile() {
    for (int i = 0; i < MANY; i++) {
      wait(WORD, 2 * MS, 0);
      make(call(SyscallTable.numberOf("write"), 1, 0, 0, 0), 0);
    }
    assertThat(areManyAfter(0)).isFalse();
  }

  @Test
  void areNotManyWhereTheyAreShort() {
    for (int i = 0; i < MANY; i++) {
      wait(WORD + i % 2 * 4, MS / 100, 0); // as who hands over to another
    }
    assertThat(areManyAfter(0)).isFalse();
  }

  @Test
  void areManyWhereTheyAreShortAndForTheSame() {
    for (int i = 0; i < MANY; i++) {
      wait(WORD, MS / 100, 0);
    }
    assertThat(areManyAfter(0)).isTrue();
  }

  @Test
  void areManySoonerWhereTheyTakeLong() {
    wait(WORD, 40 * MS, 0);
    wait(WORD, 40 * MS, 0);
    assertThat(areManyAfter(0)).isTrue();
  }

  @Test
  void areNotManyWhereNobodyWokeIt() {
    for (int i = 0; i < MANY; i++) {
      wait(WORD, 2 * MS, -11); // EAGAIN: the word has changed
    }
    assertThat(areManyAfter(0)).isFalse();
  }

  @Test
  void areNotManyWhereItWaitsForATime() {
    for (int i = 0; i < MANY; i++) {
      PendingCall sleep = call(FUTEX, WORD, WAIT_PRIVATE, 2, 0x2000);
      waits.enters(sleep, now);
      now += 2 * MS;
      assertThat(waits.areMany()).isFalse();
      waits.leaves(0, now);
    }
  }

  @Test
  void areManySoonerWhereToLetTheTaskInHelped() {
    for (int i = 0; i < MANY; i++) {
      areManyAfter(MANY);
      waits.letIn();
      waits.progressed();
    }
    assertThat(areManyAfter(0)).isTrue();
  }

  @Test
  void areManyLaterWhereToLetItInWasOfNoUse() {
    areManyAfter(MANY);
    waits.letIn();
    waits.leaves(0, now);
    assertThat(areManyAfter(20)).isFalse();
    assertThat(areManyAfter(MANY)).isTrue();
    waits.inVain();
    assertThat(areManyAfter(40)).isFalse();
  }

  /** Whether they are when the task waits once more after so many waits. */
  private boolean areManyAfter(int times) {
    for (int i = 0; i < times; i++) {
      wait(WORD, 2 * MS, 0);
    }
    waits.enters(call(FUTEX, WORD, WAIT_PRIVATE, 2, 0), now);
    return waits.areMany();
  }

  private void wait(long word, long ns, long result) {
    waits.enters(call(FUTEX, word, WAIT_PRIVATE, 2, 0), now);
    now += ns;
    waits.leaves(result, now);
  }

  private void make(PendingCall call, long result) {
    waits.enters(call, now);
    waits.leaves(result, now);
  }

  private static PendingCall call(int number, long first, long second, long third, long fourth) {
    long[] words = new long[Registers.COUNT];
    words[Registers.ORIG_RAX] = number;
    words[Registers.argumentIndex(0)] = first;
    words[Registers.argumentIndex(1)] = second;
    words[Registers.argumentIndex(2)] = third;
    words[Registers.argumentIndex(3)] = fourth;
    return new PendingCall(RegisterSet.copyOf(words), null, 0);
  }
}
