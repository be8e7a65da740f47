package dev.jrr.tracee.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jrr.tracee.MemoryMaps;
import dev.jrr.tracee.Registers;
import dev.jrr.tracee.TraceeMemory;
import java.io.IOException;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The memory that code names, in a process of which nothing runs on. */
final class NextTouchedTest {
  private Process program;
  private TraceeMemory memory;
  private long code;
  private final Registers registers = new Registers();

  @BeforeEach
  void start() throws IOException, InterruptedException {
    program = new ProcessBuilder("sleep", "1000").start();
    int pid = (int) program.pid();
    while (code == 0) {
      Thread.sleep(1); // until it is sleep that runs there
      for (MemoryMaps.Mapping mapping : MemoryMaps.read(pid)) {
        code = mapping.name().equals("[stack]") ? mapping.start() : code;
      }
    }
    memory = new TraceeMemory(pid);
    registers.set(Registers.RSP, 0x7000);
    registers.set(Registers.RBX, 0x1000);
    registers.set(Registers.RCX, 3);
  }

  @AfterEach
  void end() throws InterruptedException {
    memory.close();
    program.destroyForcibly().waitFor();
  }

  private long[] touchedBy(String... instructions) {
    byte[] bytes = HexFormat.of().parseHex(String.join("", instructions));
    memory.write(code, bytes, 0, bytes.length);
    registers.set(Registers.RIP, code);
    return NextTouched.addresses(registers, memory);
  }

  @Test
  void followsALoopBackwards() {
    // add [rsp+8], rcx; mov rax, [rbx+rcx*8]; add rip-relative; jne to the second
    long[] touched = touchedBy("48014c2408", "488b04cb", "488b0500010000", "75f3", "4889442410");
    assertThat(touched).startsWith(0x7008, 0x1018, code + 16 + 0x100, 0x1018);
    assertThat(touched).doesNotContain(0x7010);
  }

  @Test
  void endsAtAReturn() {
    assertThat(touchedBy("488b4308", "c3", "488b4310")).containsExactly(0x1008);
  }

  @Test
  void seesThatCodeChanged() {
    assertThat(touchedBy("488b4308", "c3")).containsExactly(0x1008);
    assertThat(touchedBy("488b4318", "c3")).containsExactly(0x1018);
    assertThat(touchedBy("90", "488b4318", "c3")).containsExactly(0x1018);
    assertThat(touchedBy("488b4308", "c3")).containsExactly(0x1008);
  }

  @Test
  void sameCodeWithOtherRegistersNamesOtherMemory() {
    assertThat(touchedBy("488b4308", "c3")).containsExactly(0x1008);
    registers.set(Registers.RBX, 0x2000);
    assertThat(touchedBy("488b4308", "c3")).containsExactly(0x2008);
  }

  @Test
  void namesNothingWhereNoCodeIs() {
    registers.set(Registers.RIP, 0x10);
    assertThat(NextTouched.addresses(registers, memory)).isEmpty();
  }
}
