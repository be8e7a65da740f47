package dev.jrr.replayer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jrr.trace.RegisterSet;
import dev.jrr.tracee.Registers;
import org.junit.jupiter.api.Test;

/** Which differences of registers count. */
final class RegisterCheckTest {
  private static boolean differs(int index, long expected, long actual, boolean atCall) {
    long[] words = new long[RegisterSet.COUNT];
    words[index] = expected;
    Registers registers = new Registers();
    registers.set(index, actual);
    return RegisterCheck.differs(index, registers, RegisterSet.copyOf(words), atCall);
  }

  @Test
  void everyGeneralRegisterCounts() {
    for (int index = 0; index < RegisterSet.COUNT; index++) {
      assertThat(differs(index, 0x8000_0000_0000_0000L, 0, true))
          .as(RegisterSet.NAMES[index])
          .isTrue();
      assertThat(differs(index, 5, 5, true)).as(RegisterSet.NAMES[index]).isFalse();
    }
  }

  @Test
  void theCallsNumberCountsAtCallsOnly() {
    assertThat(differs(Registers.ORIG_RAX, 1, -1, true)).isTrue();
    assertThat(differs(Registers.ORIG_RAX, 1, -1, false)).isFalse();
  }

  @Test
  void flagsThatADebuggerLeavesDoNotCount() {
    assertThat(differs(Registers.EFLAGS, 0x246, 0x10346, false)).isFalse();
    assertThat(differs(Registers.EFLAGS, 0x246, 0x247, false)).isTrue();
  }
}
