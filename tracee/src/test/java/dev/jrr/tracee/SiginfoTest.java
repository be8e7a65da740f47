package dev.jrr.tracee;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jrr.tracee.kernel.Ptrace;
import org.junit.jupiter.api.Test;

final class SiginfoTest {
  private static final int SIGUSR1 = 10;
  private static final int SIGSEGV = 11;
  private static final int SIGALRM = 14;
  private static final int SIGSYS = 31;

  @Test
  void faultsAreWhatTheKernelRaisesForAnInstruction() {
    assertThat(siginfo(SIGSEGV, 1).isFault()).isTrue();
    assertThat(siginfo(SIGSYS, 1).isFault()).as("a filter's trap").isTrue();
    assertThat(siginfo(SIGSEGV, -6).isFault()).as("tgkill").isFalse();
    assertThat(siginfo(SIGALRM, 0x80).isFault()).as("a timer").isFalse();
  }

  @Test
  void aCallThatWasDispatchedIsNoFilters() {
    assertThat(siginfo(SIGSYS, 2).isDispatch()).isTrue();
    assertThat(siginfo(SIGSYS, 1).isDispatch()).isFalse();
    assertThat(siginfo(SIGSYS, -6).isDispatch()).isFalse();
  }

  @Test
  void timersAreToldFromThoseWhoSend() {
    assertThat(siginfo(SIGALRM, 0x80).isOfTimer()).as("setitimer").isTrue();
    assertThat(siginfo(SIGUSR1, -2).isOfTimer()).as("timer_create").isTrue();
    assertThat(siginfo(SIGALRM, 0).isOfTimer()).as("kill").isFalse();
    assertThat(siginfo(SIGSEGV, 0x80).isOfTimer()).as("a fault").isFalse();
  }

  private static Siginfo siginfo(int signal, int code) {
    byte[] bytes = new byte[Ptrace.SIGINFO_SIZE];
    bytes[0] = (byte) signal;
    for (int part = 0; part < 4; part++) {
      bytes[8 + part] = (byte) (code >> (8 * part));
    }
    return new Siginfo(bytes);
  }
}
