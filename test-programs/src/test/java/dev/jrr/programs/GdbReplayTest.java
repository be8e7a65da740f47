package dev.jrr.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Stock gdb on replays, as {@code jrr replay} starts it. */
@SharedRecordings
final class GdbReplayTest {
  /** SIGSEGV's end of a program. */
  private static final int CRASHED = 128 + 11;

  private static final int USAGE = 64;
  private static final int TRACE_CORRUPT = 76;

  /** Rounds of debug_compute that take seconds on any machine. */
  private static final String MANY_ROUNDS = "1500000000";

  private final Sandbox sandbox = Sandbox.of("gdb");

  @RegisterExtension final SharedSandbox shared = new SharedSandbox(sandbox);

  private DebuggedTrace crash;
  private DebuggedTrace tour;
  private DebuggedTrace family;
  private DebuggedTrace ownCode;

  @BeforeAll
  void record() {
    crash = DebuggedTrace.record(sandbox, "debug_crash");
    assertThat(crash.recorded().status()).isEqualTo(CRASHED);
    tour = DebuggedTrace.record(sandbox, "debug_tour");
    String executed = DebuggedTrace.program("debug_tour").toString();
    String parent = DebuggedTrace.program("debug_family").toString();
    family = DebuggedTrace.record(sandbox, "debug_family", List.of(parent, executed));
    assertThat(family.recorded().out()).contains("child 11", "counter 55", "parent 22");
    ownCode = DebuggedTrace.record(sandbox, "debug_own_code");
    assertThat(ownCode.recorded().status()).isZero();
  }

  /** {@code parts} appear in {@code text} in this order, each after the end of the one before. */
  private static void assertInOrder(String text, String... parts) {
    assertThat(text).containsSubsequence(Arrays.asList(parts));
  }

  @Test
  void stopsAtACrashWithABacktraceOfFilesAndLines() {
    String out = crash.gdb("continue\nbt\n");
    assertInOrder(
        out,
        "before the crash",
        "Program received signal SIGSEGV",
        "debug_crash.c:6",
        "#0 ",
        "store (where=0x0, value=42)",
        "debug_crash.c:6",
        "#1 ",
        "middle (where=0x0)",
        "debug_crash.c:12",
        "#2 ",
        "outer (depth=0)",
        "debug_crash.c:17",
        "#3 ",
        "outer (depth=1)",
        "#4 ",
        "main ()",
        "debug_crash.c:23");
  }

  @Test
  void runStartsTheRecordingAgain() {
    String out = crash.gdb("continue\nbreak main\nrun\nbt\ncontinue\np value\nrun\nbt\n");
    assertInOrder(
        out,
        "SIGSEGV",
        "Breakpoint 1, main ()",
        "#0  main ()",
        "SIGSEGV",
        "$1 = 42",
        "#0  main ()");
  }

  @Test
  void stopsAtABreakpointThatWasSetBeforeTheStart() {
    String out = tour.gdb("break square\ncontinue\nbt\n");
    assertInOrder(out, "Breakpoint 1, square (number=7)", "#0  square", "#1 ", "main ()");
  }

  @Test
  void evaluatesConditionsInTheServer() {
    String out =
        tour.gdb("break 29 if round == 4\ncontinue\np round\np counter\ninfo breakpoints\n");
    assertInOrder(
        out, "Breakpoint 1, count", "$1 = 4", "$2 = 6", "target evals", "already hit 1 time");
  }

  @Test
  void stopsOnceAtATemporaryBreakpoint() {
    String out = tour.gdb("tbreak 29\ncontinue\np round\ncontinue\n");
    assertInOrder(out, "Temporary breakpoint 1, count", "$1 = 1", "SIGUSR1");
  }

  @Test
  void stepsByLineAndByInstruction() {
    String out =
        tour.gdb(
            "break 42\ncontinue\nstep\nnext\nnext\np result\nnext\nnext\np local\n"
                + "tbreak count\ncontinue\np/x $pc\nstepi\np $pc - $1\nnexti\n");
    assertInOrder(
        out, "Breakpoint 1, main", "square (number=7)", "$1 = 49", "$2 = 50", "count (rounds=10)");
    assertThat(out).doesNotContain("Cannot").doesNotContain("Error");
  }

  @Test
  void aStepOverASystemCallIsOneStep() {
    // write(2) makes one call, whose instruction is two bytes long.
    String out =
        ownCode.gdb(
            """
            break write
            continue
            set $calls = 0
            while $calls == 0
              if *(unsigned char*)$pc == 0x0f && *((unsigned char*)$pc + 1) == 0x05
                set $calls = 1
                set $before = $pc
              end
              stepi
            end
            p $pc - $before
            p $rax
            """);
    assertInOrder(out, "Breakpoint 1", "$1 = 2", "$2 = 8");
  }

