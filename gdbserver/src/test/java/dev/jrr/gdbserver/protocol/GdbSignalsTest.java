package dev.jrr.gdbserver.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jrr.gdbserver.target.Signal;
import org.junit.jupiter.api.Test;

class GdbSignalsTest {
  @Test
  void numbersSignalsAsGdbDoes() {
    int[][] linuxAndGdb = {
      {1, 1}, {2, 2}, {5, 5}, {7, 10}, {10, 30}, {11, 11}, {12, 31}, {17, 20}, {18, 19}, {19, 17},
      {23, 16}, {29, 23}, {30, 32}, {31, 12}, {32, 77}, {33, 45}, {63, 75}, {64, 78}
    };
    for (int[] pair : linuxAndGdb) {
      assertThat(GdbSignals.gdbNumber(new Signal(pair[0]))).as("%d", pair[0]).isEqualTo(pair[1]);
    }
  }

  @Test
  void findsEverySignalAgainExceptTheOneThatGdbDoesNotKnow() {
    int stackFault = 16;
    for (int linux = 1; linux <= Signal.HIGHEST; linux++) {
      Signal signal = new Signal(linux);
      if (linux == stackFault) {
        assertThat(GdbSignals.gdbNumber(signal)).isEqualTo(GdbSignals.UNKNOWN);
      } else {
        assertThat(GdbSignals.linuxSignal(GdbSignals.gdbNumber(signal))).contains(signal);
      }
    }
    assertThat(GdbSignals.linuxSignal(0)).isEmpty();
    assertThat(GdbSignals.linuxSignal(7)).isEmpty();
    assertThat(GdbSignals.linuxSignal(100_000)).isEmpty();
  }
}
