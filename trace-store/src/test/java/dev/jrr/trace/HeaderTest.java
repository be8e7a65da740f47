package dev.jrr.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which traces are read, and what is said of those that are not. */
final class HeaderTest {
  @TempDir Path parent;
  private Path trace;

  @BeforeEach
  void makeTrace() {
    trace = parent.resolve("t");
    Traces.write(trace, new RandomFrames(1, 9).frames(3), TraceOptions.DEFAULTS, true);
  }

  /** Changes the prefix as another version of jrr would have written it. */
  private void change(java.util.function.Consumer<ByteBuffer> change) throws IOException {
    Path file = trace.resolve(TraceFiles.HEADER);
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer header = Checksums.littleEndian(bytes);
    change.accept(header);
    header.putInt(
        HeaderDescriptor.PREFIX_CRC_OFFSET,
        Checksums.crc32c(bytes, 0, HeaderDescriptor.PREFIX_CRC_OFFSET));
    Files.write(file, bytes);
  }

  @Test
  void anotherMajorVersionIsTooNewOrTooOld() throws IOException {
    change(
        header ->
            header
                .putShort(HeaderDescriptor.MAJOR_OFFSET, (short) 2)
                .put(HeaderDescriptor.VERSION_OFFSET, "9.8.7".getBytes()));
    assertThatThrownBy(() -> TraceReader.open(trace))
        .isInstanceOfSatisfying(
            TraceException.TooNew.class,
            e -> {
              assertThat(e.exitStatus()).isEqualTo(76);
              assertThat(e.code()).isEqualTo("JRR-E104");
              assertThat(e.neededVersion()).isEqualTo("9.8.7");
              assertThat(e.whatToDo()).contains("jrr 9.8.7 or later");
            });
    change(header -> header.putShort(HeaderDescriptor.MAJOR_OFFSET, (short) 0));
    assertThatThrownBy(() -> TraceReader.open(trace))
        .isInstanceOfSatisfying(
            TraceException.TooOld.class, e -> assertThat(e.exitStatus()).isEqualTo(76));
  }

  @Test
  void aHigherMinorVersionIsReadAndItsAdditionsIgnored() throws IOException {
    Path file = trace.resolve(TraceFiles.HEADER);
    byte[] bytes = java.util.Arrays.copyOf(Files.readAllBytes(file), (int) Files.size(file) + 9);
    Files.write(file, bytes);
    int length = bytes.length - HeaderDescriptor.PREFIX_LENGTH;
    int crc = Checksums.crc32c(bytes, HeaderDescriptor.PREFIX_LENGTH, length);
    change(
        header ->
            header
                .putInt(HeaderDescriptor.BODY_LENGTH_OFFSET, length)
                .putInt(HeaderDescriptor.BODY_CRC_OFFSET, crc));
    assertThatThrownBy(() -> TraceReader.open(trace)).isInstanceOf(TraceException.Corrupt.class);
    change(header -> header.putShort(HeaderDescriptor.MINOR_OFFSET, (short) 3));
    TraceHeader read = TraceReader.open(trace).header();
    assertThat(read.minor()).isEqualTo(3);
    assertThat(read.commandLine()).isEqualTo(Traces.HEADER.commandLine());
  }

  @Test
  void anUnknownRequiredFeatureIsTooNew() throws IOException {
    change(header -> header.putLong(HeaderDescriptor.REQUIRED_OFFSET, 1L << 40));
    assertThatThrownBy(() -> TraceReader.open(trace))
        .isInstanceOf(TraceException.TooNew.class)
        .hasMessageContaining("0x10000000000");
  }

  @Test
  void whatIsNoTraceIsToldApart() throws IOException {
    assertThatThrownBy(() -> TraceReader.open(parent.resolve("none")))
        .isInstanceOfSatisfying(
            TraceException.Missing.class, e -> assertThat(e.exitStatus()).isEqualTo(66));
    Path file = Files.createFile(parent.resolve("file"));
    Path link = Files.createSymbolicLink(parent.resolve("link"), parent.resolve("nowhere"));
    Path empty = Files.createDirectory(parent.resolve("empty"));
    Path foreign = Files.createDirectory(parent.resolve("foreign"));
    Files.writeString(foreign.resolve("HEADER"), "Content-Type: text/plain\n".repeat(100));
    for (Path path : List.of(file, link, empty, foreign)) {
      assertThatThrownBy(() -> TraceReader.open(path))
          .as(path.toString())
          .isInstanceOfSatisfying(
              TraceException.NotATrace.class, e -> assertThat(e.exitStatus()).isEqualTo(66));
    }
  }

  @Test
  void aLinkToATraceIsFollowed() throws IOException {
    Path link = Files.createSymbolicLink(parent.resolve("latest"), Path.of("t"));
    assertThat(TraceReader.open(link).lastEvent()).isEqualTo(3);
  }

  @Test
  void everyRecordingHasItsOwnIdentity() {
    Set<UUID> identities = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      TraceHeader header = TraceHeader.now("1.0", Traces.HOST, List.of("a"), "/", List.of());
      assertThat(header.uuid().version()).isEqualTo(4);
      assertThat(header.uuid().variant()).isEqualTo(2);
      identities.add(header.uuid());
    }
    assertThat(identities).hasSize(100);
  }
}
