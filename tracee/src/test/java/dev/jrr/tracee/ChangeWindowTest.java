package dev.jrr.tracee;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A program that waits, and whose memory the test changes as if the program did. */
final class ChangeWindowTest {
  private final ChangeWindow window = new ChangeWindow(512);
  private Process program;
  private int pid;
  private TraceeMemory memory;

  @BeforeEach
  void startProgram() throws IOException {
    program = WaitingProgram.start();
    pid = (int) program.pid();
    memory = new TraceeMemory(pid);
    while (!Files.readString(Path.of("/proc/" + pid + "/syscall")).startsWith("0 0x0 ")) {
      Thread.onSpinWait(); // until it reads standard input again, and changes nothing any more
    }
  }

  @AfterEach
  void endProgram() {
    memory.close();
    program.destroyForcibly();
  }

  private long somePlaceIn(String name) {
    for (MemoryMaps.Mapping mapping : MemoryMaps.read(pid)) {
      if (mapping.name().equals(name)) {
        return mapping.end() - 64;
      }
    }
    throw new AssertionError("no " + name);
  }

  @Test
  void namesTheWordsThatChanged() {
    long place = somePlaceIn("[stack]");
    window.begin(pid);
    memory.writeWord(place, 0x1234567890L);
    ChangedWords words = window.end(pid, MemoryMaps.read(pid));
    assertThat(words.addresses()).containsExactly(place);
    assertThat(words.values()).containsExactly(0x1234567890L);
  }

  @Test
  void namesWordsOfPagesThatWereNotWrittenBefore() {
    long place = somePlaceIn("[heap]"); // its end: malloc has not come there yet
    window.begin(pid);
    memory.writeWord(place, 5);
    assertThat(window.end(pid, MemoryMaps.read(pid)).addresses()).containsExactly(place);
  }

  @Test
  void namesNothingWhereNothingChanged() {
    window.begin(pid);
    assertThat(window.end(pid, MemoryMaps.read(pid))).isSameAs(ChangedWords.NONE);
  }

  @Test
  void keepsToItsLimitForOnePage() {
    long page = (somePlaceIn("[stack]") & -4096) - 4096;
    memory.writeWord(page, 1);
    window.begin(pid);
    memory.write(page, "x".repeat(4096).getBytes(StandardCharsets.US_ASCII), 0, 4096);
    assertThat(window.end(pid, MemoryMaps.read(pid)).addresses())
        .hasSize(64)
        .startsWith(page, page + 8);
  }

  @Test
  void findsNothingInAProgramThatIsGone() throws InterruptedException {
    window.begin(pid);
    program.destroyForcibly().waitFor();
    assertThat(window.end(pid, MemoryMaps.read(pid))).isSameAs(ChangedWords.NONE);
  }
}
