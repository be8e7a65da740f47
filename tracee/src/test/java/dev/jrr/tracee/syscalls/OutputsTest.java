package dev.jrr.tracee.syscalls;

import static dev.jrr.tracee.syscalls.Ranges.call;
import static dev.jrr.tracee.syscalls.Ranges.outputs;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What each shape of output has written, by result. */
class OutputsTest {
  private static final long A = 0x10000;
  private static final long B = 0x20000;
  private static final long C = 0x30000;

  private final FakeMemory memory = new FakeMemory().map(A, 4096).map(B, 4096).map(C, 4096);

  @Test
  void aReadWritesItsResult() {
    Call read = call("read", memory, 3, A, 100);
    assertThat(outputs(read, 7, memory)).containsExactly("10000+7");
    assertThat(outputs(read, 0, memory)).isEmpty();
    assertThat(outputs(read, -11, memory)).isEmpty();
    assertThat(outputs(read, -512, memory)).isEmpty();
    assertThat(memory.reads).isZero();
  }

  @Test
  void aResultBeyondTheCapacityIsCut() {
    // recvfrom with MSG_TRUNC returns the datagram's whole length.
    Call call = call("recvfrom", memory, 3, A, 10, 0x20, 0, 0);
    assertThat(outputs(call, 500, memory)).containsExactly("10000+10");
    assertThat(outputs(call("getxattr", memory, A, B, C, 0), 40, memory)).isEmpty();
  }

  @Test
  void nullPointersAreNotWritten() {
    assertThat(outputs(call("wait4", memory, -1, 0, 0, 0), 77, memory)).isEmpty();
    assertThat(outputs(call("time", memory, 0), 1234, memory)).isEmpty();
  }

  @Test
  void waitWritesOnlyWhenAChildWasFound() {
    Call wait = call("wait4", memory, -1, A, 1, B);
    assertThat(outputs(wait, 77, memory)).containsExactly("10000+4", "20000+144");
    assertThat(outputs(wait, 0, memory)).isEmpty();
    assertThat(outputs(wait, -10, memory)).isEmpty();
  }

  @Test
  void waitidWritesItsInfoEvenWhenItFails() {
    Call wait = call("waitid", memory, 0, 0, A, 4, B);
    assertThat(outputs(wait, 0, memory)).containsExactly("10000+28", "20000+144");
    assertThat(outputs(wait, -10, memory)).containsExactly("10000+28");
  }

  @Test
  void theRestOfASleepIsWrittenWhenInterrupted() {
    memory.putLong(A, 5);
    Call sleep = call("nanosleep", memory, A, B);
    assertThat(outputs(sleep, 0, memory)).isEmpty();
    assertThat(outputs(sleep, -4, memory)).containsExactly("20000+16");
    assertThat(outputs(sleep, -516, memory)).containsExactly("20000+16");
    assertThat(outputs(sleep, -22, memory)).isEmpty();
  }

  @Test
  void anAddressIsAsLongAsTheLesserOfCapacityAndTruth() {
    memory.putInt(B, 16);
    Call accept = call("accept", memory, 3, A, B);
    memory.putInt(B, 110);
    assertThat(outputs(accept, 5, memory)).containsExactly("10000+16", "20000+4");
    memory.putInt(B, 2);
    assertThat(outputs(accept, 5, memory)).containsExactly("10000+2", "20000+4");
    memory.putInt(B, 0);
    assertThat(outputs(accept, 5, memory)).containsExactly("20000+4");
    assertThat(outputs(accept, -11, memory)).isEmpty();
  }

  @Test
  void anAddressLengthIsLeftAloneWithoutAnAddress() {
    memory.putInt(B, 16);
    assertThat(outputs(call("accept", memory, 3, 0, B), 5, memory)).isEmpty();
    assertThat(outputs(call("recvfrom", memory, 3, A, 8, 0, 0, B), 2, memory))
        .containsExactly("10000+2");
  }

  @Test
  void aSocketOptionFollowsItsLength() {
    memory.putInt(B, 64);
    Call call = call("getsockopt", memory, 3, 1, 17, A, B);
    assertThat(call.spec().title()).isEqualTo("getsockopt(SO_PEERCRED)");
    memory.putInt(B, 12);
    assertThat(outputs(call, 0, memory)).containsExactly("10000+12", "20000+4");
    assertThat(outputs(call, -92, memory)).isEmpty();
  }

  @Test
  void aFilterIsCountedInInstructions() {
    memory.putInt(B, 10);
    Call call = call("getsockopt", memory, 3, 1, 26, A, B);
    memory.putInt(B, 3);
    assertThat(outputs(call, 0, memory)).containsExactly("10000+24", "20000+4");
  }

  @Test
  void unknownSocketOptionsFollowTheGeneralRule() {
    memory.putInt(B, 8);
    Call call = call("getsockopt", memory, 3, 9999, 77, A, B);
    memory.putInt(B, 4);
    assertThat(outputs(call, 0, memory)).containsExactly("10000+4", "20000+4");
  }

  @Test
  void elementsAreCounted() {
    assertThat(outputs(call("epoll_wait", memory, 3, A, 10, 0), 2, memory))
        .containsExactly("10000+24");
    assertThat(outputs(call("epoll_wait", memory, 3, A, 10, 0), 0, memory)).isEmpty();
    assertThat(outputs(call("getgroups", memory, 0, A), 9, memory)).isEmpty();
    assertThat(outputs(call("getgroups", memory, 20, A), 3, memory)).containsExactly("10000+12");
  }

  @Test
  void pollWritesItsArrayAlsoWhenInterrupted() {
    Call poll = call("poll", memory, A, 2, -1);
    assertThat(outputs(poll, 0, memory)).containsExactly("10000+16");
    assertThat(outputs(poll, -516, memory)).containsExactly("10000+16");
  }

