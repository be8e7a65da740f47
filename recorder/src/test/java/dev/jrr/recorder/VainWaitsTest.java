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
  private static final int MANY = 100;

  private final VainWaits waits = new VainWaits();

  @Test
  void areManyWhereItWaitsForTheSameAgainAndAgain() {
    wait(MANY, 0x1000, 2);
    assertThat(waits.areMany()).isTrue();
    waits.progressed();
    assertThat(waits.areMany()).isFalse();
  }

  @Test
  void areNotManyWhereItDoesSomethingElseMeanwhile() {
    for (int i = 0; i < MANY; i++) {
      wait(1, 0x1000, 2);
      PendingCall write = call(SyscallTable.numberOf("write"), 1, 0, 0);
      waits.enters(write);
      waits.leaves(write, 0);
    }
    assertThat(waits.areMany()).isFalse();
  }

  @Test
  void areNotManyWhereWordOrValueIsAnotherEachTime() {
    for (int i = 0; i < MANY; i++) {
      wait(1, 0x1000, i); // as a condition variable's
    }
    assertThat(waits.areMany()).isFalse();
    for (int i = 0; i < MANY; i++) {
      wait(1, 0x1000 + i % 2 * 4, 2);
    }
    assertThat(waits.areMany()).isFalse();
  }

  @Test
  void areNotManyWhereNobodyWokeIt() {
    for (int i = 0; i < MANY; i++) {
      PendingCall call = call(FUTEX, 0x1000, WAIT_PRIVATE, 2);
      waits.enters(call);
      waits.leaves(call, -11); // EAGAIN: the word has changed
    }
    assertThat(waits.areMany()).isFalse();
  }

  private void wait(int times, long word, long value) {
    for (int i = 0; i < times; i++) {
      PendingCall call = call(FUTEX, word, WAIT_PRIVATE, value);
      waits.enters(call);
      waits.leaves(call, 0);
    }
  }

  private static PendingCall call(int number, long first, long second, long third) {
    long[] words = new long[Registers.COUNT];
    words[Registers.ORIG_RAX] = number;
    words[Registers.argumentIndex(0)] = first;
    words[Registers.argumentIndex(1)] = second;
    words[Registers.argumentIndex(2)] = third;
    return new PendingCall(RegisterSet.copyOf(words), null, 0);
  }
}
