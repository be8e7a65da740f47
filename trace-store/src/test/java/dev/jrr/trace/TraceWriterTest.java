package dev.jrr.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the writer promises while it writes, and when it cannot. */
final class TraceWriterTest {
  @TempDir Path parent;

  private final List<Frame> frames = new RandomFrames(7, 400).frames(3000);
  private final List<String> texts = RandomFrames.texts(frames);

  @Test
  void everythingIsPrivate() throws IOException {
    Path trace = parent.resolve("t");
    Traces.write(trace, frames, TraceOptions.DEFAULTS, true);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(trace)))
        .isEqualTo("rwx------");
    assertThat(Traces.files(trace))
        .extracting(file -> file.getFileName().toString())
        .containsExactly("END", "HEADER", "data.0000", "frames.0000", "index");
    for (Path file : Traces.files(trace)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void aPlaceThatCannotBeIsToldAtOnce() throws IOException {
    Path file = Files.createFile(parent.resolve("file"));
    for (Path place : List.of(file, file.resolve("t"), parent.resolve("no/such"), parent)) {
      assertThatThrownBy(() -> TraceWriter.create(place, Traces.HEADER))
          .isInstanceOfSatisfying(
              TraceException.CannotCreate.class,
              e -> {
                assertThat(e.exitStatus()).isEqualTo(73);
                assertThat(e.what()).contains(place.toString());
                assertThat(e.whatToDo()).contains("-o DIR");
              });
    }
    assertThat(Traces.files(parent)).containsExactly(file);
  }

  @Test
  void eventsMustBeDense() {
    try (TraceWriter writer = TraceWriter.create(parent.resolve("t"), Traces.HEADER)) {
      assertThatThrownBy(() -> writer.append(frames.get(1)))
          .isInstanceOf(IllegalArgumentException.class);
      writer.append(frames.get(0));
      assertThatThrownBy(() -> writer.append(frames.get(0)))
          .isInstanceOf(IllegalArgumentException.class);
      writer.finish(Traces.END);
      assertThatThrownBy(() -> writer.append(frames.get(1)))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aFrameIsOnDiskSoonWithoutBeingFlushed() throws InterruptedException {
    Path trace = parent.resolve("t");
    try (TraceWriter writer = TraceWriter.create(trace, Traces.HEADER)) {
      for (int i = 0; i < 3; i++) {
        writer.append(frames.get(i));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (TraceReader.open(trace).lastEvent() <= i && System.nanoTime() < deadline) {
          Thread.sleep(10);
        }
        assertThat(Traces.read(trace)).isEqualTo(texts.subList(0, i + 1));
        assertThat(writer.bytesWritten()).isPositive();
      }
    }
  }

  @Test
  void largeBytesOfRecordsAreUsedAgainWhenTheyAreWritten() {
    int length = 1 << 16;
    Path trace = parent.resolve("t");
    List<String> appended = new ArrayList<>();
    Set<byte[]> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
    try (TraceWriter writer = TraceWriter.create(trace, Traces.HEADER)) {
      for (int event = 1; event <= 300; event++) {
        byte[] bytes = writer.bytesForRecords(length);
        arrays.add(bytes);
        Arrays.fill(bytes, (byte) event);
        Frame frame = new Frame.Records(event, 10, 1, bytes);
        appended.add(RandomFrames.text(frame));
        writer.append(frame);
        if (event > 200) {
          writer.flush();
        }
      }
      assertThat(arrays).hasSizeLessThanOrEqualTo(200);
      assertThat(writer.bytesForRecords(length + 1)).hasSize(length + 1);
      writer.finish(Traces.END);
    }
    assertThat(Traces.read(trace)).isEqualTo(appended);
  }

  @Test
  void aSlowDiskHoldsTheTracerUpAndLosesNothing() {
    TraceOptions slow = new TraceOptions(4096, 1 << 20, 4096, 16384, 5, 1, SlowOutput::new);
    Path trace = parent.resolve("t");
    Traces.write(trace, frames.subList(0, 500), slow, true);
    assertThat(Traces.read(trace)).isEqualTo(texts.subList(0, 500));
  }

  @Test
  void anInterruptedTracerStillWaitsAndStaysInterrupted() {
    TraceOptions slow = new TraceOptions(4096, 1 << 20, 4096, 16384, 5, 1, SlowOutput::new);
    Path trace = parent.resolve("t");
    Thread.currentThread().interrupt();
    Traces.write(trace, frames.subList(0, 100), slow, true);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(Traces.read(trace)).isEqualTo(texts.subList(0, 100));
  }

  @Test
  void aFullDiskIsToldAndLeavesWhatWasWritten() {
    for (int room = 300; room < 60_000; room += 977) {
      Path trace = parent.resolve("t" + room);
      AtomicLong left = new AtomicLong(room);
      TraceOptions options =
          new TraceOptions(2048, 16384, 8192, 32768, 5, 1, file -> new LimitedOutput(file, left));
      TraceWriter writer = TraceWriter.create(trace, Traces.HEADER, options);
      assertThatThrownBy(
              () -> {
                for (Frame frame : frames) {
                  writer.append(frame);
                }
                writer.finish(Traces.END);
              })
          .isInstanceOfSatisfying(
              TraceException.StoreFull.class,
              e -> {
                assertThat(e.exitStatus()).isEqualTo(74);
                assertThat(e.why()).contains("No space left");
              });
      assertThatThrownBy(writer::flush).isInstanceOf(TraceException.StoreFull.class);
      writer.close();
      TraceReader reader = TraceReader.open(trace);
      assertThat(reader.isCut()).isTrue();
      List<String> read = Traces.read(reader, 1);
      assertThat(reader.lastEvent()).isEqualTo(read.size());
      assertThat(read).isEqualTo(texts.subList(0, read.size()));
      assertThat(read.size()).isLessThan(texts.size());
      if (room > 40_000) {
        assertThat(read).isNotEmpty();
      }
    }
  }

  @Test
  void killingTheRecorderLosesOnlyTheLastBit() throws Exception {
    Path trace = parent.resolve("t");
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Endless.class.getName(),
                trace.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long told = 0;
    try (var out = child.inputReader()) {
      for (int i = 0; i < 5; i++) {
        told = Long.parseLong(out.readLine());
      }
      child.destroyForcibly();
      assertThat(child.waitFor()).isEqualTo(128 + 9);
    } finally {
      child.destroyForcibly();
    }
    TraceReader reader = TraceReader.open(trace);
    assertThat(reader.isCut()).isTrue();
    long last = 0;
    RegisterSet at = Endless.registers();
    try (FrameCursor cursor = reader.frames()) {
      while (cursor.hasNext()) {
        Frame frame = cursor.next();
        assertThat(RandomFrames.text(frame))
            .isEqualTo(RandomFrames.text(Endless.frame(++last, at)));
      }
    }
    assertThat(last).isGreaterThanOrEqualTo(told).isEqualTo(reader.lastEvent());
  }

  /** Records until it is killed; says every second batch which event is surely on disk. */
  static final class Endless {
    static RegisterSet registers() {
      return new RandomFrames(3, 1).registers();
    }

    static Frame frame(long event, RegisterSet at) {
      byte[] bytes = new byte[(int) (event % 300)];
      java.util.Arrays.fill(bytes, (byte) event);
      return new Frame.Syscall(
          event, 10, at, (int) event, event, List.of(new Effect.WriteMemory(event, bytes)));
    }

    public static void main(String[] arguments) {
      TraceWriter writer = TraceWriter.create(Path.of(arguments[0]), Traces.HEADER);
      RegisterSet at = registers();
      for (long event = 1; ; event++) {
        writer.append(frame(event, at));
        if (event % 5000 == 0) {
          writer.flush();
          System.out.println(event);
        }
      }
    }
  }

  private static final class SlowOutput implements TraceOptions.Output {
    private final TraceOptions.FileOutput file;

    SlowOutput(Path path) throws IOException {
      file = new TraceOptions.FileOutput(path);
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      return file.write(bytes);
    }

    @Override
    public void truncate(long length) throws IOException {
      file.truncate(length);
    }

    @Override
    public boolean isOpen() {
      return file.isOpen();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  /** Files on a disk with so much room; the last write before it is full is a partial one. */
  private static final class LimitedOutput implements TraceOptions.Output {
    private final TraceOptions.FileOutput file;
    private final AtomicLong left;

    LimitedOutput(Path path, AtomicLong left) throws IOException {
      this.file = new TraceOptions.FileOutput(path);
      this.left = left;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      int room = (int) Math.min(bytes.remaining(), left.get());
      if (room == 0) {
        throw new IOException("No space left on device");
      }
      left.addAndGet(-room);
      int limit = bytes.limit();
      bytes.limit(bytes.position() + room);
      int written = file.write(bytes);
      bytes.limit(limit);
      return written;
    }

    @Override
    public void truncate(long length) throws IOException {
      if (length % 2 == 0) {
        throw new IOException("not even this");
      }
      file.truncate(length);
    }

    @Override
    public boolean isOpen() {
      return file.isOpen();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }
}
