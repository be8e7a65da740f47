package dev.jrr.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Somebody who is not recorded kills processes of a recording at any moment, also while the
 * recorder makes calls in them: they end, and nothing else does.
 */
final class KilledTasksTest {
  private static final int PROGRAMS = 60;

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
