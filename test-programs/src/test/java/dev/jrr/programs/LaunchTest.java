package dev.jrr.programs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The harness itself: a run that hangs is killed whole, and what it printed is shown. */
final class LaunchTest {
  @Test
  void killsAHangingTreeAndShowsItsOutput() {
    try (Sandbox sandbox = Sandbox.of("hanging")) {
      List<String> command =
          List.of("sh", "-c", "echo started; setsid sleep 987654 & sleep 987654");
      Launch launch = new Launch(command, sandbox.freshWork(), sandbox.traces()).timeoutMs(500);
      assertThatThrownBy(launch::run)
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("still running after 500 ms")
          .hasMessageContaining("started");
      List<String> look = List.of("sh", "-c", "sleep 0.2; ! pgrep -f 'sleep [9]87654'");
      Run after = new Launch(look, sandbox.freshWork(), sandbox.traces()).run();
      assertThat(after.status()).as("%s", after).isZero();
      sandbox.passed();
    }
  }

  @Test
  void saysTheSignalThatEndedTheProcess() {
    try (Sandbox sandbox = Sandbox.of("signal")) {
      List<String> command = List.of("sh", "-c", "kill -SEGV $$");
      Run run = new Launch(command, sandbox.freshWork(), sandbox.traces()).run();
      assertThat(run.status()).isEqualTo(128 + 11);
      sandbox.passed();
    }
  }

  @Test
  void givesTheProcessDefaultSignals() {
    try (Sandbox sandbox = Sandbox.of("signals")) {
      List<String> command = List.of("grep", "-E", "^Sig(Blk|Ign)", "/proc/self/status");
      Run run = new Launch(command, sandbox.freshWork(), sandbox.traces()).run();
      // The JVM ignores signals 32 and 33, which only the C library uses, and which env leaves.
      assertThat(run.out())
          .matches("SigBlk:\t0000000000000000\nSigIgn:\t0000000180000000\n|.*0{16}\n.*0{16}\n");
      sandbox.passed();
    }
  }
}
