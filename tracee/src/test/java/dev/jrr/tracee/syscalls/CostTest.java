package dev.jrr.tracee.syscalls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The model runs at every traced stop: it must be small beside the stop's 6 µs. */
class CostTest {
  private static final long A = 0x10000;
  private static final int ROUNDS = 20_000;

  /** Takes what it is given, so that nothing is optimised away. */
  private static final class Sum implements RangeSink, OutputSink {
    long total;

    @Override
    public void range(long address, long length) {
      total += address + length;
    }

    @Override
    public void contents(long address, byte[] bytes) {
      total += address + bytes.length;
    }

    @Override
    public void written(long programAddress, long actualAddress, long length) {
      total += programAddress + length;
    }
  }

  @Test
  void theCommonCallsCostUnderTwoMicrosecondsWhenWarm() {
    FakeMemory memory = new FakeMemory().map(A, 4096).putString(A, "/usr/lib/libc.so.6");
    int[] numbers = {0, 1, 257, 3, 262};
    long[][] args = {
      {3, A + 512, 512, 0, 0, 0},
      {1, A + 512, 512, 0, 0, 0},
      {-100, A, 0, 0, 0, 0},
      {3, 0, 0, 0, 0, 0},
      {-100, A, A + 512, 0, 0, 0}
    };
    long[] results = {100, 512, 3, 0, 0};
    Sum sum = new Sum();
    double best = Double.MAX_VALUE;
    // The best of several rounds: other work on the machine only ever adds.
    for (int round = 0; round < 15; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < ROUNDS; i++) {
        for (int c = 0; c < numbers.length; c++) {
          Call call = (Call) SyscallTable.resolve(numbers[c], args[c], memory);
          call.inputs(memory, sum);
          call.outputs(results[c], memory, null, sum);
        }
      }
      best = Math.min(best, (System.nanoTime() - start) / (double) (ROUNDS * numbers.length));
    }
    assertThat(sum.total).isNotZero();
    System.out.printf("syscall model: %.0f ns a call%n", best);
    assertThat(best).as("nanoseconds a call").isLessThan(2000);
  }

  @Test
  void theCommonCallsReadOnlyTheirPaths() {
    FakeMemory memory = new FakeMemory().map(A, 4096).putString(A, "/etc/hosts");
    Sum sum = new Sum();
    Call read = Ranges.call("read", memory, 3, A, 100);
    read.inputs(memory, sum);
    read.outputs(10, memory, null, sum);
    Call stat = Ranges.call("fstat", memory, 3, A);
    stat.inputs(memory, sum);
    stat.outputs(0, memory, null, sum);
    assertThat(memory.reads).isZero();
    Call open = Ranges.call("openat", memory, -100, A, 0);
    open.inputs(memory, sum);
    open.outputs(3, memory, null, sum);
    assertThat(memory.reads).isEqualTo(1);
  }
}
