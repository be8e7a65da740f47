package dev.jrr.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Memory that a recorded program shares with a process that is not recorded: the user is told. */
final class OutsidersTest {
  private static final String OUT = "found x\nfound x\n";

  @Test
  void areNamedOnce() throws IOException {
    try (Sandbox sandbox = Sandbox.of("outsiders")) {
      Path file = file(sandbox);
      MappedByteBuffer memory;
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
        memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, 1);
      }
      DebuggedTrace trace = record(sandbox, file);
      assertThat(memory.get(0)).as("what is mapped here").isEqualTo((byte) 'x');
      assertThat(trace.recorded().err())
          .containsOnlyOnce("memory is shared with process " + ProcessHandle.current().pid() + " (")
          .containsOnlyOnce("is shared with");
      sandbox.passed();
    }
  }

  @Test
  void nobodyIsNamedWhereThereIsNone() throws IOException {
    try (Sandbox sandbox = Sandbox.of("no-outsiders")) {
      assertThat(record(sandbox, file(sandbox)).recorded().err()).isEmpty();
      sandbox.passed();
    }
  }

  private static Path file(Sandbox sandbox) throws IOException {
    return Files.writeString(sandbox.path("shared"), "x");
  }

  private static DebuggedTrace record(Sandbox sandbox, Path file) {
    String program = DebuggedTrace.program("shares_file").toString();
    DebuggedTrace trace =
        DebuggedTrace.record(sandbox, "shared", List.of(program, file.toString()));
    assertThat(trace.recorded().status()).as("%s", trace.recorded()).isZero();
    assertThat(trace.recorded().out()).isEqualTo(OUT);
    return trace;
  }
}
