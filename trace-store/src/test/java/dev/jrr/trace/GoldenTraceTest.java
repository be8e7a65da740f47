package dev.jrr.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Traces that each version of the format wrote are still read. {@link #main} makes one for the
 * present version; the ones in the repository are never made again.
 */
final class GoldenTraceTest {
  @ParameterizedTest
  @ValueSource(strings = {"format-1.0", "format-1.1"})
  void isReadAsItWasWritten(String version) throws Exception {
    Path golden = Path.of(GoldenTraceTest.class.getResource("/golden/" + version).toURI());
    TraceReader reader = TraceReader.open(golden.resolve("trace"));
    List<String> expected = Files.readAllLines(golden.resolve("frames.txt"));
    assertThat(Traces.read(reader, 1)).isEqualTo(expected);
    assertThat(Traces.read(reader, 9)).isEqualTo(expected.subList(8, expected.size()));
    assertThat(reader.header().commandLine()).isEqualTo(Traces.HEADER.commandLine());
    assertThat(reader.header().host()).isEqualTo(Traces.HEADER.host());
    assertThat(reader.end().orElseThrow().waitStatus()).isEqualTo(0x0b);
  }

  /** Writes a golden trace and its frames as text into the directory that is the argument. */
  public static void main(String[] arguments) throws Exception {
    Path golden = Files.createDirectories(Path.of(arguments[0]));
    List<Frame> frames = new RandomFrames(51, 120).frames(14);
    Traces.write(golden.resolve("trace"), frames, Traces.small(700, 2500), true);
    Files.write(golden.resolve("frames.txt"), RandomFrames.texts(frames));
  }
}
