package dev.jrr.tracee.syscalls;

import static dev.jrr.tracee.syscalls.Ranges.call;
import static dev.jrr.tracee.syscalls.Ranges.copyBack;
import static dev.jrr.tracee.syscalls.Ranges.prewrite;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Calls whose outputs go to scratch: the test plays the kernel on the redirected arguments, and the
 * program's memory must end up as if there had been no redirection.
 */
class RedirectTest {
  private static final long A = 0x10000;
  private static final long B = 0x20000;
  private static final long C = 0x30000;
  private static final long SCRATCH = 0x70000;
  private static final int ROOM = 16384;

  private final FakeMemory memory =
      new FakeMemory().map(A, 4096).map(B, 4096).map(C, 4096).map(SCRATCH, ROOM);

  private Redirection redirect(Call call) {
    Redirection redirection = call.redirect(memory, SCRATCH, ROOM);
    assertThat(redirection.fits()).isTrue();
    prewrite(redirection, memory);
    return redirection;
  }

  private static void assertInScratch(long address) {
    assertThat(address).isBetween(SCRATCH, SCRATCH + ROOM - 1);
  }

  @Test
  void aRead() {
    Call read = call("read", memory, 3, A, 100);
    Redirection redirection = redirect(read);
    assertThat(redirection.arg(0)).isEqualTo(3);
    assertInScratch(redirection.arg(1));
    memory.putString(redirection.arg(1), "hello");
    assertThat(memory.text(A, 1)).isEqualTo("\0");
    assertThat(copyBack(read, 5, memory, redirection)).containsExactly("10000+5");
    assertThat(memory.text(A, 5)).isEqualTo("hello");
  }

  @Test
  void aReadThatFailsCopiesNothing() {
    Call read = call("read", memory, 3, A, 100);
    Redirection redirection = redirect(read);
    assertThat(copyBack(read, -512, memory, redirection)).isEmpty();
  }

  @Test
  void tooLittleScratchTellsHowMuchIsNeeded() {
    Redirection redirection = call("read", memory, 3, A, 1 << 20).redirect(memory, SCRATCH, ROOM);
    assertThat(redirection.fits()).isFalse();
    assertThat(redirection.needed()).isEqualTo(1 << 20);
    Redirection poll = call("poll", memory, A, 40, -1).redirect(memory, SCRATCH, 100);
    assertThat(poll.fits()).isFalse();
    assertThat(poll.prewrites()).isEmpty();
  }

  @Test
  void badAndNullPointersStayTheProgramsOwn() {
    assertThat(redirect(call("read", memory, 3, 0xdead0000L, 10)).changed()).isFalse();
    assertThat(redirect(call("read", memory, 3, 0, 10)).arg(1)).isZero();
    FakeMemory readOnly = new FakeMemory().mapReadOnly(A, 4096);
    Redirection redirection = call("read", readOnly, 3, A, 10).redirect(readOnly, SCRATCH, ROOM);
    assertThat(redirection.arg(1)).isEqualTo(A);
    assertThat(Redirection.faultResult()).isEqualTo(-14);
  }

  @Test
  void aVector() {
    memory.putLong(A, B).putLong(A + 8, 4).putLong(A + 16, 0xdead0000L).putLong(A + 24, 0);
    memory.putLong(A + 32, C).putLong(A + 40, 4);
    Call readv = call("readv", memory, 3, A, 3);
    Redirection redirection = redirect(readv);
    long array = redirection.arg(1);
    assertInScratch(array);
    long first = memory.readLong(array).getAsLong();
    long third = memory.readLong(array + 32).getAsLong();
    assertInScratch(first);
    assertInScratch(third);
    assertThat(memory.readLong(array + 40).getAsLong()).isEqualTo(4);
    memory.putString(first, "abc").put(first, "abcd".getBytes()).putString(third, "ef");
    assertThat(copyBack(readv, 6, memory, redirection)).containsExactly("20000+4", "30000+2");
    assertThat(memory.text(B, 4)).isEqualTo("abcd");
    assertThat(memory.text(C, 2)).isEqualTo("ef");
    assertThat(memory.readLong(A).getAsLong()).isEqualTo(B);
  }

  /** A header at {@code at} with a name and control at B, and one element at C. */
  private void message(long at, long offset) {
    memory.putLong(at, B + offset).putInt(at + 8, 16);
    memory.putLong(at + 16, at + 56 + 200).putLong(at + 24, 1);
    memory.putLong(at + 32, B + offset + 64).putLong(at + 40, 32).putInt(at + 48, 0);
    memory.putLong(at + 256, C + offset).putLong(at + 264, 8);
  }

  /** What the kernel does to a header for a message of 5 bytes with a name and control data. */
  private void receive(long header, String data) {
    long buffer = memory.readLong(memory.readLong(header + 16).getAsLong()).getAsLong();
    long name = memory.readLong(header).getAsLong();
    long control = memory.readLong(header + 32).getAsLong();
    assertInScratch(buffer);
    assertInScratch(name);
    assertInScratch(control);
    memory.put(buffer, data.getBytes()).put(name, "NN".getBytes());
    memory.put(control, "CCCCCCCCCCCCCCCCCCCC".getBytes());
    memory.putInt(header + 8, 2).putLong(header + 40, 20).putInt(header + 48, 0x40);
  }

