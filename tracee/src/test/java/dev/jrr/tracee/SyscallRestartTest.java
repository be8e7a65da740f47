package dev.jrr.tracee;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Interrupted calls, turned back to their instruction as the kernel does it. */
final class SyscallRestartTest {
  private static final int READ = 0;
  private static final int RESTART_SYSCALL = 219;

  private static long[] after(long originalCall, long result) {
    long[] words = new long[Registers.COUNT];
    words[Registers.ORIG_RAX] = originalCall;
    words[Registers.RAX] = result;
    words[Registers.RIP] = 0x401002;
    return words;
  }

  @ParameterizedTest
  @ValueSource(longs = {-512, -513, -514})
  void theCallIsMadeAgain(long result) {
    assertThat(SyscallRestart.isRestart(result)).isTrue();
    long[] words = after(READ, result);
    SyscallRestart.turnBack(words);
    assertThat(words[Registers.RIP]).isEqualTo(0x401000);
    assertThat(words[Registers.RAX]).isEqualTo(READ);
  }

  @Test
  void aCallWithStateInTheKernelGoesOnByRestartSyscall() {
    long[] words = after(35, -516);
    SyscallRestart.turnBack(words);
    assertThat(words[Registers.RIP]).isEqualTo(0x401000);
    assertThat(words[Registers.RAX]).isEqualTo(RESTART_SYSCALL);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 5, -4, -511, -515, -517, Long.MIN_VALUE})
  void otherResultsStand(long result) {
    assertThat(SyscallRestart.isRestart(result)).isFalse();
    long[] words = after(READ, result);
    SyscallRestart.turnBack(words);
    assertThat(words[Registers.RIP]).isEqualTo(0x401002);
    assertThat(words[Registers.RAX]).isEqualTo(result);
  }

  @Test
  void outsideOfACallAValueIsJustAValue() {
    long[] words = after(-1, -512);
    SyscallRestart.turnBack(words);
    assertThat(words).isEqualTo(after(-1, -512));
  }
}
