package dev.jrr.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A program run natively, recorded and replayed; all that it shows must be the same. */
final class RoundTrip {
  /** {@code -Dreplays=N}: how often each recording is replayed. */
  private static final int REPLAYS = Integer.getInteger("replays", 1);

  /** What each subject did natively: every mode is compared with the same run. */
  private static final Map<Native, Run> NATIVE_RUNS = new ConcurrentHashMap<>();

  private final Sandbox sandbox;
  private final Subject subject;
  private final Surroundings surroundings;

  private record Native(String subject, Surroundings surroundings) {}

  private RoundTrip(Sandbox sandbox, Subject subject, Surroundings surroundings) {
    this.sandbox = sandbox;
    this.subject = subject;
    this.surroundings = surroundings;
  }

  /** Throws unless the subject behaves in this mode as it does natively. */
  static void check(Subject subject, Mode mode, int round) {
    check(subject, mode, round, Surroundings.usual());
  }

  /** The same where native run, recording and replay all are in certain surroundings. */
  static void check(Subject subject, Mode mode, int round, Surroundings surroundings) {
    try (Sandbox sandbox = Sandbox.in(surroundings, subject.name() + "-" + mode)) {
      RoundTrip trip = new RoundTrip(sandbox, subject, surroundings);
      if (mode == Mode.NATIVE) {
        trip.checkNative();
      } else {
        trip.checkRecorded(mode, round);
      }
      sandbox.passed();
    }
  }

  private void checkNative() {
    assertSame("a second native run", natively(), runNatively());
  }

  private void checkRecorded(Mode mode, int round) {
    Run natively = natively();
    Path trace = sandbox.freshTrace("recorded");
    Run recorded = record(mode, round, trace);
    assertSame("recorded", natively, withoutShown(recorded));
    assertReplays(recorded, trace);
  }

  private static Run withoutShown(Run run) {
    String out = run.out().replaceAll("(?m)^shown: .*\n", "");
    return new Run(run.command(), run.status(), out, run.err());
  }

  private Run natively() {
    return NATIVE_RUNS.computeIfAbsent(
        new Native(subject.name(), surroundings), key -> firstNative());
  }

  private Run firstNative() {
    Run first = runNatively();
    if (surroundings == Surroundings.OPEN) {
      assertThat(first.status()).as("exit status of %s", first).isEqualTo(subject.status());
      subject.verdict().accept(first);
    } // Elsewhere it may lack what it needs; it is still to do the same recorded.
    return first;
  }

  private Run runNatively() {
    return run(program(subject.command()));
  }

  private Run record(Mode mode, int round, Path trace) {
    List<String> command =
        Jrr.record(mode, round, subject.recordOptions(), trace, subject.command());
    // It prints what differs between runs, too.
    return Jrr.checked(run(program(command).environment("JRR_SHOW", "1")));
  }

  private Path work() {
    Path work = sandbox.freshWork();
    subject.prepare().accept(work);
    surroundings.give(work);
    return work;
  }

  private Path elsewhere() {
    Path elsewhere = sandbox.elsewhere();
    surroundings.give(elsewhere);
    return elsewhere;
  }

  private Launch program(List<String> command) {
    return new Launch(command, work(), sandbox.traces()).stdin(subject.stdin());
  }

  private Run run(Launch launch) {
    return launch.in(surroundings).timeoutMs(subject.timeoutSeconds() * 1000).run();
  }

  /** A replay has none of the program's files, and says what the recording said. */
  private void assertReplays(Run recorded, Path trace) {
    sandbox.deleteWork();
    for (int replay = 0; replay < REPLAYS; replay++) {
      assertReplaysOnce(recorded, trace);
    }
  }

  private void assertReplaysOnce(Run recorded, Path trace) {
    Run replayed = Jrr.checked(run(new Launch(Jrr.replay(trace), elsewhere(), sandbox.traces())));
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
