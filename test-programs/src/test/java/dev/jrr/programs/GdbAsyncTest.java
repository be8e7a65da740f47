package dev.jrr.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Stock gdb on a replay that looks for async points: whatever it does on the way, the points are
 * found at the recorded visits, and it sees nothing of the search.
 */
@SharedRecordings
final class GdbAsyncTest {
  private final Sandbox sandbox = Sandbox.of("gdb-async");

  @RegisterExtension final SharedSandbox shared = new SharedSandbox(sandbox);

  private DebuggedTrace trace;

  @BeforeAll
  void record() {
    trace = DebuggedTrace.record(sandbox, "debug_async");
    assertThat(trace.recorded().status()).as("%s", trace.recorded()).isZero();
  }

  /** The counter at tick {@code number}, as the program wrote it when it was recorded. */
  private long recordedAt(int number) {
    Matcher line = Pattern.compile("tick " + number + " at (\\d+)").matcher(trace.recorded().out());
    assertThat(line.find()).isTrue();
    return Long.parseLong(line.group(1));
  }

  private void assertEndsAsRecorded(String out) {
    assertThat(out).contains(trace.recorded().out()).doesNotContain("JRR-");
  }

  @Test
  void stopsInHandlersAtTheRecordedVisits() {
    String out =
        trace.gdb(
            "break on_tick\ncontinue\np counter\nbt\ncontinue\np counter\ndelete\ncontinue\n");
    assertThat(out)
        .containsSubsequence(
            "Breakpoint 1, on_tick",
            "$1 = " + recordedAt(0),
            "<signal handler called>",
            "compute",
            "Breakpoint 1, on_tick",
            "$2 = " + recordedAt(1));
    assertEndsAsRecorded(out);
  }

  @Test
  void stepsShowNoTrapFlagToPushf() {
    String out =
        trace.gdb(
            "break compute\ncontinue\nstepi 200\np seen & 0x100\np counter > 5\n"
                + "break on_tick\ncontinue\nfinish\nstepi 100\np seen & 0x100\ndelete\ncontinue\n");
    assertThat(out).containsSubsequence("$1 = 0", "$2 = 1", "Breakpoint 2, on_tick", "$3 = 0");
    assertEndsAsRecorded(out);
  }

  @Test
  void aBreakpointWhereThePointIsLookedForIsMet() {
    // One is on every instruction of the loop: at the point, or covered by the jump there.
    String out =
        trace.gdb(
            """
            break compute
            continue
            python
            import gdb
            code = gdb.selected_frame().architecture().disassemble(
                gdb.block_for_pc(gdb.selected_frame().pc()).start,
                gdb.block_for_pc(gdb.selected_frame().pc()).end - 1)
            for one in code:
                gdb.execute("break *%d if counter == 300 || counter == 301" % one["addr"])
            end
            delete 1
            continue
            p counter
            while counter == 300
              continue
            end
            p counter
            delete
            continue
            """);
    assertThat(out).containsSubsequence("$1 = 300", "$2 = 301");
    assertEndsAsRecorded(out);
  }

  @Test
  void watchpointsAreHitOnTheWay() {
    String out =
        trace.gdb(
            "watch ticks\ncontinue\ncontinue\np counter\ndelete\nawatch seen\n"
                + "continue\ncontinue\ncontinue\ndelete\ncontinue\n");
    assertThat(out)
        .containsSubsequence(
            "Old value = 0", "New value = 1", "New value = 2", "$1 = " + recordedAt(1), "Value = ");
    assertEndsAsRecorded(out);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two mappings"})
  void aBreakpointInWritablePagesIsMetAtEveryCall(String how) {
    String program = DebuggedTrace.program("debug_written_code").toString();
    List<String> command = how.isEmpty() ? List.of(program) : List.of(program, how);
    DebuggedTrace written = DebuggedTrace.record(sandbox, "written" + command.size(), command);
    String out =
        written.gdb(
            """
            watch calls
            continue
            delete
            p calls
            break *(code + 8)
            ignore 2 100000
            continue
            info breakpoints
            """);
    // It is the return, which every one of the calls but the first is still to make.
    assertThat(out)
        .containsSubsequence("$1 = 1", "300 calls", "breakpoint already hit 299 times")
        .doesNotContain("JRR-");
  }

  /** What ends it comes from outside, as timeout(1) and Ctrl-C do. */
  @ParameterizedTest(name = "signal {0}")
  @ValueSource(ints = {9, 15})
  void showsWhereAProgramHungThatWasEnded(int signal) {
    String program = DebuggedTrace.program("debug_hang").toString();
    DebuggedTrace hung =
        DebuggedTrace.record(sandbox, "hang-" + signal, List.of(program, Integer.toString(signal)));
    assertThat(hung.recorded().status()).as("%s", hung.recorded()).isEqualTo(128 + signal);
    String out =
        hung.gdb("continue\nbacktrace\np rounds > 100000\nthread 2\nbacktrace\ncontinue\n");
    assertThat(out)
        .containsSubsequence(
            signal == 9 ? "received signal SIGKILL" : "received signal SIGTERM",
            "#0 ",
            "hangs",
            "#1 ",
            "main",
            "$1 = 1",
            "pause",
            "waits",
            "No more reverse-execution history")
        .doesNotContain("JRR-");
  }
}
