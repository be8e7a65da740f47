package dev.jrr.tracee;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Where a program may store, of one that waits for its standard input. */
final class TraceeMemoryTest {
  private Process program;
  private int pid;
  private TraceeMemory memory;

  @BeforeEach
  void startProgram() throws IOException {
    program = WaitingProgram.start();
    pid = (int) program.pid();
    memory = new TraceeMemory(pid);
  }

  @AfterEach
  void endProgram() {
    memory.close();
    program.destroyForcibly();
  }

  @Test
  void aMappingIsWritableByItsProtection() {
    int writable = 0;
    for (MemoryMaps.Mapping mapping : MemoryMaps.read(pid)) {
      boolean expected = (mapping.protection() & 2) != 0;
      writable += expected ? 1 : 0;
      assertThat(memory.writable(mapping.start())).as(mapping.toString()).isEqualTo(expected);
      assertThat(memory.writable(mapping.end() - 1)).as(mapping.toString()).isEqualTo(expected);
    }
    assertThat(writable).isGreaterThan(2);
  }

  @Test
  void whatIsNotMappedIsNotWritableUnlessTheStackGrowsThere() {
    MemoryMaps.Mapping stack =
        MemoryMaps.read(pid).stream()
            .filter(mapping -> mapping.name().equals("[stack]"))
            .findFirst()
            .orElseThrow();
    assertThat(memory.writable(stack.start() - 1)).isTrue();
    assertThat(memory.writable(4096)).isFalse();
    assertThat(memory.writable(0x7fff_ffff_e000L)).isFalse();
    assertThat(memory.writable(-4096)).isFalse();
  }

  @Test
  void memoryThatIsGoneIsNotWritable() throws InterruptedException {
    long place = MemoryMaps.read(pid).get(0).start();
    assertThat(memory.writable(place)).isFalse();
    program.destroyForcibly().waitFor();
    assertThat(memory.writable(place)).isFalse();
  }
}
