package dev.jrr.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A damaged trace is told as damaged, or read as it was written: nothing in between. */
final class DamageTest {
  private static final Set<String> IGNORABLE = Set.of(TraceFiles.INDEX, TraceFiles.RESOLVED);

  @TempDir Path parent;
  private Path trace;
  private List<String> texts;

  @BeforeEach
  void makeTrace() {
    trace = parent.resolve("t");
    texts = new ArrayList<>();
  }

  /** A small trace of several chunks in two files of each stream, with all its side files. */
  private void write(boolean complete) {
    List<Frame> frames = new RandomFrames(40, 120).frames(14);
    Traces.write(trace, frames, Traces.small(700, 2500), complete);
    assertThat(trace.resolve("frames.0001")).exists();
    assertThat(trace.resolve("data.0001")).exists();
    ResolvedPoints points = ResolvedPoints.of(TraceReader.open(trace));
    points.put(
        3, new ResolvedPoints.Point(77, 1, 2, List.of(3), List.of(4), ResolvedPoints.Visit.FIRST));
    assertThat(points.save()).isTrue();
    texts = RandomFrames.texts(frames);
  }

  /** Everything a reader can be asked, as a text that depends on each byte that matters. */
  private List<String> readAll() {
    TraceReader reader = TraceReader.open(trace);
    List<String> all = Traces.read(reader, 1);
    long last = reader.lastEvent();
    assertThat(last).isEqualTo(all.size());
    List<String> half = Traces.read(reader, last / 2 + 1);
    assertThat(half).isEqualTo(all.subList((int) last / 2, (int) last));
    ResolvedPoints.of(reader).get(3);
    return all;
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFlippedBitAnywhere(boolean complete) throws IOException {
    write(complete);
    for (Path file : Traces.files(trace)) {
      byte[] bytes = Files.readAllBytes(file);
      for (int i = 0; i < bytes.length; i++) {
        byte right = bytes[i];
        bytes[i] ^= (byte) (1 << i % 8);
        Files.write(file, bytes);
        bytes[i] = right;
        List<String> read;
        try {
          read = readAll();
        } catch (TraceException e) {
          assertThat(IGNORABLE).doesNotContain(file.getFileName().toString());
          boolean ofHeader = file.endsWith(TraceFiles.HEADER) && i < 8;
          assertThat(e)
              .as("byte %d of %s", i, file)
              .isInstanceOf(
                  ofHeader ? TraceException.NotATrace.class : TraceException.Corrupt.class);
          assertThat(e.exitStatus()).isEqualTo(ofHeader ? 66 : 76);
          continue;
        }
        assertThat(IGNORABLE)
            .as("byte %d of %s is read as if whole", i, file)
            .contains(file.getFileName().toString());
        assertThat(read).isEqualTo(texts);
      }
      Files.write(file, bytes);
    }
    assertThat(readAll()).isEqualTo(texts);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aFileThatEndsAnywhere(boolean complete) throws IOException {
    write(complete);
    for (Path file : Traces.files(trace)) {
      String name = file.getFileName().toString();
      byte[] bytes = Files.readAllBytes(file);
      for (int length = 0; length < bytes.length; length++) {
        Files.write(file, java.util.Arrays.copyOf(bytes, length));
        List<String> read;
        try {
          read = readAll();
        } catch (TraceException.Corrupt | TraceException.NotATrace e) {
          assertThat(IGNORABLE).as("%d bytes of %s", length, name).doesNotContain(name);
          continue;
        }
        if (IGNORABLE.contains(name)) {
          assertThat(read).isEqualTo(texts);
        } else {
          assertThat(complete).as("%d bytes of %s", length, name).isFalse();
          assertThat(read).isEqualTo(texts.subList(0, read.size()));
          assertThat(read.size()).isLessThan(texts.size());
        }
      }
      Files.write(file, bytes);
    }
  }

  private Path lastFrames() throws IOException {
    try (java.util.stream.Stream<Path> files = Files.list(trace)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("frames."))
          .max(java.util.Comparator.naturalOrder())
          .orElseThrow();
    }
  }

  @Test
  void theTornTailOfACutTraceIsCutAtTheLastWholeChunk() throws IOException {
    write(false);
    Path last = lastFrames();
    byte[] bytes = Files.readAllBytes(last);
    Files.write(last, java.util.Arrays.copyOf(bytes, bytes.length - 1));
    List<String> read = readAll();
    assertThat(read).isNotEmpty();
    assertThat(read).isEqualTo(texts.subList(0, read.size()));
  }

  @Test
  void whatAPowerCutLeavesOfTheTailIsCut() throws IOException {
    write(false);
    Path last = lastFrames();
    Files.write(last, new byte[4096], java.nio.file.StandardOpenOption.APPEND);
    assertThat(readAll()).isEqualTo(texts);
  }

  @Test
  void withoutItsIndexATraceIsTheSame() throws IOException {
    write(true);
    Files.delete(trace.resolve(TraceFiles.INDEX));
    Files.delete(trace.resolve(TraceFiles.RESOLVED));
    assertThat(readAll()).isEqualTo(texts);
    assertThat(trace.resolve(TraceFiles.INDEX)).doesNotExist();
  }

  @Test
  void anIndexOfAnotherTraceIsNoHelpAndNoHarm() throws IOException {
    write(true);
    Path other = parent.resolve("other");
    TraceHeader header = TraceHeader.now("0.1.0", Traces.HOST, List.of("x"), "/", List.of());
    try (TraceWriter writer = TraceWriter.create(other, header)) {
      writer.append(new RandomFrames(1, 10).frame(1, 1));
      writer.finish(Traces.END);
    }
    Files.delete(trace.resolve(TraceFiles.INDEX));
    Files.copy(other.resolve(TraceFiles.INDEX), trace.resolve(TraceFiles.INDEX));
    assertThat(readAll()).isEqualTo(texts);
    Files.delete(trace.resolve("frames.0000"));
    Files.copy(other.resolve("frames.0000"), trace.resolve("frames.0000"));
    assertThatThrownBy(this::readAll)
        .isInstanceOf(TraceException.Corrupt.class)
        .hasMessageContaining("another trace");
  }

  @Test
  void aLinkOrAFifoInATraceIsNotFollowed() throws Exception {
    write(true);
    for (String name : List.of("frames.0000", "data.0000", "END", "HEADER")) {
      Path file = trace.resolve(name);
      Path aside = parent.resolve(name);
      Files.move(file, aside);
      Files.createSymbolicLink(file, aside);
      assertThatThrownBy(this::readAll)
          .as(name)
          .isInstanceOf(TraceException.Corrupt.class)
          .hasMessageContaining("a link");
      Files.delete(file);
      Process mkfifo = new ProcessBuilder("mkfifo", file.toString()).start();
      assertThat(mkfifo.waitFor()).isZero();
      assertThatThrownBy(this::readAll).as(name).isInstanceOf(TraceException.Corrupt.class);
      Files.delete(file);
      Files.move(aside, file);
    }
    assertThat(readAll()).isEqualTo(texts);
  }

  @Test
  void aDamagedTraceSaysTheFileAndTheByte() throws IOException {
    write(true);
    Path file = trace.resolve("frames.0000");
    byte[] bytes = Files.readAllBytes(file);
    bytes[ChunkDescriptor.HEADER_LENGTH + 5] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(this::readAll)
        .isInstanceOfSatisfying(
            TraceException.Corrupt.class,
            e -> {
              assertThat(e.file()).isEqualTo(file);
              assertThat(e.offset()).isZero();
              assertThat(e.code()).isEqualTo("JRR-E105");
            });
  }

  @Test
  void afterDamageACursorGivesNoMoreFrames() throws IOException {
    write(true);
    Path file = trace.resolve("frames.0000");
    byte[] bytes = Files.readAllBytes(file);
    bytes[ChunkDescriptor.HEADER_LENGTH + 5] ^= 1;
    Files.write(file, bytes);
    try (FrameCursor cursor = TraceReader.open(trace).frames()) {
      assertThatThrownBy(cursor::hasNext).isInstanceOf(TraceException.Corrupt.class);
      assertThatThrownBy(cursor::hasNext).isInstanceOf(TraceException.Corrupt.class);
    }
  }
}
