package dev.jrr.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Somebody who is not recorded kills processes of a recording at any moment, also while the
 * recorder makes calls in them: they end, and nothing else does.
 */
final class KilledTasksTest {
  private static final int PROGRAMS = 60;
  private static final int FIRSTS = 10;

  /** About as long after the first exec is the recorder still at work on it. */
  private static final int EXEC_US = 40_000;

  /** Exit statuses: of jrr for a program that is not executed, and as a shell tells of SIGKILL. */
  private static final int NOT_EXECUTED = 126;

  private static final int KILLED = 137;

  /** Between two kills, at most. */
  private static final int PAUSE_MS = 12;

  /** The shell tells where it is, and how each program ended. */
  private static final String SCRIPT =
      "echo $$ > new; mv new shell; i=0; while [ $i -lt "
          + PROGRAMS
          + " ]; do /bin/true; echo $i $?; i=$((i + 1)); done; echo end";

  @ParameterizedTest
  @EnumSource(
      value = Mode.class,
      names = {"TRACED", "BUFFERED", "CHAOS"})
  void endAsKilledAndNothingElseDoes(Mode mode) throws InterruptedException {
    try (Sandbox sandbox = Sandbox.of("killed-tasks-" + mode)) {
      Path trace = sandbox.freshTrace("recorded");
      Path work = sandbox.freshWork();
      Thread killer = new Thread(() -> killChildren(work.resolve("shell")), "killer");
      killer.start();
      Run recorded;
      try {
        recorded =
            Jrr.checked(
                new Launch(
                        Jrr.record(mode, trace, List.of("sh", "-c", SCRIPT)),
                        work,
                        sandbox.traces())
                    .run());
      } finally {
        killer.interrupt();
        killer.join();
      }
      assertThat(recorded.status()).as("%s", recorded).isZero();
      assertThat(recorded.out()).as("%s", recorded).contains(" 137\n").endsWith("end\n");
      sandbox.deleteWork();
      Run replayed =
          Jrr.checked(new Launch(Jrr.replay(trace), sandbox.elsewhere(), sandbox.traces()).run());
      assertThat(replayed.status()).as("%s", replayed).isZero();
      assertThat(replayed.out()).as("%s", replayed).isEqualTo(recorded.out());
      sandbox.passed();
    }
  }

  @Test
  void theFirstEndsAsKilledOrWasNotExecuted() throws InterruptedException {
    SeededRandom random = new SeededRandom(SeededRandom.SEED);
    try (Sandbox sandbox = Sandbox.of("killed-first")) {
      for (int round = 0; round < FIRSTS; round++) {
        Path trace = sandbox.freshTrace("recorded" + round);
        List<String> command = Jrr.record(Mode.BUFFERED, trace, List.of("sleep", "60"));
        Process recorder = new Launch(command, sandbox.freshWork(), sandbox.traces()).start();
        int status;
        try {
          killTracee(recorder, round % 2 == 0 ? 0 : random.below(EXEC_US));
          assertThat(recorder.waitFor(30, TimeUnit.SECONDS)).as("the recorder ends").isTrue();
          status = recorder.exitValue();
        } finally {
          Launch.killTree(recorder);
        }
        String what = "seed %d, round %d".formatted(SeededRandom.SEED, round);
        assertThat(status).as(what).isIn(NOT_EXECUTED, KILLED);
        if (status == KILLED) {
          Run replayed =
              Jrr.checked(
                  new Launch(Jrr.replay(trace), sandbox.elsewhere(), sandbox.traces()).run());
          assertThat(replayed.status()).as("%s: %s", what, replayed).isZero();
        }
      }
      sandbox.passed();
    }
  }

  /** Kills what is recorded so long after its exec: the recorder is at work on it then. */
  private static void killTracee(Process recorder, int afterMicroseconds)
      throws InterruptedException {
    while (recorder.isAlive()) {
      for (ProcessHandle child : recorder.children().toList()) {
        if (child.info().command().filter(file -> file.endsWith("/sleep")).isPresent()) {
          Thread.sleep(afterMicroseconds / 1000, afterMicroseconds % 1000 * 1000);
          child.destroyForcibly();
          return;
        }
      }
    }
  }

  /** Until interrupted, kills what the shell has started. */
  private static void killChildren(Path place) {
    SeededRandom random = new SeededRandom(SeededRandom.SEED);
    try {
      while (!Files.exists(place)) {
        Thread.sleep(1); // the recording is still starting
      }
      ProcessHandle shell =
          ProcessHandle.of(Long.parseLong(Files.readString(place).strip())).orElseThrow();
      while (shell.isAlive()) {
        shell.children().forEach(ProcessHandle::destroyForcibly);
        // The next kill is to meet another moment of another program.
        Thread.sleep(random.below(PAUSE_MS), random.below(1_000_000));
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
