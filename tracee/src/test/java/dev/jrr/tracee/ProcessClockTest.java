package dev.jrr.tracee;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jrr.tracee.kernel.ProcessClock;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class ProcessClockTest {
  @Test
  void countsWhatAnotherProcessComputes() throws IOException, InterruptedException {
    Process program = new ProcessBuilder("sh", "-c", "while :; do :; done").start();
    try {
      long before = ProcessClock.nanoseconds((int) program.pid());
      long now = before;
      while (now < before + 20_000_000) {
        Thread.sleep(1);
        now = ProcessClock.nanoseconds((int) program.pid());
      }
      assertThat(before).isGreaterThanOrEqualTo(0);
    } finally {
      program.destroyForcibly().waitFor();
    }
    assertThat(ProcessClock.nanoseconds((int) program.pid())).isZero();
  }
}
