package dev.jrr.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was appended is what is read. */
final class RoundTripTest {
  @TempDir Path parent;

  private static long seed() {
    long seed = Long.getLong("jrr.seed", System.nanoTime());
    System.out.println("RoundTripTest: -Djrr.seed=" + seed);
    return seed;
  }

  @Test
  void framesAndEffectsOfEveryKind() {
    List<Frame> frames = new RandomFrames(seed(), 300).frames(2000);
    Path trace = parent.resolve("t");
    Traces.write(trace, frames, TraceOptions.DEFAULTS, true);

    TraceReader reader = TraceReader.open(trace);
    assertThat(Traces.read(reader, 1)).isEqualTo(RandomFrames.texts(frames));
    assertThat(reader.isCut()).isFalse();
    assertThat(reader.lastEvent()).isEqualTo(2000);
    assertThat(reader.header()).isEqualTo(Traces.HEADER);
    TraceEnd end = reader.end().orElseThrow();
    assertThat(end.waitStatus()).isEqualTo(0x0b);
    assertThat(end.endTimeMs()).isEqualTo(Traces.END.endTimeMs());
    assertThat(end.frames()).isEqualTo(2000);
    assertThat(end.dataBytes()).isPositive();
  }

  @Test
  void manyChunksAndFilesFromEveryEvent() {
    List<Frame> frames = new RandomFrames(seed(), 3000).frames(300);
    Path trace = parent.resolve("t");
    Traces.write(trace, frames, Traces.small(1024, 4096), true);
    assertThat(trace.resolve("frames.0003")).exists();
    assertThat(trace.resolve("data.0003")).exists();

    List<String> texts = RandomFrames.texts(frames);
    TraceReader reader = TraceReader.open(trace);
    for (int event = 1; event <= 301; event += 1) {
      assertThat(Traces.read(reader, event)).isEqualTo(texts.subList(event - 1, 300));
    }
    assertThat(Traces.read(reader, 1000)).isEmpty();
  }

  @Test
  void bytesLargerThanAChunkAndThanTheQueue() {
    byte[] large = new byte[9 << 20];
    new java.util.Random(1).nextBytes(large);
    RegisterSet at = new RandomFrames(1, 1).registers();
    List<Frame> frames =
        List.of(
            new Frame.Syscall(1, 7, at, 0, 5, List.of(new Effect.WriteMemory(4096, large))),
            new Frame.Syscall(2, 7, at, 0, 5, List.of(new Effect.WriteMemory(4096, new byte[65]))));
    Path trace = parent.resolve("t");
    Traces.write(trace, frames, TraceOptions.DEFAULTS, true);
    assertThat(Traces.read(trace)).isEqualTo(RandomFrames.texts(frames));
  }

  @Test
  void aTraceWithoutFrames() {
    Path trace = parent.resolve("t");
    Traces.write(trace, List.of(), TraceOptions.DEFAULTS, true);
    TraceReader reader = TraceReader.open(trace);
    assertThat(reader.lastEvent()).isZero();
    assertThat(Traces.read(reader, 1)).isEmpty();
    assertThat(Traces.read(reader, 5)).isEmpty();
  }

  @Test
  void aCutTraceHasItsLastEvent() {
    List<Frame> frames = new RandomFrames(seed(), 100).frames(500);
    Path trace = parent.resolve("t");
    Traces.write(trace, frames, Traces.small(512, 4096), false);
    TraceReader reader = TraceReader.open(trace);
    assertThat(reader.isCut()).isTrue();
    assertThat(reader.end()).isEmpty();
    assertThat(reader.lastEvent()).isEqualTo(500);
    assertThat(Traces.read(reader, 1)).isEqualTo(RandomFrames.texts(frames));
  }

  @Test
  void peekingDoesNotMoveOn() {
    List<Frame> frames = new RandomFrames(seed(), 100).frames(3);
    Path trace = parent.resolve("t");
    Traces.write(trace, frames, TraceOptions.DEFAULTS, true);
    try (FrameCursor cursor = TraceReader.open(trace).frames()) {
      assertThat(cursor.peek()).isSameAs(cursor.peek());
      assertThat(cursor.next().event()).isEqualTo(1);
      assertThat(cursor.next().event()).isEqualTo(2);
      assertThat(cursor.hasNext()).isTrue();
      assertThat(cursor.next().event()).isEqualTo(3);
      assertThat(cursor.peek()).isNull();
      assertThat(cursor.hasNext()).isFalse();
    }
  }

  @Test
  void twoReadersAtOnceAndOneThatReadsBesideTheWriter() throws Exception {
    List<Frame> frames = new RandomFrames(seed(), 200).frames(400);
    List<String> texts = RandomFrames.texts(frames);
    Path trace = parent.resolve("t");
    try (TraceWriter writer = TraceWriter.create(trace, Traces.HEADER, Traces.small(2048, 8192))) {
      for (Frame frame : frames.subList(0, 200)) {
        writer.append(frame);
      }
      writer.flush();
      assertThat(Traces.read(trace)).isEqualTo(texts.subList(0, 200));
      for (Frame frame : frames.subList(200, 400)) {
        writer.append(frame);
      }
      writer.finish(Traces.END);
    }
    TraceReader one = TraceReader.open(trace);
    TraceReader two = TraceReader.open(trace);
    try (FrameCursor first = one.frames();
        FrameCursor second = two.frames(100);
        FrameCursor third = one.frames(300)) {
      for (int i = 0; i < 100; i++) {
        assertThat(RandomFrames.text(first.next())).isEqualTo(texts.get(i));
        assertThat(RandomFrames.text(second.next())).isEqualTo(texts.get(i + 99));
        assertThat(RandomFrames.text(third.next())).isEqualTo(texts.get(i + 299));
      }
    }
  }
}