  @Test
  void finishesFunctionsAndRunsUntilALine() {
    String out = tour.gdb("break square\ncontinue\nfinish\nuntil 44\n");
    assertInOrder(out, "Breakpoint 1, square", "Value returned is $1 = 49", "44\t");
  }

  @Test
  void showsRegistersMemoryAndVariables() {
    String out =
        tour.gdb(
            "break lanes_are_filled\ncontinue\ninfo registers rip\nx/2dw &origin\nx/s origin.name\n"
                + "p origin\np counter\np/x $cs\np $ymm0.v8_float\np $xmm0.v4_float\n"
                + "p lanes[7]\nup\np local\n");
    assertInOrder(
        out,
        "rip ",
        "<lanes_are_filled",
        "3\t-4",
        "\"origin\"",
        "{x = 3, y = -4, name =",
        "weight = 0.5}",
        " = 55",
        " = 0x33",
        "{1, 2, 4, 8, 16, 32, 64, 128.5}",
        "{1, 2, 4, 8}",
        " = 128.5",
        "main ()",
        " = 50");
  }

  @Test
  void watchesMemoryWithTheProcessorsRegisters() {
    String out = tour.gdb("watch counter\ncontinue\ncontinue\ncontinue\np round\n");
    assertInOrder(
        out,
        "Hardware watchpoint 1: counter",
        "Old value = 0",
        "New value = 1",
        "Old value = 1",
        "New value = 3",
        "Old value = 3",
        "New value = 6",
        "= 3");
  }

  @Test
  void watchesReadsAndAccesses() {
    String out = tour.gdb("tbreak count\ncontinue\nawatch counter\ncontinue\ncontinue\n");
    assertInOrder(
        out, "Hardware access (read/write) watchpoint 2: counter", "Value = 0", "New value = 1");
    out = tour.gdb("tbreak raise\ncontinue\nrwatch counter\ncontinue\ncontinue\n");
    assertThat(out).contains("Hardware read watchpoint 2: counter");
  }

  @Test
  void seesWhatACallWritesToWatchedMemory() {
    String out = ownCode.gdb("watch filled\ncontinue\nbt\n");
    assertInOrder(out, "Old value = 5", "New value = 77", "main ()");
  }

  @Test
  void listsThreadsAndMappings() {
    String out = tour.gdb("break square\ncontinue\ninfo threads\ninfo proc mappings\n");
    int process = tour.processes().get(0);
    assertInOrder(
        out,
        "* 1 ",
        "Thread " + process + "." + process + " \"debug_tour\"",
        "square (number=7)",
        "r-xp",
        "debug_tour",
        "libc.so",
        "[stack]");
    assertThat(out).doesNotContain("unable to open").doesNotContain("0x70000000");
  }

  @Test
  void showsLibrariesFromTheTrace() {
    String out = tour.gdb("break square\ncontinue\ninfo sharedlibrary\n");
    assertThat(out).containsPattern("Yes.*/libc\\.so").containsPattern("Yes.*/ld-linux");
    assertThat(out)
        .as("noise")
        .doesNotContain("warning")
        .doesNotContain("disappeared")
        .doesNotContain("Reading /");
  }

  @Test
  void debugsAChildThatOnlyForked() {
    int child = family.processes().get(1);
    String out =
        family.gdb(
            List.of("--pid", String.valueOf(child)),
            "info threads\nbreak shared_step\ncontinue\nbt\nwatch who\ncontinue\ncontinue\n"
                + "run\nbt\n");
    assertInOrder(
        out,
        "Thread " + child + "." + child + " \"debug_family\"",
        "Breakpoint 1, shared_step (number=11)",
        "child_work (number=11)",
        "main (argc=2",
        "Old value = 0",
        "New value = 11",
        "No more reverse-execution history",
        "Breakpoint 1, shared_step (number=11)",
        "child_work");
  }

  @Test
  void debugsAChildFromTheProgramThatItExecutes() {
    int child = family.processes().get(2);
    String out =
        family.gdb(
            List.of("--pid", String.valueOf(child)), "break square\ncontinue\nbt\nrun\nbt\n");
    assertInOrder(
        out,
        "Breakpoint 1, square (number=7)",
        "#1 ",
        "main ()",
        "Breakpoint 1, square",
        "main ()");
  }

