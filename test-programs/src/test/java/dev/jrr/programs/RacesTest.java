package dev.jrr.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Programs with a bug that only some schedules show, {@code src/main/c/races}: {@code --chaos} must
 * find each, and the recording of the seed that found it must replay.
 */
final class RacesTest {
  /** The status that such a program ends with when it shows its bug; see {@code race.h}. */
  private static final int BUG = 42;

  private static final int NATIVE_RUNS = 5;

  /** How many seeds may be tried for one bug. */
  private static final int SEEDS = 200;

  /** {@code -Dprogram=REGEX}: which are run. */
  private static final String WANTED = System.getProperty("program", ".*");

  static Stream<TestProgram> races() {
    List<TestProgram> all = TestProgram.in("races");
    assertThat(all).hasSizeGreaterThanOrEqualTo(5);
    return all.stream().filter(program -> program.name().matches(WANTED));
  }

  @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
  @MethodSource("races")
  void hidesNatively(TestProgram program) {
    int shown = 0;
    try (Sandbox sandbox = Sandbox.of("race-native-" + program.name())) {
      for (int run = 0; run < NATIVE_RUNS; run++) {
        List<String> command = program.subject().command();
        Run natively = new Launch(command, sandbox.freshWork(), sandbox.traces()).run();
        assertThat(natively.status()).as("%s", natively).isIn(0, BUG);
        shown += natively.status() == BUG ? 1 : 0;
      }
      // A machine that has much else to do starves threads, as chaos does.
      assertThat(shown).as("runs that showed the bug").isLessThan(NATIVE_RUNS / 2);
      sandbox.passed();
    }
  }

  @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
  @MethodSource("races")
  void isFoundByChaosAndReplays(TestProgram program) {
    Subject subject = program.subject();
    try (Sandbox sandbox = Sandbox.of("race-" + program.name())) {
      for (int seed = 1; seed <= SEEDS; seed++) {
        Path trace = sandbox.freshTrace("chaos");
        Run recorded = record(sandbox, subject, seed, trace);
        assertThat(recorded.status()).as("seed %d: %s", seed, recorded).isIn(0, BUG);
        if (recorded.status() == BUG) {
          assertThat(recorded.out()).as("seed %d: %s", seed, recorded).contains("BUG: ");
          assertReplays(sandbox, recorded, trace);
          System.out.printf("%s: found by seed %d%n", program.name(), seed);
          sandbox.passed();
          return;
        }
      }
      throw new AssertionError(program.name() + " did not fail with any seed up to " + SEEDS);
    }
  }

  private static Run record(Sandbox sandbox, Subject subject, int seed, Path trace) {
    List<String> arguments =
        new ArrayList<>(List.of("record", "--chaos=" + seed, "-o", trace.toString(), "--"));
    arguments.addAll(subject.command());
    return Jrr.checked(
        new Launch(Jrr.command(arguments), sandbox.freshWork(), sandbox.traces()).run());
  }

  private static void assertReplays(Sandbox sandbox, Run recorded, Path trace) {
    Run replayed =
        Jrr.checked(new Launch(Jrr.replay(trace), sandbox.elsewhere(), sandbox.traces()).run());
    assertThat(replayed.status()).as("exit status of %s", replayed).isZero();
    assertThat(replayed.out()).as("output of %s", replayed).isEqualTo(recorded.out());
  }
}
