package dev.jrr.tracee.syscalls;

import static dev.jrr.tracee.syscalls.Ranges.call;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DescribeTest {
  private static final long A = 0x10000;
  private static final long B = 0x20000;
  private final FakeMemory memory = new FakeMemory().map(A, 4096).map(B, 4096);

  @Test
  void pathsAndFlags() {
    memory.putString(A, "/etc/passwd");
    assertThat(call("openat", memory, -100, A, 02000000).describe(3, memory))
        .isEqualTo("openat(AT_FDCWD, \"/etc/passwd\", O_RDONLY|O_CLOEXEC) = 3");
    assertThat(call("openat", memory, -100, A, 0101, 0644).describe(-2, memory))
        .isEqualTo("openat(AT_FDCWD, \"/etc/passwd\", O_WRONLY|O_CREAT, 0644) = -1 ENOENT");
  }

  @Test
  void buffers() {
    memory.putString(A, "a\n\"\\\u0001bc");
    assertThat(call("read", memory, 0, A, 4096).describe(5, memory))
        .isEqualTo("read(0, \"a\\n\\\"\\\\\\x01\", 4096) = 5");
    assertThat(call("read", memory, 0, A, 4096).describe(-11, memory))
        .isEqualTo("read(0, 0x10000, 4096) = -1 EAGAIN");
    memory.putString(B, "x".repeat(100));
    assertThat(call("write", memory, 1, B, 100).describe(100, memory))
        .isEqualTo("write(1, \"" + "x".repeat(32) + "\"..., 100) = 100");
  }

  @Test
  void valuesByAddress() {
    memory.putInt(A, 3).putInt(A + 4, 4);
    assertThat(call("pipe2", memory, A, 02000000).describe(0, memory))
        .isEqualTo("pipe2([3, 4], O_CLOEXEC) = 0");
    memory.putLong(B, 1).putLong(B + 8, 500);
    assertThat(call("nanosleep", memory, B, 0).describe(-516, memory))
        .isEqualTo("nanosleep({tv_sec=1, tv_nsec=500}, NULL) = -1 ERESTART_RESTARTBLOCK");
    memory.putInt(A, 256);
    assertThat(call("wait4", memory, -1, A, 1, 0).describe(12, memory))
        .isEqualTo("wait4(-1, [256], WNOHANG, NULL) = 12");
  }

  @Test
  void addressesAndOperations() {
    assertThat(call("mmap", memory, 0, 8192, 3, 0x22, -1, 0).describe(0x7f0000000000L, memory))
        .isEqualTo(
            "mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)"
                + " = 0x7f0000000000");
    assertThat(call("ioctl", memory, 1, 0x5413, A).describe(-25, memory))
        .isEqualTo("ioctl(1, TIOCGWINSZ, 0x10000) = -1 ENOTTY");
    assertThat(call("fcntl", memory, 3, 2, 1).describe(0, memory))
        .isEqualTo("fcntl(3, F_SETFD, FD_CLOEXEC) = 0");
    assertThat(call("futex", memory, A, 0x81, 1).describe(1, memory))
        .startsWith("futex(0x10000, FUTEX_WAKE|FUTEX_PRIVATE_FLAG, 1");
    assertThat(call("kill", memory, 7, 15).describe(0, memory)).isEqualTo("kill(7, SIGTERM) = 0");
  }

  @Test
  void unreadableMemoryIsShownByAddress() {
    assertThat(call("openat", memory, 5, 0xdead0000L, 0).describe(-14, memory))
        .isEqualTo("openat(5, 0xdead0000, O_RDONLY) = -1 EFAULT");
    assertThat(call("execve", memory, 0, 0xdead0000L, 0).describe(-14, memory))
        .contains("execve(NULL, [], NULL)");
  }

  @Test
  void unknownErrorsAndPendingCalls() {
    assertThat(call("getpid", memory).describe(-999, memory)).isEqualTo("getpid() = -1 E#999");
    assertThat(call("kill", memory, 7, 9).describeEntry(memory)).isEqualTo("kill(7, SIGKILL)");
  }
}
