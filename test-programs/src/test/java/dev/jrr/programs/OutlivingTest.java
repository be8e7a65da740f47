package dev.jrr.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A daemon outlives the first process: it goes on unrecorded, or with {@code --wait} recorded. */
final class OutlivingTest {
  private static final Path DAEMON = Path.of("target/programs/helpers/daemon").toAbsolutePath();
  private static final String REPORT =
      """
      nothing came: 0
      slept and computed
      signals 1
      a shell has run
      the daemon is done
      """;
  private static final String OUT = "the first process ends\n";
  private static final int STATUS = 3;

  @ParameterizedTest
  @EnumSource(names = {"OPEN", "CONFINED"})
  void itGoesOnByItself(Surroundings surroundings) throws Exception {
    try (Sandbox sandbox = Sandbox.in(surroundings, "outliving-" + surroundings)) {
      Path work = sandbox.freshWork();
      surroundings.give(work);
      Path trace = sandbox.freshTrace("first");
      Run recorded = record(surroundings, sandbox, work, trace);
      assertThat(recorded.status()).as("%s", recorded).isEqualTo(STATUS);
      assertThat(recorded.out()).isEqualTo(OUT);
      assertThat(recorded.err()).isEmpty();
      assertThat(report(work)).as("the recording did not wait").doesNotContain("done");
      letEnd(work);
      for (int tenth = 0; tenth < 300 && !report(work).contains("done"); tenth++) {
        Thread.sleep(100);
      }
      assertThat(report(work)).isEqualTo(REPORT);
      assertReplays(sandbox, trace, "(not seen)");
      sandbox.passed();
    }
  }

  @Test
  void itIsWaitedForWithWait() throws Exception {
    try (Sandbox sandbox = Sandbox.of("outliving-wait")) {
      Path work = sandbox.freshWork();
      letEnd(work);
      Path trace = sandbox.freshTrace("all");
      Run recorded = record(Surroundings.OPEN, sandbox, work, trace, "--wait");
      assertThat(recorded.status()).as("%s", recorded).isEqualTo(STATUS);
      assertThat(recorded.out()).isEqualTo(OUT);
      assertThat(report(work)).isEqualTo(REPORT);
      assertReplays(sandbox, trace, "exit 9");
      sandbox.passed();
    }
  }

  private static void letEnd(Path work) throws IOException {
    Files.createFile(work.resolve("go"));
  }

  private static String report(Path work) throws IOException {
    return Files.readString(work.resolve("report"));
  }

  private static Run record(
      Surroundings surroundings, Sandbox sandbox, Path work, Path trace, String... options) {
    List<String> arguments = new ArrayList<>(List.of("record", "-o", trace.toString()));
    arguments.addAll(List.of(options));
    arguments.addAll(List.of("--", DAEMON.toString()));
    Launch launch = new Launch(Jrr.command(arguments), work, sandbox.traces());
    return Jrr.checked(launch.in(surroundings).run());
  }

  /** {@code end} is what is known of the daemon's end. */
  private static void assertReplays(Sandbox sandbox, Path trace, String end) {
    Run replayed =
        Jrr.checked(new Launch(Jrr.replay(trace), sandbox.elsewhere(), sandbox.traces()).run());
    assertThat(replayed.status()).as("%s", replayed).isZero();
    assertThat(replayed.out()).isEqualTo(OUT);
    Run processes =
        new Launch(
                Jrr.command(List.of("ps", trace.toString())), sandbox.elsewhere(), sandbox.traces())
            .run();
    assertThat(processes.out()).as("%s", processes).contains(end);
  }
}
