package dev.jrr.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SIGTERM for the recorder is the program's, as if nothing recorded it, and the trace is whole. */
final class TerminatedRecorderTest {
  /** Counts SIGTERM for a while; the sleep that one may end, too, is a short one. */
  private static final String COUNTS =
      "n=0; trap 'n=$((n + 1))' TERM; : > ready; i=0;"
          + " while [ $i -lt 30 ]; do sleep 0.05; i=$((i + 1)); done; echo \"terms $n\"; exit 3";

  private static final String DIES = "echo begun; : > ready; exec sleep 60";

  /** Which processes the signal is for, and what a shell in their group does to send it. */
  enum To {
    RECORDER("kill -TERM $!"),
    GROUP("kill -TERM 0");

    private final String kill;

    To(String kill) {
      this.kill = kill;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aProgramThatHandlesItGetsItOnce(To to) {
    check(to, COUNTS, "terms 1\n", 3);
  }

  @ParameterizedTest
  @EnumSource
  void aProgramThatDoesNotIsEndedByIt(To to) {
    check(to, DIES, "begun\n", 143);
  }

  private static void check(To to, String program, String output, int status) {
    try (Sandbox sandbox = Sandbox.of("terminated-" + to + "-" + status)) {
      Path trace = sandbox.freshTrace("recorded");
      String driver =
          "trap : TERM; \"$@\" & while [ ! -e ready ]; do sleep 0.05; done; "
              + to.kill
              + "; wait $!; echo \"status $?\"";
      List<String> command = new ArrayList<>(List.of("sh", "-c", driver, "sh"));
      command.addAll(Jrr.record(Mode.BUFFERED, trace, List.of("sh", "-c", program)));
      Run run = Jrr.checked(new Launch(command, sandbox.freshWork(), sandbox.traces()).run());
      assertThat(run.out()).as("%s", run).isEqualTo(output + "status " + status + "\n");
      assertThat(run.errOfJrr()).as("%s", run).isEmpty();
      assertThat(trace.resolve("END")).as("%s", run).exists();
      sandbox.deleteWork();
      Run replayed =
          Jrr.checked(new Launch(Jrr.replay(trace), sandbox.elsewhere(), sandbox.traces()).run());
      assertThat(replayed.status()).as("%s", replayed).isZero();
      assertThat(replayed.out()).as("%s", replayed).isEqualTo(output);
      sandbox.passed();
    }
  }
}
