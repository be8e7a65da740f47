package dev.jrr.tracee;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jrr.tracee.SignalStatus.Disposition;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What signals do to a task, by the kernel's masks. */
final class SignalStatusTest {
  private static final int SIGHUP = 1;
  private static final int SIGSEGV = 11;
  private static final int SIGCHLD = 17;
  private static final int SIGCONT = 18;
  private static final int SIGSTOP = 19;
  private static final int SIGTSTP = 20;
  private static final int SIGTTOU = 22;
  private static final int SIGURG = 23;
  private static final int SIGWINCH = 28;

  private static long mask(int signal) {
    return 1L << (signal - 1);
  }

  @Test
  void defaultsAreThoseOfTheKernel() {
    SignalStatus none = new SignalStatus(0, 0, 0);
    assertThat(none.disposition(SIGHUP)).isEqualTo(Disposition.TERMINATES);
    assertThat(none.disposition(SIGSEGV)).isEqualTo(Disposition.TERMINATES);
    assertThat(none.disposition(64)).isEqualTo(Disposition.TERMINATES);
    for (int stopping = SIGSTOP; stopping <= SIGTTOU; stopping++) {
      assertThat(none.disposition(stopping)).isEqualTo(Disposition.STOPS);
    }
    for (int ignored : new int[] {SIGCHLD, SIGCONT, SIGURG, SIGWINCH}) {
      assertThat(none.disposition(ignored)).isEqualTo(Disposition.IGNORED);
    }
  }

  @Test
  void aHandlerGoesBeforeTheDefault() {
    SignalStatus status = new SignalStatus(0, mask(SIGHUP), mask(SIGCHLD) | mask(SIGTSTP));
    assertThat(status.disposition(SIGCHLD)).isEqualTo(Disposition.CAUGHT);
    assertThat(status.disposition(SIGTSTP)).isEqualTo(Disposition.CAUGHT);
    assertThat(status.disposition(SIGHUP)).isEqualTo(Disposition.IGNORED);
  }

  @Test
  void theFirstOfANamespaceIgnoresWhatItDoesNotCatch() {
    SignalStatus init = new SignalStatus(0, 0, 0, mask(SIGHUP), 1, 1, true);
    assertThat(init.disposition(SIGHUP)).isEqualTo(Disposition.CAUGHT);
    assertThat(init.disposition(SIGSEGV)).isEqualTo(Disposition.IGNORED);
    assertThat(init.disposition(SIGSTOP)).isEqualTo(Disposition.IGNORED);
  }

  @Test
  void theHighestSignalIsTheTopBit() {
    SignalStatus status = new SignalStatus(Long.MIN_VALUE, 0, Long.MIN_VALUE);
    assertThat(status.isBlocked(64)).isTrue();
    assertThat(status.isBlocked(63)).isFalse();
    assertThat(status.disposition(64)).isEqualTo(Disposition.CAUGHT);
  }

  @Test
  void readsItFromTheKernel() throws Exception {
    // A shell that ignores one signal and has trapped another, and then waits to be killed.
    Process shell =
        new ProcessBuilder("sh", "-c", "trap '' HUP; trap : URG; echo ready; read line")
            .redirectErrorStream(true)
            .start();
    try {
      assertThat(shell.inputReader().readLine()).isEqualTo("ready");
      SignalStatus status = SignalStatus.read((int) shell.pid());
      assertThat(status.disposition(SIGHUP)).isEqualTo(Disposition.IGNORED);
      assertThat(status.disposition(SIGURG)).isEqualTo(Disposition.CAUGHT);
      assertThat(status.isBlocked(SIGHUP)).isFalse();
    } finally {
      shell.destroyForcibly().waitFor();
    }
  }

  @Test
  void aTaskThatIsGoneHasNothing() {
    int beyond = Integer.MAX_VALUE;
    assertThat(Files.exists(Path.of("/proc/" + beyond))).isFalse();
    assertThat(SignalStatus.read(beyond)).isEqualTo(new SignalStatus(0, 0, 0));
  }
}