  @Test
  void breakpointsStopOnlyTheDebuggedProcess() {
    String out = family.gdb("break shared_step\ncontinue\np number\ncontinue\n");
    assertInOrder(out, "shared_step (number=22)", "$1 = 22", "No more reverse-execution history");
    assertThat(out).doesNotContain("number=11");
  }

  @Test
  void breakpointsAreSeenByNoOtherProcessAndByNoCall() {
    String out =
        ownCode.gdb("break main\nbreak looked_at\ncontinue\ncontinue\nx/4xb $pc\ncontinue\n");
    assertThat(out).contains("Breakpoint 2, looked_at (number=2)");
    for (String line : ownCode.recorded().out().split("\n")) {
      assertThat(out).contains(line);
    }
    assertThat(out).contains("No more reverse-execution history");
  }

  @Test
  void followsAProgramThatExecutesAnother() {
    String inner = DebuggedTrace.program("debug_tour").toString();
    DebuggedTrace shell =
        DebuggedTrace.record(sandbox, "exec", List.of("sh", "-c", "exec " + inner));
    String out = shell.gdb("set breakpoint pending on\nbreak square\ncontinue\nbt\n");
    assertInOrder(
        out, "is executing new program: ", "debug_tour", "Breakpoint 1, square (number=7)");
  }

  @Test
  void showsSignalsOrPassesThem() {
    String out = tour.gdb("continue\np $_siginfo.si_signo\nbreak on_signal\ncontinue\nbt\n");
    assertInOrder(
        out, "received signal SIGUSR1", "$1 = 10", "Breakpoint 1, on_signal", "<signal handler");
    out = tour.gdb("handle SIGUSR1 nostop noprint\nbreak on_signal\ncontinue\np signals_seen\n");
    assertInOrder(out, "Breakpoint 1, on_signal", "$1 = 0");
    assertThat(out).doesNotContain("received signal SIGUSR1");
  }

  @Test
  void theEndOfHistoryIsAStop() {
    String out =
        tour.gdb("handle SIGUSR1 nostop noprint\ncontinue\np counter\ncontinue\np signals_seen\n");
    assertInOrder(
        out,
        "No more reverse-execution history",
        "$1 = 55",
        "No more reverse-execution history",
        "$2 = 10");
  }

  @Test
  void answersMonitorCommands() {
    int process = tour.processes().get(0);
    String out = tour.gdb("monitor when\ncontinue\nmonitor when\nmonitor ps\nmonitor nonsense\n");
    assertThat(out)
        .containsPattern("Current event: 1\n")
        .containsPattern("Current event: [1-9]\\d+\n")
        .contains(process + "." + process + " debug_tour\n");
    assertThat(out.lines().filter(line -> line.contains("nonsense"))).hasSize(1);
    assertThat(out).doesNotContain("Protocol error");
  }

  @Test
  void startsAtAnEvent() {
    Run dump =
        new Launch(
                Jrr.command(List.of("dump", crash.trace().toString())),
                sandbox.elsewhere(),
                sandbox.traces())
            .run();
    String signal =
        dump.out()
            .lines()
            .filter(line -> line.contains("SIGSEGV"))
            .findFirst()
            .orElseThrow()
            .strip()
            .split(" ")[0];
    String out = crash.gdb(List.of("--goto", signal), "monitor when\nbt\n");
    assertThat(out).contains("Current event: " + signal + "\n");
    assertInOrder(out, "#0 ", "store (where=0x0", "#4 ", "main ()");

    out = crash.gdb(List.of("--goto", "1000000"), "bt\n");
    assertInOrder(out, "#0 ", "store (where=0x0");
  }

  @Test
  void refusesAProcessThatTheTraceDoesNotHave() {
    Run run = Jrr.checked(tour.launch(List.of("--pid", "4000000"), "bt\n").run());
    assertThat(run.status()).as("%s", run).isEqualTo(USAGE);
    assertThat(run.errOfJrr()).hasSize(3).first().asString().contains("4000000");
  }

  @Test
  void needsNothingOfTheProgram() throws IOException {
    Path copy = sandbox.freshWork().resolve("moved_program");
    Files.copy(DebuggedTrace.program("debug_tour"), copy, StandardCopyOption.COPY_ATTRIBUTES);
    Path trace = sandbox.freshTrace("deleted");
    Run recorded =
        new Launch(
                Jrr.record(Mode.TRACED, trace, List.of(copy.toString())),
                copy.getParent(),
                sandbox.traces())
            .run();
    assertThat(recorded.status()).isZero();
    sandbox.deleteWork();
    Path script = Files.writeString(sandbox.path("deleted.gdb"), "break square\ncontinue\nbt\n");
    List<String> command =
        Jrr.command(List.of("replay", "-batch", "-x", script.toString(), trace.toString()));
    Run run = new Launch(command, sandbox.elsewhere(), sandbox.traces()).run();
    assertInOrder(run.out(), "square (number=7)", "main ()");
  }