  @Test
  void aMessage() {
    message(A, 0);
    Call call = call("recvmsg", memory, 3, A, 0);
    Redirection redirection = redirect(call);
    assertInScratch(redirection.arg(1));
    receive(redirection.arg(1), "hello");
    assertThat(copyBack(call, 5, memory, redirection))
        .containsExactly("30000+5", "20040+20", "20000+2", "10008+4", "10028+12");
    assertThat(memory.text(C, 5)).isEqualTo("hello");
    assertThat(memory.text(B, 3)).isEqualTo("NN\0");
    assertThat(memory.readInt(A + 8).getAsInt()).isEqualTo(2);
    assertThat(memory.readLong(A + 40).getAsLong()).isEqualTo(20);
    assertThat(memory.readInt(A + 48).getAsInt()).isEqualTo(0x40);
    assertThat(memory.readLong(A).getAsLong()).as("pointers are the program's").isEqualTo(B);
    assertThat(memory.readLong(A + 32).getAsLong()).isEqualTo(B + 64);
  }

  @Test
  void aMessageThatFailsLeavesTheHeader() {
    message(A, 0);
    Call call = call("recvmsg", memory, 3, A, 0);
    Redirection redirection = redirect(call);
    assertThat(copyBack(call, -512, memory, redirection)).isEmpty();
  }

  @Test
  void aMessageWithoutANameKeepsTheNamesLength() {
    message(A, 0);
    memory.putLong(A, 0);
    Call call = call("recvmsg", memory, 3, A, 0);
    assertThat(Ranges.outputs(call, 5, memory)).containsExactly("30000+5", "20040+32", "10028+12");
  }

  @Test
  void severalMessages() {
    for (int i = 0; i < 2; i++) {
      long header = A + i * 64L;
      memory.putLong(header, B + i * 256L).putInt(header + 8, 16);
      memory.putLong(header + 16, A + 512 + i * 16L).putLong(header + 24, 1);
      memory.putLong(header + 32, B + 128 + i * 256L).putLong(header + 40, 32);
      memory.putLong(A + 512 + i * 16L, C + i * 64L).putLong(A + 520 + i * 16L, 8);
    }
    memory.putLong(B + 2048, 5);
    Call call = call("recvmmsg", memory, 3, A, 2, 0, B + 2048);
    Redirection redirection = redirect(call);
    long array = redirection.arg(1);
    assertThat(memory.readLong(redirection.arg(4)).getAsLong()).isEqualTo(5);
    receive(array, "one");
    memory.putInt(array + 56, 3);
    receive(array + 64, "three");
    memory.putInt(array + 64 + 56, 5);
    memory.putLong(redirection.arg(4), 4);
    copyBack(call, 2, memory, redirection);
    assertThat(memory.text(C, 3)).isEqualTo("one");
    assertThat(memory.text(C + 64, 5)).isEqualTo("three");
    assertThat(memory.readInt(A + 56).getAsInt()).isEqualTo(3);
    assertThat(memory.readInt(A + 120).getAsInt()).isEqualTo(5);
    assertThat(memory.readInt(A + 64 + 8).getAsInt()).isEqualTo(2);
    assertThat(memory.readLong(A + 64).getAsLong()).isEqualTo(B + 256);
    assertThat(memory.readLong(B + 2048).getAsLong()).isEqualTo(4);
  }

  @Test
  void onlyTheMessagesReceivedAreCopied() {
    message(A, 0);
    Call call = call("recvmmsg", memory, 3, A, 1, 0, 0);
    Redirection redirection = redirect(call);
    assertThat(copyBack(call, -11, memory, redirection)).isEmpty();
  }

  @Test
  void sentMessagesGetTheirLengths() {
    message(A, 0);
    Call call = call("sendmmsg", memory, 3, A, 1, 0);
    Redirection redirection = redirect(call);
    long array = redirection.arg(1);
    assertThat(memory.readLong(array).getAsLong()).as("inputs are not moved").isEqualTo(B);
    memory.putInt(array + 56, 8);
    assertThat(copyBack(call, 1, memory, redirection)).containsExactly("10038+4");
    assertThat(memory.readInt(A + 56).getAsInt()).isEqualTo(8);
  }

  @Test
  void ppoll() {
    memory.putInt(A, 3).putInt(A + 4, 1).putLong(B, 9);
    Call call = call("ppoll", memory, A, 1, B, 0, 8);
    Redirection redirection = redirect(call);
    long fds = redirection.arg(0);
    assertThat(memory.readInt(fds).getAsInt()).isEqualTo(3);
    memory.putInt(fds + 4, 0x10001);
    memory.putLong(redirection.arg(2), 7);
    assertThat(copyBack(call, 1, memory, redirection)).containsExactly("10000+8", "20000+16");
    assertThat(memory.readInt(A + 4).getAsInt()).isEqualTo(0x10001);
    assertThat(memory.readLong(B).getAsLong()).isEqualTo(7);
  }

