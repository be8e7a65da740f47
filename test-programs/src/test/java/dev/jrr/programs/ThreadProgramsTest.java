package dev.jrr.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every program of {@code src/main/c/threads}, in every mode: threads, processes that share memory,
 * signals that come at any instruction, preemption.
 */
final class ThreadProgramsTest {
  /** {@code -Dprogram=REGEX}: which are run. */
  private static final String WANTED = System.getProperty("program", ".*");

  private static final List<TestProgram> PROGRAMS = TestProgram.in("threads");

  static Stream<Arguments> programsModesAndRounds() {
    return PROGRAMS.stream()
        .filter(program -> program.name().matches(WANTED))
        .flatMap(program -> Rounds.of(program, Mode.THREADED));
  }

  @ParameterizedTest(name = "{0} {1} {2}", allowZeroInvocations = true)
  @MethodSource("programsModesAndRounds")
  void behavesAsNatively(TestProgram program, Mode mode, int round) {
    RoundTrip.check(program.subject(), mode, round);
  }

  @Test
  void coverWhatAsyncPointsMustShow() {
    assertThat(PROGRAMS)
        .extracting(TestProgram::name)
        .contains(
            "async_counter",
            "async_heap_counter",
            "async_red_zone",
            "async_xmm",
            "async_rep_movs",
            "async_recursion",
            "async_jit",
            "async_spin",
            "async_deep_array_counter",
            "async_hidden_global",
            "itimer_storm")
        .hasSizeGreaterThanOrEqualTo(100);
  }
}
