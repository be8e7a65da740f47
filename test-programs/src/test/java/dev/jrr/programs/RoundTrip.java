package dev.jrr.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;

/** A program run natively, recorded and replayed; all that it shows must be the same. */
final class RoundTrip {
  private static final Map<String, String> PLAIN = Map.of();

  /** Makes the test programs print what differs between runs, too (program.h). */
  private static final Map<String, String> SHOW = Map.of("JRR_SHOW", "1");

  private final Sandbox sandbox;
  private final Subject subject;

  private RoundTrip(Sandbox sandbox, Subject subject) {
    this.sandbox = sandbox;
    this.subject = subject;
  }

  /** Throws unless the subject behaves in this mode as it does natively. */
  static void check(Subject subject, Mode mode) {
    try (Sandbox sandbox = Sandbox.of(subject.name() + "-" + mode)) {
      RoundTrip trip = new RoundTrip(sandbox, subject);
      if (mode == Mode.NATIVE) {
        trip.checkNative();
      } else {
        trip.checkRecorded(mode);
      }
      sandbox.passed();
    }
  }

  private void checkNative() {
    Run first = runNatively();
    assertThat(first.status()).as("exit status of %s", first).isEqualTo(subject.status());
    subject.verdict().accept(first);
    assertSame("a second native run", first, runNatively());
  }

  private void checkRecorded(Mode mode) {
    Run natively = runNatively();
    Path trace = sandbox.freshTrace("plain");
    Run recorded = record(mode, trace, PLAIN);
    assertSame("recorded", natively, recorded);
    assertReplays(recorded, trace);

    Path showing = sandbox.freshTrace("showing");
    Run shown = record(mode, showing, SHOW);
    assertThat(shown.status()).as("%s", shown).isEqualTo(subject.status());
    assertReplays(shown, showing);
  }

  private Run runNatively() {
    return launch(new Launch(subject.command(), work(), sandbox.traces()), PLAIN);
  }

  private Run record(Mode mode, Path trace, Map<String, String> extra) {
    Path work = work();
    return Jrr.checked(
        launch(
            new Launch(
                Jrr.record(mode, subject.recordOptions(), trace, subject.command()),
                work,
                sandbox.traces()),
            extra));
  }

  private Path work() {
    Path work = sandbox.freshWork();
    subject.prepare().accept(work);
    return work;
  }

  private Run launch(Launch launch, Map<String, String> extra) {
    extra.forEach(launch::environment);
    return launch.stdin(subject.stdin()).run();
  }

  /** The replay has none of the program's files, and says what the recording said. */
  private void assertReplays(Run recorded, Path trace) {
    sandbox.deleteWork();
    Run replayed =
        Jrr.checked(new Launch(Jrr.replay(trace), sandbox.elsewhere(), sandbox.traces()).run());
    assertThat(replayed.status()).as("exit status of %s", replayed).isZero();
    assertThat(replayed.out()).as("output of %s", replayed).isEqualTo(recorded.out());
    assertThat(replayed.errOfProgram())
        .as("errors of %s", replayed)
        .isEqualTo(recorded.errOfProgram());
  }

  private static void assertSame(String what, Run expected, Run actual) {
    assertThat(actual.out()).as("%s: output of %s", what, actual).isEqualTo(expected.out());
    assertThat(actual.errOfProgram())
        .as("%s: errors of %s", what, actual)
        .isEqualTo(expected.err());
    assertThat(actual.status())
        .as("%s: exit status of %s", what, actual)
        .isEqualTo(expected.status());
  }
}
