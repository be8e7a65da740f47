package dev.jrr.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where a trace's files go, and where replay looks for them. */
final class TracePlaceTest {
  @Test
  void aTraceAmongOthersThanItsAccountsReplays() {
    try (Sandbox sandbox = Sandbox.withOwnStore("place")) {
      Path there = sandbox.freshTrace("first");
      Path account = sandbox.path("account");
      record(sandbox, there, sandbox.traces(), "true");
      Path second = sandbox.freshTrace("second");
      record(sandbox, second, account, "echo", "here");
      for (Path traces : List.of(sandbox.traces(), account)) {
        Run run = Jrr.checked(new Launch(Jrr.replay(second), sandbox.freshWork(), traces).run());
        assertThat(run.status()).as("%s", run).isZero();
        assertThat(run.out()).isEqualTo("here\n");
      }
      sandbox.passed();
    }
  }

  private static void record(Sandbox sandbox, Path trace, Path traces, String... program) {
    List<String> command = Jrr.record(Mode.BUFFERED, trace, List.of(program));
    Run run = Jrr.checked(new Launch(command, sandbox.freshWork(), traces).run());
    assertThat(run.status()).as("%s", run).isZero();
  }
}
