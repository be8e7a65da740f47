package dev.jrr.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Stock gdb where calls are buffered: it sees the program's own code and registers, as in a
 * recording whose calls are all traced.
 */
@SharedRecordings
final class GdbBufferedTest {
  private static final String WHERE = "#0 .*own_call .*\n#1 .*main \\(\\) at .*\n";

  private final Sandbox sandbox = Sandbox.of("gdb-buffered");

  @RegisterExtension final SharedSandbox shared = new SharedSandbox(sandbox);

  private DebuggedTrace buffered;
  private DebuggedTrace traced;

  @BeforeAll
  void record() {
    List<String> command = List.of(DebuggedTrace.program("debug_calls").toString());
    buffered = DebuggedTrace.record(sandbox, Mode.BUFFERED, "buffered", command);
    assertThat(buffered.recorded().status()).as("%s", buffered.recorded()).isZero();
    traced = DebuggedTrace.record(sandbox, Mode.TRACED, "traced", command);
  }

  private String gdb(String script) {
    return gdb(buffered, traced, script);
  }

  /** What gdb prints of both, which must be the same but for what differs between any two runs. */
  private static String gdb(DebuggedTrace buffered, DebuggedTrace traced, String script) {
    String out = comparable(buffered.gdb(script));
    assertThat(out).isEqualTo(comparable(traced.gdb(script)));
    return out;
  }

  private static String comparable(String out) {
    return out.replaceAll("jrr-sysroot-\\d+", "sysroot")
        .replaceAll("number=62, first=\\d+", "kill");
  }

  @Test
  void theCodeIsTheProgramsOwn() {
    String out = gdb("break is_hot\ncontinue\nx/2xb &call_site\nx/3i &call_site\n");
    assertThat(out).contains("0x0f\t0x05").contains("syscall").contains("lea    0x7(%rax),%r9");
  }

  @Test
  void breakpointsAtTheCallAndBehindItStopOnceACall() {
    String out =
        gdb(
            """
            break *&call_site
            break *&after_call
            ignore 1 1000000
            ignore 2 1000000
            break on_signal
            handle SIGUSR1 nostop noprint pass
            continue
            info breakpoints
            """);
    assertThat(out.split("already hit 502 times", -1)).hasSize(3);
  }

  @Test
  void backtracesGoThroughTheStub() {
    String out =
        gdb(
            """
            break is_hot
            continue
            break *&call_site
            break *&after_call
            continue
            bt
            continue
            bt
            stepi
            bt
            """);
    assertThat(out).containsPattern("(?s)" + WHERE + ".*" + WHERE + ".*" + WHERE);
  }

  @Test
  void aHandlersBacktraceGoesThroughTheStub() {
    String out = gdb("handle SIGUSR1 nostop noprint pass\nbreak on_signal\ncontinue\nbt\n");
    assertThat(out).containsPattern("(?s)on_signal .*<signal handler called>.*own_call .*main ");
  }

  /** The first calls stop, until their site is patched; those of the C library may not. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 400})
  void stepsAreThoseOfTheProgram(int calls) {
    // Over calls of the program's own site and of the C library's, with what they leave in rcx.
    String out =
        gdb(
            """
            break own_call if calls == %d
            continue
            set $steps = 0
            while $steps < 150
              stepi
              printf "at %%p, rcx %%p, r11 %%#lx\\n", $pc, $rcx, $r11 & ~0xd5
              set $steps = $steps + 1
            end
            p (long)&after_call
            """
                .formatted(calls));
    assertThat(out.split("\nat ", -1)).hasSize(151);
  }

  @Test
  void aJumpByAPointerToBehindTheCallIsOneStep() {
    Path program = DebuggedTrace.program("../syscall_entered_by_pointer").normalize();
    List<String> command = List.of(program.toString());
    String out =
        gdb(
            DebuggedTrace.record(sandbox, Mode.BUFFERED, "pointer-buffered", command),
            DebuggedTrace.record(sandbox, Mode.TRACED, "pointer-traced", command),
            """
            set print frame-arguments none
            break *before_two if $edi == 2
            break *before_two if $edi == 17
            continue 7
            set $steps = 0
            while $steps < 200
              stepi
              printf "at %p, rcx %d, entered %d\\n", $pc, $rcx, (int)$rsi == -7
              set $steps = $steps + 1
            end
            tbreak *(before_two + 13)
            continue
            bt 1
            """);
    assertThat(out.split("\nat ", -1)).hasSize(201);
    assertThat(out).contains("rcx 123456, entered 1");
  }

  @Test
  void aStoreOfABufferedCallIsSeen() {
    String out = gdb("break is_hot\ncontinue\nwatch text[0]\ncontinue\nbt\n");
    assertThat(out).contains("Old value = 117 'u'").containsPattern(WHERE);
  }
}
