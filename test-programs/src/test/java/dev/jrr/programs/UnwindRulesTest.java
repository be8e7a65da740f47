package dev.jrr.programs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jrr.recorder.UnwindRule;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The programs that guard a rule of the syscall buffer fail without it: while recording, or the
 * replay differs. That they pass with all rules is ProgramsTest's to show.
 */
final class UnwindRulesTest {
  private static final Map<UnwindRule, List<String>> GUARDS =
      Map.of(
          UnwindRule.FRAME_SHOWS_ORIGINAL,
          List.of("sigframe_storm", "backtrace_in_handler"),
          UnwindRule.ENTERS_STUB,
          List.of(
              "sigframe_storm",
              "sigframe_probe",
              "sigframe_poke",
              "handler_syscalls",
              "syscall_entered_by_pointer"),
          UnwindRule.NEVER_INSIDE,
          List.of("sigframe_storm", "sigframe_probe", "sigframe_poke", "sigframe_longjmp"));

  private static final long TIMEOUT_MS = 30_000;

  static Stream<Arguments> rulesAndGuards() {
    List<TestProgram> programs = TestProgram.all();
    return GUARDS.entrySet().stream()
        .flatMap(
            entry ->
                entry.getValue().stream()
                    .map(name -> Arguments.of(entry.getKey(), named(programs, name))));
  }

  private static TestProgram named(List<TestProgram> programs, String name) {
    return programs.stream()
        .filter(program -> program.name().equals(name))
        .findAny()
        .orElseThrow(() -> new AssertionError("there is no program " + name));
  }

  @ParameterizedTest(name = "without {0}: {1}")
  @MethodSource("rulesAndGuards")
  void failsWithoutTheRule(UnwindRule rule, TestProgram program) {
    try (Sandbox sandbox = Sandbox.of("without-" + rule + "-" + program.name())) {
      assertThat(isRecordedAndReplayed(sandbox, rule, program.subject()))
          .as("%s passes without %s: it does not guard it", program.name(), rule)
          .isFalse();
      sandbox.passed();
    }
  }

  private static boolean isRecordedAndReplayed(Sandbox sandbox, UnwindRule rule, Subject subject) {
    Path trace = sandbox.freshTrace("without");
    List<String> options = List.of("--without-rule", rule.toString());
    List<String> command = Jrr.record(Mode.BUFFERED, 1, options, trace, subject.command());
    try {
      Run recorded = run(new Launch(command, sandbox.freshWork(), sandbox.traces()));
      if (recorded.status() != subject.status()) {
        return false;
      }
      Run replayed = run(new Launch(Jrr.replay(trace), sandbox.elsewhere(), sandbox.traces()));
      return replayed.status() == 0 && replayed.out().equals(recorded.out());
    } catch (AssertionError hangs) {
      return false;
    }
  }

  private static Run run(Launch launch) {
    return launch.environment("JRR_SHOW", "1").timeoutMs(TIMEOUT_MS).run();
  }
}
