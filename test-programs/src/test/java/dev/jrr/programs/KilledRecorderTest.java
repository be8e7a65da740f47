package dev.jrr.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A recorder killed at any moment leaves a trace that replays up to there, and no process. */
final class KilledRecorderTest {
  private static final int KILLS = 8;
  private static final int NO_SUCH_TRACE = 66;

  @Test
  void everyTraceReplaysUpToItsCut() throws InterruptedException {
    SeededRandom random = new SeededRandom(SeededRandom.SEED);
    try (Sandbox sandbox = Sandbox.of("killed")) {
      Path whole = sandbox.freshTrace("whole");
      long start = System.nanoTime();
      Run recorded = launch(sandbox, whole).run();
      long tookMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      assertThat(recorded.status()).as("%s", recorded).isZero();
      int replayed = 0;
      for (int i = 0; i < KILLS; i++) {
        Path trace = sandbox.freshTrace("cut" + i);
        long afterMs = random.below(tookMs);
        String what = "seed %d: killed after %d ms".formatted(SeededRandom.SEED, afterMs);
        killAfter(launch(sandbox, trace), afterMs, what);
        replayed += assertReplaysUpToItsCut(sandbox, recorded, trace, what);
      }
      assertThat(replayed).as("traces that had begun").isGreaterThan(KILLS / 2);
      sandbox.passed();
    }
  }

  private static Launch launch(Sandbox sandbox, Path trace) {
    Path work = sandbox.freshWork();
    Inputs.project(work);
    return new Launch(
        Jrr.record(Mode.TRACED, trace, List.of("make", "run")), work, sandbox.traces());
  }

  private static void killAfter(Launch launch, long milliseconds, String what)
      throws InterruptedException {
    Process process = launch.start();
    try {
      process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
      List<ProcessHandle> tracees = process.descendants().toList();
      process.destroyForcibly();
      assertThat(process.waitFor(10, TimeUnit.SECONDS)).as(what).isTrue();
      for (ProcessHandle tracee : tracees) {
        assertThat(ends(tracee)).as("%s: process %d is left", what, tracee.pid()).isTrue();
      }
    } finally {
      Launch.killTree(process);
    }
  }

  private static boolean ends(ProcessHandle tracee) throws InterruptedException {
    for (int i = 0; i < 500 && tracee.isAlive(); i++) {
      Thread.sleep(10);
    }
    return !tracee.isAlive();
  }

  /** Answers 1 if there was something to replay. */
  private static int assertReplaysUpToItsCut(
      Sandbox sandbox, Run recorded, Path trace, String what) {
    boolean begun = Files.exists(trace.resolve("HEADER"));
    sandbox.deleteWork();
    Run run =
        Jrr.checked(new Launch(Jrr.replay(trace), sandbox.elsewhere(), sandbox.traces()).run());
    if (!begun) {
      assertThat(run.status()).as("%s: %s", what, run).isEqualTo(NO_SUCH_TRACE);
      return 0;
    }
    assertThat(run.status()).as("%s: %s", what, run).isZero();
    assertThat(recorded.out()).as("%s: %s", what, run).startsWith(run.out());
    if (!Files.exists(trace.resolve("END"))) {
      assertThat(String.join("\n", run.errOfJrr())).as("%s: %s", what, run).contains("cut");
    }
    return 1;
  }
}