  @Test
  void selectWritesSetsOnSuccessAndTimeAlways() {
    memory.putLong(C, 1);
    Call select = call("select", memory, 65, A, B, 0, C);
    assertThat(outputs(select, 1, memory)).containsExactly("10000+16", "20000+16", "30000+16");
    assertThat(outputs(select, -514, memory)).containsExactly("30000+16");
  }

  @Test
  void aVectorIsFilledInOrder() {
    memory.putLong(A, B).putLong(A + 8, 10).putLong(A + 16, 0).putLong(A + 24, 0);
    memory.putLong(A + 32, C).putLong(A + 40, 10);
    Call readv = call("readv", memory, 3, A, 3);
    assertThat(outputs(readv, 20, memory)).containsExactly("20000+10", "30000+10");
    assertThat(outputs(readv, 12, memory)).containsExactly("20000+10", "30000+2");
    assertThat(outputs(readv, 3, memory)).containsExactly("20000+3");
    assertThat(outputs(readv, 0, memory)).isEmpty();
    assertThat(outputs(readv, -14, memory)).isEmpty();
  }

  @Test
  void aVectorThatTheKernelRefusesHasNoOutputs() {
    assertThat(outputs(call("readv", memory, 3, 0xdead0000L, 3), -14, memory)).isEmpty();
    assertThat(outputs(call("readv", memory, 3, A, 5000), -22, memory)).isEmpty();
  }

  @Test
  void capabilitiesAreSizedByTheirVersion() {
    memory.putInt(A, 0x20080522);
    assertThat(outputs(call("capget", memory, A, B), 0, memory))
        .containsExactly("10000+8", "20000+24");
    memory.putInt(A, 0x19980330);
    assertThat(outputs(call("capget", memory, A, B), 0, memory))
        .containsExactly("10000+8", "20000+12");
    assertThat(outputs(call("capget", memory, A, 0), -22, memory)).containsExactly("10000+8");
  }

  @Test
  void aSocketPairIsWrittenBeforeItFails() {
    assertThat(outputs(call("socketpair", memory, 2, 1, 0, A), -95, memory))
        .containsExactly("10000+8");
  }

  @Test
  void interfacesAreAsLongAsTheirStructureSays() {
    memory.putInt(A, 400).putLong(A + 8, B);
    Call call = call("ioctl", memory, 3, 0x8912, A);
    memory.putInt(A, 80);
    assertThat(outputs(call, 0, memory)).containsExactly("20000+80", "10000+16");
  }

  @Test
  void requestsWithALengthInThemWriteTheirResult() {
    Call call = call("ioctl", memory, 3, 0x81004506L, A);
    assertThat(call.spec().title()).isEqualTo("ioctl(EVIOCGNAME(len))");
    assertThat(outputs(call, 9, memory)).containsExactly("10000+9");
  }

  @Test
  void termiosIsTheKernels() {
    assertThat(outputs(call("ioctl", memory, 0, 0x5401, A), 0, memory)).containsExactly("10000+36");
    assertThat(outputs(call("ioctl", memory, 0, 0x5401, A), -25, memory)).isEmpty();
  }

  @Test
  void argumentsAreAsWideAsTheKernelTakesThem() {
    // The upper half of a 32-bit count is garbage that the kernel does not see.
    assertThat(outputs(call("getdents64", memory, 3, A, 0xffffffff00000100L), 48, memory))
        .containsExactly("10000+48");
    assertThat(outputs(call("poll", memory, A, 0x7700000001L, 0), 1, memory))
        .containsExactly("10000+8");
  }

  @Test
  void operationsAndCallsWithoutRowsAreUnknown() {
    long[] args = {3, 0x12345678, A, 0, 0, 0};
    Unknown operation = (Unknown) SyscallTable.resolve(16, args, memory);
    assertThat(operation.message())
        .startsWith("ioctl operation 0x12345678 (0x3, 0x12345678, 0x10000")
        .contains("TerminalIoctls");
    Unknown call = (Unknown) SyscallTable.resolve(500, args, memory);
    assertThat(call.message()).startsWith("system call 500 ").contains("add a row");
    assertThat(SyscallTable.resolve(-1, args, memory)).isInstanceOf(Unknown.class);
  }

  @Test
  void onlyRequestsThatAreEncodedAsWritesAreKnownNotToWrite() {
    Unknown writes =
        (Unknown) SyscallTable.resolve(16, new long[] {3, 0x40047a7aL, A, 0, 0, 0}, memory);
    Unknown reads =
        (Unknown) SyscallTable.resolve(16, new long[] {3, 0x80047a7aL, A, 0, 0, 0}, memory);
    assertThat(writes.mayWrite()).isFalse();
    assertThat(reads.mayWrite()).isTrue();
  }

  @Test
  void aCallThatMeetsABadPointerMayHaveWrittenThroughAGoodOne() {
    assertThat(outputs(call("gettimeofday", memory, A, 0xdead0000L), -14, memory))
        .containsExactly("10000+16", "dead0000+8");
    assertThat(outputs(call("read", memory, 3, 0xdead0000L, 1 << 20), -14, memory)).isEmpty();
  }

  @Test
  void anUnknownCallThatFailsIsHarmless() {
    Unknown call = (Unknown) SyscallTable.resolve(500, new long[6], memory);
    assertThat(call.failed(-38)).isTrue();
    assertThat(call.failed(0)).isFalse();
    assertThat(call.failed(0xffffffdaL)).isFalse();
    Unknown function = (Unknown) SyscallTable.resolve(154, new long[] {255, A, 16}, memory);
    assertThat(function.failed(0xffffffdaL)).isTrue();
  }
}
