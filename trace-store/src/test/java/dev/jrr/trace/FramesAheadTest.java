package dev.jrr.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is read ahead is what a cursor reads, up to where that cannot go on. */
final class FramesAheadTest {
  /** More than are read in one go. */
  private static final int FRAMES = 5000;

  @TempDir Path parent;
  private final ExecutorService reader = Executors.newSingleThreadExecutor();
  private Path trace;
  private List<String> written;

  @BeforeEach
  void makeTrace() {
    trace = parent.resolve("t");
    List<Frame> frames = new RandomFrames(7, 100).frames(FRAMES);
    Traces.write(trace, frames, Traces.small(20_000, 1 << 20), true);
    written = RandomFrames.texts(frames);
  }

  @AfterEach
  void end() throws InterruptedException {
    reader.shutdown();
    assertThat(reader.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
  }

  /** The texts of the frames from an event on, up to the end or to what is thrown. */
  private List<String> read(FramesAhead frames) {
    List<Frame> all = new ArrayList<>();
    Frame peeked;
    while ((peeked = frames.peek()) != null) {
      assertThat(frames.next()).isSameAs(peeked);
      all.add(peeked);
    }
    return RandomFrames.texts(all);
  }

  @Test
  void allFramesInTheirOrder() {
    try (FramesAhead frames = TraceReader.open(trace).framesAhead(1, reader)) {
      assertThat(read(frames)).isEqualTo(written);
      assertThat(frames.peek()).isNull();
      assertThatThrownBy(frames::next).isInstanceOf(NoSuchElementException.class);
    }
  }

  @Test
  void fromTheMiddleWhileAnotherIsGivenUp() {
    TraceReader from = TraceReader.open(trace);
    try (FramesAhead first = from.framesAhead(1, reader)) {
      assertThat(first.peek()).isNotNull();
      first.close(); // and once more below
    }
    try (FramesAhead frames = from.framesAhead(FRAMES / 2 + 1, reader)) {
      assertThat(read(frames)).isEqualTo(written.subList(FRAMES / 2, FRAMES));
    }
  }

  @Test
  void damageIsToldOfAfterTheFramesBeforeIt() throws IOException {
    Path file = trace.resolve("frames.0000");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    TraceReader damaged = TraceReader.open(trace);
    List<Frame> before = new ArrayList<>();
    try (FrameCursor cursor = damaged.frames()) {
      assertThatThrownBy(() -> cursorTo(cursor, before)).isInstanceOf(TraceException.Corrupt.class);
    }
    assertThat(before).isNotEmpty().hasSizeLessThan(FRAMES);
    try (FramesAhead frames = damaged.framesAhead(1, reader)) {
      for (String text : RandomFrames.texts(before)) {
        assertThat(RandomFrames.texts(List.of(frames.next()))).containsExactly(text);
      }
      assertThatThrownBy(frames::peek).isInstanceOf(TraceException.Corrupt.class);
      assertThatThrownBy(frames::next).isInstanceOf(TraceException.Corrupt.class);
    }
  }

  private static void cursorTo(FrameCursor cursor, List<Frame> read) {
    while (cursor.hasNext()) {
      read.add(cursor.next());
    }
  }
}