  @Test
  void twoDebuggersMayReplayOneTraceAtOnce() throws Exception {
    List<Process> both = new ArrayList<>();
    List<Path> outputs = List.of(sandbox.path("first.out"), sandbox.path("second.out"));
    for (Path output : outputs) {
      String script = "set logging redirect on\n"; // what gdb prints goes to the file only
      both.add(
          tour.launch(
                  List.of(),
                  script
                      + "set logging file "
                      + output
                      + "\nset logging enabled on\n"
                      + "watch counter\ncontinue\ncontinue\ncontinue\ncontinue\np counter\n")
              .start());
    }
    for (int i = 0; i < both.size(); i++) {
      assertThat(both.get(i).waitFor(Launch.TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(both.get(i).exitValue()).isZero();
      assertInOrder(Files.readString(outputs.get(i)), "New value = 10", "= 10");
    }
  }

  @Test
  void servesADebuggerThatIsStartedByHand() throws IOException {
    Path errors = sandbox.path("server.err");
    List<String> command = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" 2>" + errors, "sh"));
    command.addAll(Jrr.command(List.of("replay", "--server", tour.trace().toString())));
    Process server = new Launch(command, sandbox.elsewhere(), sandbox.traces()).start();
    try {
      await(() -> read(errors).contains("extended-remote"));
      String line =
          read(errors).lines().filter(each -> each.contains("gdb -q")).findFirst().orElseThrow();
      String gdb = line.replaceFirst("^jrr: +", "") + " -batch -ex 'break square' -ex c -ex bt";
      Run run = new Launch(List.of("sh", "-c", gdb), sandbox.elsewhere(), sandbox.traces()).run();
      assertInOrder(run.out(), "Breakpoint 1, square (number=7)", "main ()");
      await(() -> !server.isAlive());
      assertThat(server.exitValue()).isZero();
    } finally {
      Launch.killTree(server);
    }
  }

  @Test
  void controlCStopsAComputation() throws Exception {
    String program = DebuggedTrace.program("debug_compute").toString();
    DebuggedTrace compute = DebuggedTrace.record(sandbox, "compute", List.of(program, MANY_ROUNDS));
    Path log = sandbox.path("interrupted.log");
    Process replay =
        compute
            .launch(
                List.of(),
                "set logging file "
                    + log
                    + "\nset logging enabled on\nbreak 12\ncontinue\ndelete\n"
                    + "echo computing-now\\n\ncontinue\np round\nbt\ncontinue\n")
            .start();
    try {
      await(() -> read(log).contains("computing-now"));
      Thread.sleep(300); // it says so just before it goes on
      ProcessHandle gdb =
          replay
              .descendants()
              .filter(each -> each.info().command().orElse("").endsWith("/gdb"))
              .findFirst()
              .orElseThrow();
      interrupt(gdb.pid());
      assertThat(replay.waitFor(Launch.TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(replay.exitValue()).isZero();
    } finally {
      Launch.killTree(replay);
    }
    assertInOrder(
        read(log),
        "computing-now",
        "received signal SIGINT",
        "main (",
        "No more reverse-execution history");
  }

  @Test
  void aDamagedTraceIsToldInGdb() throws IOException {
    Path damaged = sandbox.freshTrace("damaged");
    Sandbox.copy(tour.trace(), damaged);
    Path frames = damaged.resolve("frames.0000");
    byte[] bytes = Files.readAllBytes(frames);
    bytes[bytes.length / 2] ^= 1;
    Files.write(frames, bytes);
    Path script = Files.writeString(sandbox.path("damaged.gdb"), "continue\ncontinue\n");
    List<String> command =
        Jrr.command(List.of("replay", "-batch", "-x", script.toString(), damaged.toString()));
    Run run = Jrr.checked(new Launch(command, sandbox.elsewhere(), sandbox.traces()).run());
    assertThat(run.status()).as("%s", run).isEqualTo(TRACE_CORRUPT);
    assertThat(run.out() + run.err()).contains("JRR-E105");
  }

  private static void interrupt(long pid) throws IOException, InterruptedException {
    Process kill = new ProcessBuilder("kill", "-INT", String.valueOf(pid)).start();
    assertThat(kill.waitFor()).isZero();
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(Launch.TIMEOUT_SECONDS).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
      try {
        Thread.sleep(20);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file, StandardCharsets.ISO_8859_1) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
