package dev.jrr.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A large file that one recording after the other reads: the first keeps what was read in its
 * trace, the second also stores the file, and those after it only name it.
 */
@SharedRecordings
final class NamedReadsTest {
  private static final int SIZE = 8 << 20;
  private static final long SMALL = SIZE / 4;

  private final Sandbox sandbox = Sandbox.of("named-reads");

  @RegisterExtension final SharedSandbox shared = new SharedSandbox(sandbox);

  private Path file;
  private byte[] contents;

  /** Of random bytes, which no compression makes smaller, and untouched for long enough. */
  @BeforeEach
  void make() throws IOException {
    file = sandbox.path("large");
    contents = new byte[SIZE];
    new Random().nextBytes(contents);
    Files.write(file, contents);
    rest();
  }

  /** Until a change would show in the file's time. */
  private static void rest() {
    LockSupport.parkNanos(100_000_000L);
  }

  private List<String> command(String... options) {
    List<String> command =
        new ArrayList<>(List.of(DebuggedTrace.program("debug_reads").toString(), file.toString()));
    command.addAll(List.of(options));
    return command;
  }

  private DebuggedTrace record(String name, String... options) {
    DebuggedTrace trace = DebuggedTrace.record(sandbox, Mode.BUFFERED, name, command(options));
    assertThat(trace.recorded().status()).as("%s", trace.recorded()).isZero();
    return trace;
  }

  /** A recording of a file that two others have read. */
  private DebuggedTrace recordKnown(String... options) {
    record("first");
    record("second");
    rest();
    return record("third", options);
  }

  private String replay(DebuggedTrace trace) {
    Run run =
        Jrr.checked(
            new Launch(Jrr.replay(trace.trace()), sandbox.elsewhere(), sandbox.traces()).run());
    assertThat(run.status()).as("%s", run).isZero();
    return run.out();
  }

  private static long size(DebuggedTrace trace) {
    try (Stream<Path> files = Files.list(trace.trace())) {
      return files.mapToLong(path -> path.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String natively(String... options) {
    Run run = new Launch(command(options), sandbox.elsewhere(), sandbox.traces()).run();
    assertThat(run.out()).endsWith("EXIT-SUCCESS\n");
    return run.out();
  }

  @Test
  void theThirdRecordingNamesWhatItReads() {
    DebuggedTrace first = record("first");
    DebuggedTrace second = record("second");
    DebuggedTrace third = record("third");
    assertThat(size(first)).isGreaterThan(SIZE);
    assertThat(size(second)).isGreaterThan(SIZE);
    assertThat(size(third)).isLessThan(SMALL);
    String out = natively();
    for (DebuggedTrace trace : List.of(first, second, third)) {
      assertThat(trace.recorded().out()).isEqualTo(out);
      assertThat(replay(trace)).isEqualTo(out);
    }
  }

  @Test
  void aFileThatChangedLaterIsReplayedAsItWas() throws IOException {
    DebuggedTrace trace = recordKnown();
    String out = natively();
    FileTime modified = Files.getLastModifiedTime(file);
    contents[SIZE / 2]++;
    Files.write(file, contents);
    Files.setLastModifiedTime(file, modified);
    assertThat(natively()).isNotEqualTo(out);
    assertThat(record("changed").recorded().out()).isEqualTo(natively());
    Files.delete(file);
    assertThat(replay(trace)).isEqualTo(out);
  }

  @Test
  void aFileThatTheProgramChangesIsReadAsItIs() {
    DebuggedTrace trace = recordKnown("change");
    assertThat(trace.recorded().out()).endsWith("EXIT-SUCCESS\n");
    // Less than the first pass over the file is in the trace, and the second pass is.
    assertThat(size(trace)).isBetween((long) SIZE, SIZE + SMALL);
    assertThat(replay(trace)).isEqualTo(trace.recorded().out());
  }

  @Test
  void aFileThatSomebodyMayWriteToIsNotNamed() throws IOException {
    record("first");
    record("second");
    try (FileChannel writer = FileChannel.open(file, StandardOpenOption.WRITE)) {
      assertThat(size(record("written"))).isGreaterThan(SIZE);
      assertThat(writer.isOpen()).isTrue();
    }
    assertThat(size(record("unwritten"))).isLessThan(SMALL);
  }

  @Test
  void aDebuggerSeesWhatWasRead() {
    DebuggedTrace known = recordKnown();
    String script =
        """
        break is_read
        continue
        x/8xb buffer
        watch buffer[5]
        continue
        bt 3
        x/8xb buffer
        continue
        bt 3
        """;
    DebuggedTrace traced = DebuggedTrace.record(sandbox, Mode.TRACED, "traced", command());
    assertThat(comparable(known.gdb(script)))
        .contains("Hardware watchpoint 2: buffer[5]")
        .isEqualTo(comparable(traced.gdb(script)));
  }

  private static String comparable(String out) {
    return out.replaceAll("jrr-sysroot-\\d+", "sysroot");
  }
}
