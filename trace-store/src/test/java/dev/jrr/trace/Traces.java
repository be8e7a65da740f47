package dev.jrr.trace;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What the tests of traces share. */
final class Traces {
  static final HostManifest HOST =
      new HostManifest(
          List.of(
              new HostManifest.CpuidLeaf(0, 0, 0x10, 0x68747541, 0x444d4163, 0x69746e65),
              new HostManifest.CpuidLeaf(7, 1, -1, 0, 5, Integer.MIN_VALUE)),
          0x2e7,
          "6.18.0",
          4096,
          1);

  static final TraceHeader HEADER =
      new TraceHeader(
          new UUID(0x0123456789abcdefL, 0x8899aabbccddeeffL),
          HeaderDescriptor.MAJOR,
          HeaderDescriptor.MINOR,
          0,
          "0.1.0",
          1_700_000_000_000L,
          HOST,
          List.of("cat", "caf\u00e9", "\u4e2d"),
          "/tmp/some where",
          List.of("--chaos=7"));

  static final TraceEnd END = new TraceEnd(0x0b, 1_700_000_001_000L, 0, 0, 0, 0);

  private Traces() {}

  /** Options under which a chunk has {@code chunkBytes} and a file {@code fileBytes}. */
  static TraceOptions small(int chunkBytes, long fileBytes) {
    TraceOptions usual = TraceOptions.DEFAULTS;
    return new TraceOptions(
        chunkBytes,
        fileBytes,
        usual.handOverBytes(),
        usual.queueBytes(),
        usual.maxAgeMs(),
        usual.level(),
        usual.opener());
  }

  static void write(Path directory, List<Frame> frames, TraceOptions options, boolean complete) {
    try (TraceWriter writer = TraceWriter.create(directory, HEADER, options)) {
      for (Frame frame : frames) {
        writer.append(frame);
      }
      if (complete) {
        writer.finish(END);
      }
    }
  }

  static List<String> read(Path directory) {
    return read(TraceReader.open(directory), 1);
  }

  static List<String> read(TraceReader reader, long fromEvent) {
    List<String> texts = new ArrayList<>();
    try (FrameCursor cursor = reader.frames(fromEvent)) {
      while (cursor.hasNext()) {
        texts.add(RandomFrames.text(cursor.next()));
      }
    }
    return texts;
  }

  static List<Path> files(Path directory) {
    try (var entries = Files.list(directory)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    for (Path file : files(from)) {
      Files.copy(file, to.resolve(file.getFileName()));
    }
  }
}
