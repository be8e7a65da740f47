package dev.jrr.tracee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Wait statuses as ptrace(2) and wait(2) describe them. */
final class StopTest {
  private static final int SIGTRAP = 5;
  private static final int SIGKILL = 9;
  private static final int SIGSTOP = 19;

  private static Stop stopped(int signal, int event) {
    return Stop.decode(event << 16 | signal << 8 | 0x7f);
  }

  @Test
  void endsAreTold() {
    assertThat(Stop.decode(0)).isEqualTo(new Stop.Exited(0));
    assertThat(Stop.decode(255 << 8)).isEqualTo(new Stop.Exited(255));
    assertThat(Stop.decode(SIGKILL)).isEqualTo(new Stop.Signalled(SIGKILL, false));
    assertThat(Stop.decode(11 | 0x80)).isEqualTo(new Stop.Signalled(11, true));
  }

  @Test
  void aTrapOfACallIsNotATrapOfTheProgram() {
    assertThat(stopped(SIGTRAP | 0x80, 0)).isSameAs(Stop.SYSCALL);
    assertThat(stopped(SIGTRAP, 0)).isEqualTo(new Stop.SignalDelivery(SIGTRAP));
  }

  @Test
  void stopsWithOneSignalDifferByTheirEvent() {
    assertThat(stopped(SIGSTOP, 0)).isEqualTo(new Stop.SignalDelivery(SIGSTOP));
    assertThat(stopped(SIGSTOP, 128)).isEqualTo(new Stop.GroupStop(SIGSTOP));
    assertThat(stopped(SIGTRAP, 128)).isEqualTo(new Stop.EventTrap());
  }

  @Test
  void eventsOfProcesses() {
    assertThat(stopped(SIGTRAP, 1)).isEqualTo(new Stop.NewTask(Stop.Creation.FORK));
    assertThat(stopped(SIGTRAP, 2)).isEqualTo(new Stop.NewTask(Stop.Creation.VFORK));
    assertThat(stopped(SIGTRAP, 3)).isEqualTo(new Stop.NewTask(Stop.Creation.CLONE));
    assertThat(stopped(SIGTRAP, 4)).isEqualTo(new Stop.Exec());
    assertThat(stopped(SIGTRAP, 5)).isEqualTo(new Stop.VforkDone());
    assertThat(stopped(SIGTRAP, 6)).isEqualTo(new Stop.Exiting());
    assertThat(stopped(SIGTRAP, 7)).isSameAs(Stop.SECCOMP_TRAP);
  }

  @Test
  void realTimeSignalsAreSignals() {
    assertThat(stopped(64, 0)).isEqualTo(new Stop.SignalDelivery(64));
    assertThat(Stop.decode(64)).isEqualTo(new Stop.Signalled(64, false));
  }

  @Test
  void anUnknownEventIsNotGuessedAt() {
    assertThatThrownBy(() -> stopped(SIGTRAP, 9)).isInstanceOf(IllegalArgumentException.class);
  }
}
