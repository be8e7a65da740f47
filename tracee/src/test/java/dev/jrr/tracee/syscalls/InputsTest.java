package dev.jrr.tracee.syscalls;

import static dev.jrr.tracee.syscalls.Ranges.call;
import static dev.jrr.tracee.syscalls.Ranges.inputs;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What each shape of input reads. */
class InputsTest {
  private static final long A = 0x10000;
  private static final long B = 0x20000;
  private static final long C = 0x30000;

  private final FakeMemory memory = new FakeMemory().map(A, 8192).map(B, 4096).map(C, 4096);

  @Test
  void pathsAreReadOnceWithTheirNul() {
    memory.putString(A, "/etc/passwd");
    List<String> seen = new ArrayList<>();
    call("openat", memory, -100, A, 0)
        .inputs(
            memory,
            new RangeSink() {
              @Override
              public void range(long address, long length) {
                throw new AssertionError("the contents were read already");
              }

              @Override
              public void contents(long address, byte[] bytes) {
                seen.add(Long.toHexString(address) + "+" + bytes.length);
              }
            });
    assertThat(seen).containsExactly("10000+12");
    assertThat(memory.reads).isEqualTo(1);
  }

  @Test
  void longPathsAreReadToTheirEnd() {
    memory.putString(A, "x".repeat(4000));
    assertThat(inputs(call("unlink", memory, A), memory)).containsExactly("10000+4001");
    memory.putString(A, "x".repeat(5000));
    assertThat(inputs(call("unlink", memory, A), memory)).isEmpty();
  }

  @Test
  void stringsThatRunIntoUnmappedMemoryAreNoInput() {
    memory.put(B + 4092, new byte[] {'a', 'b', 'c', 'd'});
    assertThat(inputs(call("unlink", memory, B + 4092), memory)).isEmpty();
    assertThat(inputs(call("unlink", memory, 0xdead0000L), memory)).isEmpty();
  }

  @Test
  void writesReadTheirBuffer() {
    assertThat(inputs(call("write", memory, 1, A, 6), memory)).containsExactly("10000+6");
    assertThat(inputs(call("write", memory, 1, A, 0), memory)).isEmpty();
    assertThat(inputs(call("write", memory, 1, 0, 6), memory)).isEmpty();
  }

  @Test
  void vectorsReadTheirArrayAndElements() {
    memory.putLong(A, B).putLong(A + 8, 3).putLong(A + 16, C).putLong(A + 24, 4);
    assertThat(inputs(call("writev", memory, 1, A, 2), memory))
        .containsExactly("10000+32", "20000+3", "30000+4");
    assertThat(inputs(call("readv", memory, 1, A, 2), memory)).containsExactly("10000+32");
  }

  @Test
  void messagesReadEveryPart() {
    memory.putLong(A, B).putInt(A + 8, 16).putLong(A + 16, A + 100).putLong(A + 24, 1);
    memory.putLong(A + 32, C).putLong(A + 40, 24).putLong(A + 100, B + 64).putLong(A + 108, 5);
    assertThat(inputs(call("sendmsg", memory, 3, A, 0), memory))
        .containsExactly("10000+56", "20000+16", "10064+16", "20040+5", "30000+24");
    assertThat(inputs(call("recvmsg", memory, 3, A, 0), memory))
        .containsExactly("10000+56", "10064+16");
  }

  @Test
  void argumentListsAreReadToTheirNull() {
    memory.putString(B, "ls").putString(B + 8, "-l").putLong(A, B).putLong(A + 8, B + 8);
    assertThat(inputs(call("execve", memory, B, A, 0), memory))
        .containsExactly("20000+3", "10000+8", "20000+3", "10008+8", "20008+3", "10010+8");
  }

  @Test
  void filtersAreReadWithTheirProgram() {
    memory.put(A, new byte[] {3, 0}).putLong(A + 8, B);
    assertThat(inputs(call("seccomp", memory, 1, 0, A), memory))
        .containsExactly("10000+16", "20000+24");
    assertThat(inputs(call("prctl", memory, 22, 2, A), memory))
        .containsExactly("10000+16", "20000+24");
  }

  @Test
  void valueResultArgumentsAreInputsToo() {
    memory.putInt(B, 16);
    assertThat(inputs(call("accept", memory, 3, A, B), memory)).containsExactly("20000+4");
    assertThat(inputs(call("poll", memory, A, 2, 0), memory)).containsExactly("10000+16");
  }

  @Test
  void futexesReadTheWordThatTheyCompare() {
    assertThat(inputs(call("futex", memory, A, 0, 1, 0), memory)).containsExactly("10000+4");
    assertThat(inputs(call("futex", memory, A, 1, 1, 0), memory)).isEmpty();
  }
}
