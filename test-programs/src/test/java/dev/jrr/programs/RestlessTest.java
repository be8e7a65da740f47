package dev.jrr.programs;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Programs that are stopped wherever they are all the time: between a call and the signal that it
 * raised, in the hook, while they are being killed.
 */
final class RestlessTest {
  /** {@code -Drestless=REGEX}: which are run; {@code .*} takes some ten minutes. */
  private static final String WANTED =
      System.getProperty(
          "restless",
          "pipe_.*|signal_(raised_by_calls|sigsys)|kill_in_computation|abort_normal_pid"
              + "|syscall_often_(on_tasks|that_wait)|cpu_syscall_registers_often|sigframe_poke");

  static Stream<Arguments> programsModesAndRounds() {
    return Stream.concat(TestProgram.all().stream(), TestProgram.in("threads").stream())
        .filter(program -> program.name().matches(WANTED))
        .flatMap(program -> Rounds.of(program, List.of(Mode.RESTLESS)));
  }

  @ParameterizedTest(name = "{0} {1} {2}", allowZeroInvocations = true)
  @MethodSource("programsModesAndRounds")
  void behavesAsNatively(TestProgram program, Mode mode, int round) {
    RoundTrip.check(program.subject(), mode, round);
  }
}
