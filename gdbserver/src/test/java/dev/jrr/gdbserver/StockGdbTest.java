package dev.jrr.gdbserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jrr.gdbserver.GdbServer.Lifetime;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Stock gdb, as users have it, on a recording of {@code counting.s} that a tiny machine replays.
 */
@Timeout(120)
class StockGdbTest {
  @TempDir static Path directory;
  private static Path program;
  private static final ExecutorService TARGET_THREAD = Executors.newSingleThreadExecutor();

  @BeforeAll
  static void buildProgram() throws Exception {
    assumeTrue(isInstalled("gdb") && isInstalled("gcc"), "needs gdb and gcc");
    Path source = directory.resolve("counting.s");
    try (InputStream in = StockGdbTest.class.getResourceAsStream("counting.s")) {
      Files.copy(in, source);
    }
    program = directory.resolve("counting");
    String said =
        run(
            "gcc",
            "-g",
            "-nostdlib",
            "-static",
            "-no-pie",
            "-o",
            program.toString(),
            source.toString());
    assertThat(program).as(said).isExecutable();
  }

  @AfterAll
  static void stopTargetThread() {
    TARGET_THREAD.shutdown();
  }

  private static boolean isInstalled(String tool) {
    for (String place : System.getenv("PATH").split(":")) {
      if (new File(place, tool).canExecute()) {
        return true;
      }
    }
    return false;
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor(100, TimeUnit.SECONDS)).isTrue();
    return output;
  }

  private static FakeTarget newTarget() throws IOException {
    byte[] elf = Files.readAllBytes(program);
    FakeTarget target = new FakeTarget(TinyMachine.ofElf(elf));
    target.files.put("/recorded/counting", elf);
    return target;
  }

  /** gdb's whole output after the given commands, connected with the given kind of target. */
  private static String gdb(FakeTarget target, String kind, String... commands)
      throws IOException, InterruptedException {
    try (GdbServer server =
        GdbServer.start(ListenAddress.anyPort(), target, TARGET_THREAD, Lifetime.ONE_DEBUGGER)) {
      int port = ((InetSocketAddress) server.address()).getPort();
      List<String> line = new ArrayList<>(List.of("gdb", "-nx", "-nh", "-batch"));
      line.addAll(List.of("-iex", "set debuginfod enabled off"));
      line.addAll(List.of("-ex", "set confirm off", "-ex", "set pagination off"));
      line.addAll(List.of("-ex", "target " + kind + " 127.0.0.1:" + port));
      for (String command : commands) {
        line.addAll(List.of("-ex", command));
      }
      String output = run(line.toArray(String[]::new));
      server.awaitClose();
      return output;
    }
  }

  @Test
  void findsTheProgramInTheTraceAndShowsWhereItStands() throws Exception {
    String output = gdb(newTarget(), "remote", "info symbol $rip", "info threads", "p $_exitcode");
    assertThat(output)
        .contains("Reading /recorded/counting from remote target")
        .contains("_start in section .text")
        .contains("\"leader\"")
        .contains("wait<er>")
        .contains("(in futex)")
        .contains("$1 = void")
        .doesNotContain("warning: while parsing")
        .doesNotContain("No more reverse-execution history");
  }

  @Test
  void readsEveryKindOfRegister() throws Exception {
    FakeTarget target = newTarget();
    byte[] xsave = target.machine.registerFile().xsave();
    xsave[512] = (byte) 0xe7;
    xsave[0] = 0x7f;
    xsave[1] = 0x03;
    xsave[160] = 11;
    xsave[576] = 12;
    xsave[1088 + 8] = 13;
    xsave[1152] = 14;
    xsave[1664 + 32] = 15;
    target.machine.setRegisterFile(target.machine.registerFile().withXsave(xsave));
    String output =
        gdb(
            target,
            "remote",
            "printf \"orig %d fs %#lx cs %#x\\n\", $orig_rax, $fs_base, $cs",
            "printf \"fctrl %#x ftag %#x\\n\", $fctrl, $ftag",
            "p $ymm0.v8_int32",
            "p $zmm0.v16_int32",
            "p $zmm16.v16_int32",
            "p $k1",
            "p $mxcsr",
            "p $pkru",
            "p $eflags");
    assertThat(output)
        .contains("orig -1 fs 0x12345678 cs 0x33")
        .contains("fctrl 0x37f ftag 0xffff")
        .contains("$1 = {11, 0, 0, 0, 12, 0, 0, 0}")
        .contains("$2 = {11, 0, 0, 0, 12, 0, 0, 0, 14, 0, 0, 0, 0, 0, 0, 0}")
        .contains("$3 = {0, 0, 0, 0, 0, 0, 0, 0, 15, 0, 0, 0, 0, 0, 0, 0}")
        .contains("$4 = 13")
        .contains("$5 = [ ]")
        .contains("$6 = 0")
        .contains("$7 = [ ]");
  }

  @Test
  void stopsAtBreakpointsStepsAndReachesTheEndOfHistory() throws Exception {
    String output =
        gdb(
            newTarget(),
            "remote",
            "break bump",
            "continue",
            "backtrace",
            "stepi",
            "info symbol $rip",
            "next",
            "finish",
            "delete",
            "continue",
            "p/x $rax",
            "p (long) counter",
            "info symbol $rip");
    assertThat(output)
        .contains("Breakpoint 1, bump ()")
        .contains("#1  0x")
        .contains("in _start ()")
        .contains("bump + 1 in section .text")
        .contains("No more reverse-execution history")
        .contains("$1 = 0xa")
        .contains("$2 = 10")
        .contains("_start + 18 in section .text");
  }

  @Test
  void decidesConditionsInTheServer() throws Exception {
    FakeTarget target = newTarget();
    String output =
        gdb(
            target,
            "remote",
            "set breakpoint condition-evaluation target",
            "break store if $rax == 7 && (long) counter == 6",
            "continue",
            "p $rax",
            "info breakpoints");
    assertThat(output)
        .contains("$1 = 7")
        .contains("stop only if $rax == 7 && (long) counter == 6 (target evals)")
        .contains("breakpoint already hit 1 time");
  }

  @Test
  void stopsAtWatchpointsForwardAndBackward() throws Exception {
    String output =
        gdb(
            newTarget(),
            "remote",
            "watch *(long *) &counter",
            "continue",
            "continue",
            "continue",
            "reverse-continue",
            "p $rax",
            "reverse-stepi",
            "delete",
            "reverse-continue");
    assertThat(output)
        .contains("Hardware watchpoint 1")
        .contains("Old value = 2\nNew value = 3")
        .contains("Old value = 3\nNew value = 2")
        .contains("No more reverse-execution history");
  }

  @Test
  void runsAgainFromTheStart() throws Exception {
    String output =
        gdb(
            newTarget(),
            "extended-remote",
            "break store if $rax == 5",
            "continue",
            "set remote exec-file /recorded/counting",
            "run",
            "p (long) counter",
            "kill",
            "info threads");
    assertThat(output.split("hit Breakpoint 1, bump", -1)).hasSize(3);
    assertThat(output).contains("$1 = 4").contains("No threads.");
  }

  @Test
  void passesMonitorCommandsOn() throws Exception {
    String output =
        gdb(
            newTarget(),
            "remote",
            "stepi 3",
            "monitor when",
            "python print(len(gdb.execute('monitor long', to_string=True)))",
            "monitor nonsense");
    assertThat(output).contains("step 3\n").contains("no command \"nonsense\"");
    assertThat(output).contains(String.valueOf(16 * 0x2000 + 1));
  }

  @Test
  void writesRegistersAndMemoryAndSaysWhyNot() throws Exception {
    String output =
        gdb(
            newTarget(),
            "remote",
            "set var $rbx = 0x55",
            "p/x $rbx",
            "set var $xmm3.v4_int32[1] = 9",
            "p $xmm3.v4_int32",
            "set var *(long *) &counter = 77",
            "p (long) counter",
            "thread 2",
            "set var $rbx = 1");
    assertThat(output)
        .contains("$1 = 0x55")
        .contains("$2 = {0, 9, 0, 0}")
        .contains("$3 = 77")
        .contains("the waiter cannot be changed");
  }

  @Test
  void readsAuxvAndSiginfo() throws Exception {
    FakeTarget target = newTarget();
    String entry = Long.toHexString(target.machine.entry());
    String output = gdb(target, "remote", "info auxv", "p $_siginfo.si_signo", "info proc exe");
    assertThat(output).contains("AT_ENTRY").contains("0x" + entry).contains("$1 = 11");
  }

  @Test
  void stopsWhenTheUserPressesTheInterruptKey() throws Exception {
    FakeTarget target = newTarget();
    String output =
        gdb(
            target,
            "remote",
            "set var $rip = (long) &spin",
            "python import os, signal, threading",
            "python threading.Timer(1, lambda: os.kill(os.getpid(), signal.SIGINT)).start()",
            "continue",
            "info symbol $rip");
    assertThat(output).contains("received signal SIGINT, Interrupt").contains("spin");
  }

  @Test
  void leavesNoBreakpointBehind() throws Exception {
    FakeTarget target = newTarget();
    gdb(target, "remote", "break bump", "watch counter", "continue", "detach");
    assertThat(target.breakpoints).isEmpty();
    assertThat(target.alive).isFalse();
  }
}
