package dev.jrr.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What a program makes its calls from is kept with the traces: one that was recorded before is
 * patched as soon as it is mapped, if it is the same program.
 */
final class HotPlacesTest {
  private static final Path HELPERS = Path.of("target/programs/helpers").toAbsolutePath();
  private static final Pattern TOLD =
      Pattern.compile("jrr: (\\d+) of (\\d+) calls were buffered.*", Pattern.DOTALL);

  /** Recordings of one program until nothing new is found: three make a place hot. */
  private static final int ENOUGH = 5;

  private final Sandbox sandbox = Sandbox.withOwnStore("hot-places");

  @AfterEach
  void close() {
    sandbox.close();
  }

  /** Records the program and replays that; answers how many calls stopped. */
  private long traced(Path program, String out) {
    Path trace = sandbox.freshTrace("hot");
    List<String> command = List.of(program.toString(), "plainly");
    Run recorded =
        run(Jrr.record(Mode.BUFFERED, 1, List.of("-v"), trace, command), sandbox.freshWork());
    assertThat(recorded.out()).isEqualTo(out);
    assertThat(run(Jrr.replay(trace), sandbox.elsewhere()).out()).isEqualTo(out);
    Matcher told =
        recorded.errOfJrr().stream()
            .map(TOLD::matcher)
            .filter(Matcher::matches)
            .findFirst()
            .orElseThrow(() -> new AssertionError("no share in " + recorded));
    return Long.parseLong(told.group(2)) - Long.parseLong(told.group(1));
  }

  private Run run(List<String> command, Path where) {
    Run run = Jrr.checked(new Launch(command, where, sandbox.traces()).run());
    assertThat(run.status()).as("%s", run).isZero();
    return run;
  }

  private String natively(Path program) {
    List<String> command = List.of(program.toString(), "plainly");
    Run run = new Launch(command, sandbox.freshWork(), sandbox.traces()).run();
    assertThat(run.out()).endsWith("EXIT-SUCCESS\n");
    return run.out();
  }

  /** Until a change would show in a file's time. */
  private static void rest() {
    LockSupport.parkNanos(100_000_000L);
  }

  private long lastOf(Path program) {
    String out = natively(program);
    long last = 0;
    for (int round = 0; round < ENOUGH; round++) {
      last = traced(program, out);
    }
    return last;
  }

  @Test
  void aProgramThatWasRecordedBeforeStopsLess() {
    Path program = HELPERS.resolve("many_calls");
    long first = traced(program, natively(program));
    assertThat(lastOf(program)).as("after %d", first).isLessThan(first / 2);
    sandbox.passed();
  }

  @Test
  void whatIsDamagedIsFoundAnew() throws IOException {
    Path program = HELPERS.resolve("many_calls");
    long last = lastOf(program);
    int damaged = 0;
    for (String name : List.of("sites", "sites-used")) {
      try (Stream<Path> kept = Files.list(sandbox.traces().resolve("cache").resolve(name))) {
        for (Path file : kept.toList()) {
          byte[] bytes = Files.readAllBytes(file);
          bytes[bytes.length / 2] ^= 0x55;
          Files.write(file, bytes);
          damaged++;
        }
      }
    }
    assertThat(damaged).isGreaterThanOrEqualTo(3);
    String out = natively(program);
    long again = traced(program, out);
    assertThat(again).isGreaterThan(last);
    assertThat(lastOf(program)).isLessThan(again);
    sandbox.passed();
  }

  /** A static one, whose calls are all its own; the other has other code at those places. */
  @Test
  void anotherProgramUnderTheSameNameIsNotPatchedByIt() throws IOException {
    Path program = sandbox.path("program");
    Files.copy(HELPERS.resolve("many_calls_static"), program);
    rest();
    lastOf(program);
    Object inode = Files.getAttribute(program, "unix:ino");
    var modified = Files.getLastModifiedTime(program);
    Files.write(program, Files.readAllBytes(HELPERS.resolve("many_calls")));
    Files.setLastModifiedTime(program, modified);
    assertThat(Files.getAttribute(program, "unix:ino")).isEqualTo(inode);
    traced(program, natively(program));
    rest();
    traced(program, natively(program));
    Files.copy(HELPERS.resolve("many_calls_static"), program, StandardCopyOption.REPLACE_EXISTING);
    traced(program, natively(program));
    sandbox.passed();
  }
}