  @Test
  void selectWithOneSetGivenTwice() {
    memory.putLong(A, 0b1110).putLong(B, 1);
    Call call = call("select", memory, 4, A, A, 0, B);
    Redirection redirection = redirect(call);
    assertThat(redirection.arg(1)).isNotEqualTo(redirection.arg(2));
    assertThat(redirection.arg(3)).isZero();
    memory.putLong(redirection.arg(1), 0b0010).putLong(redirection.arg(2), 0b0100);
    copyBack(call, 2, memory, redirection);
    assertThat(memory.readLong(A).getAsLong()).as("the last one written").isEqualTo(0b0100);
  }

  @Test
  void epollWait() {
    Call call = call("epoll_wait", memory, 3, A, 8, -1);
    Redirection redirection = redirect(call);
    memory.putInt(redirection.arg(1), 1).putLong(redirection.arg(1) + 4, 42);
    assertThat(copyBack(call, 1, memory, redirection)).containsExactly("10000+12");
    assertThat(memory.readLong(A + 4).getAsLong()).isEqualTo(42);
  }

  @Test
  void aSocketOption() {
    memory.putInt(B, 64);
    Call call = call("getsockopt", memory, 3, 6, 11, A, B);
    Redirection redirection = redirect(call);
    assertThat(memory.readInt(redirection.arg(4)).getAsInt()).isEqualTo(64);
    memory.putInt(redirection.arg(3), 7).putInt(redirection.arg(4), 4);
    assertThat(copyBack(call, 0, memory, redirection)).containsExactly("10000+4", "20000+4");
    assertThat(memory.readInt(A).getAsInt()).isEqualTo(7);
    assertThat(memory.readInt(B).getAsInt()).isEqualTo(4);
  }

  @Test
  void acceptAndReceivedAddresses() {
    memory.putInt(B, 4);
    Call call = call("recvfrom", memory, 3, C, 10, 0, A, B);
    Redirection redirection = redirect(call);
    memory.put(redirection.arg(1), "data".getBytes()).put(redirection.arg(4), "addr".getBytes());
    memory.putInt(redirection.arg(5), 16);
    assertThat(copyBack(call, 4, memory, redirection))
        .containsExactly("30000+4", "10000+4", "20000+4");
    assertThat(memory.readInt(B).getAsInt()).isEqualTo(16);
  }

  @Test
  void wait4() {
    Call call = call("wait4", memory, -1, A, 0, B);
    Redirection redirection = redirect(call);
    memory.putInt(redirection.arg(1), 0x100).putLong(redirection.arg(3), 3);
    assertThat(copyBack(call, 99, memory, redirection)).containsExactly("10000+4", "20000+144");
    assertThat(memory.readInt(A).getAsInt()).isEqualTo(0x100);
    assertThat(memory.readLong(B).getAsLong()).isEqualTo(3);
  }

  @Test
  void waitidKeepsWhatTheKernelDoesNotWrite() {
    memory.putInt(A + 12, 0x5555).putLong(B, 0x77);
    Call call = call("waitid", memory, 0, 0, A, 4, B);
    Redirection redirection = redirect(call);
    memory.putInt(redirection.arg(2), 17);
    copyBack(call, 0, memory, redirection);
    assertThat(memory.readInt(A).getAsInt()).isEqualTo(17);
    assertThat(memory.readInt(A + 12).getAsInt()).isEqualTo(0x5555);
    assertThat(memory.readLong(B).getAsLong()).isEqualTo(0x77);
  }

  @Test
  void nanosleep() {
    memory.putLong(A, 10).putLong(B, 1).putLong(B + 8, 2);
    Call call = call("nanosleep", memory, A, B);
    Redirection redirection = redirect(call);
    assertThat(redirection.arg(0)).as("inputs are not moved").isEqualTo(A);
    assertThat(copyBack(call, 0, memory, redirection)).isEmpty();
    memory.putLong(redirection.arg(1), 6);
    assertThat(copyBack(call, -516, memory, redirection)).containsExactly("20000+16");
    assertThat(memory.readLong(B).getAsLong()).isEqualTo(6);
  }

  @Test
  void aFutexWordIsNeverMoved() {
    Call call = call("futex", memory, A, 6, 0, 0);
    assertThat(call.mayBlock()).isTrue();
    assertThat(redirect(call).changed()).isFalse();
  }

  @Test
  void aMovedOutputBesideABadPointer() {
    memory.putInt(A, 0x1234);
    Call call = call("wait4", memory, -1, A, 0, 0xdead0000L);
    Redirection redirection = redirect(call);
    assertInScratch(redirection.arg(1));
    assertThat(redirection.arg(3)).isEqualTo(0xdead0000L);
    // The kernel stores the status before it meets the bad pointer.
    memory.putInt(redirection.arg(1), 0x100);
    call.outputs(
        -14,
        memory,
        redirection,
        (program, actual, length) -> {
          if (program == A) {
            memory.put(program, memory.bytes(actual, (int) length));
          }
        });
    assertThat(memory.readInt(A).getAsInt()).isEqualTo(0x100);
  }
}
