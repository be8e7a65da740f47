package dev.jrr.tracee;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jrr.tracee.kernel.Libc;
import org.junit.jupiter.api.Test;

final class ConfinementTest {
  private static final StatusFile STATUS = StatusFile.read((int) Libc.call(gettid()));

  private static long gettid() {
    return Libc.function("gettid");
  }

  @Test
  void saysWhatTheKernelShowsOfThisThread() {
    Confinement own = Confinement.own();
    assertThat(own.filtered()).isEqualTo(!STATUS.text().contains("\nSeccomp:\t0\n"));
    assertThat(own.noNewPrivs()).isEqualTo(STATUS.text().contains("\nNoNewPrivs:\t1\n"));
    assertThat(own.seesAll()).isEqualTo((STATUS.mask("CapEff") & 1L << 19) != 0);
  }

  @Test
  void aStatusFileHasMasks() {
    StatusFile file =
        new StatusFile("Name:\tx\nCapEff:\t000001ffffffffff\nSigBlk:\t8000000000000000\n");
    assertThat(file.mask("CapEff")).isEqualTo(0x1ffffffffffL);
    assertThat(file.mask("SigBlk")).isEqualTo(Long.MIN_VALUE);
    assertThat(file.mask("SigCgt")).isZero();
  }

  @Test
  void theStatusOfATaskThatIsGoneIsEmpty() {
    assertThat(StatusFile.read(Integer.MAX_VALUE).text()).isEmpty();
  }
}
