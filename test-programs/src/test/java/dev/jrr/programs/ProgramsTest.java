package dev.jrr.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every program of {@code src/main/c}, in every mode. */
final class ProgramsTest {
  /** {@code -Dprogram=REGEX}: which are run. */
  private static final String WANTED = System.getProperty("program", ".*");

  static Stream<Arguments> programsModesAndRounds() {
    return TestProgram.all().stream()
        .filter(program -> program.name().matches(WANTED))
        .flatMap(program -> Rounds.of(program, Mode.USUAL));
  }

  @ParameterizedTest(name = "{0} {1} {2}", allowZeroInvocations = true)
  @MethodSource("programsModesAndRounds")
  void behavesAsNatively(TestProgram program, Mode mode, int round) {
    RoundTrip.check(program.subject(), mode, round);
  }

  @Test
  void coverTheKernelAreasOfTheModel() {
    assertThat(TestProgram.all())
        .extracting(program -> program.name().replaceAll("_.*", ""))
        .contains(
            "file",
            "dir",
            "pipe",
            "socket",
            "mmap",
            "brk",
            "exec",
            "fork",
            "vfork",
            "wait",
            "signal",
            "process",
            "time",
            "cpu",
            "poll",
            "epoll",
            "eventfd",
            "signalfd",
            "timerfd",
            "pty",
            "sysv",
            "posix",
            "proc",
            "seccomp",
            "syscall",
            "rseq",
            "random")
        .hasSizeGreaterThanOrEqualTo(90);
  }
}
