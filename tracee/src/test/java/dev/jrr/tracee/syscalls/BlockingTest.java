package dev.jrr.tracee.syscalls;

import static dev.jrr.tracee.syscalls.Ranges.call;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BlockingTest {
  private static final long A = 0x10000;
  private final FakeMemory memory = new FakeMemory().map(A, 4096);

  @Test
  void flagsAndTimeoutsTellWhetherACallWaits() {
    assertThat(call("read", memory, 0, A, 1).mayBlock()).isTrue();
    assertThat(call("fstat", memory, 0, A).mayBlock()).isFalse();
    assertThat(call("recvfrom", memory, 3, A, 1, 0x40).mayBlock()).isFalse();
    assertThat(call("recvfrom", memory, 3, A, 1, 0).mayBlock()).isTrue();
    assertThat(call("wait4", memory, -1, A, 1).mayBlock()).isFalse();
    assertThat(call("wait4", memory, -1, A, 0).mayBlock()).isTrue();
    assertThat(call("poll", memory, A, 1, 0).mayBlock()).isFalse();
    assertThat(call("poll", memory, A, 1, 5).mayBlock()).isTrue();
    assertThat(call("epoll_wait", memory, 3, A, 1, 0xffffffff00000000L).mayBlock()).isFalse();
    assertThat(call("epoll_wait", memory, 3, A, 1, -1).mayBlock()).isTrue();
    assertThat(call("getrandom", memory, A, 1, 1).mayBlock()).isFalse();
  }

  @Test
  void aZeroTimeByAddressDoesNotWait() {
    assertThat(call("select", memory, 1, 0, 0, 0, A).mayBlock()).isFalse();
    memory.putLong(A + 8, 1);
    assertThat(call("select", memory, 1, 0, 0, 0, A).mayBlock()).isTrue();
    assertThat(call("select", memory, 1, 0, 0, 0, 0).mayBlock()).isTrue();
    assertThat(call("ppoll", memory, A, 1, 0xdead0000L).mayBlock()).isTrue();
  }

  @Test
  void operationsDiffer() {
    assertThat(call("futex", memory, A, 0x81, 1).mayBlock()).isFalse();
    assertThat(call("futex", memory, A, 0x80, 1).mayBlock()).isTrue();
    assertThat(call("fcntl", memory, 3, 7, A).mayBlock()).isTrue();
    assertThat(call("fcntl", memory, 3, 6, A).mayBlock()).isFalse();
  }

  @Test
  void specialHandlersAreNamed() {
    assertThat(call("prctl", memory, 26, 1).spec().replayAction())
        .isEqualTo(new ReplayAction.Special("prctl_tsc"));
    assertThat(call("prctl", memory, 1, 9).spec().replayAction()).isEqualTo(ReplayAction.EMULATE);
    assertThat(call("io_uring_setup", memory, 8, A).spec().replayAction())
        .isEqualTo(new ReplayAction.Special("enosys"));
    assertThat(SyscallTable.refused()).contains("rseq", "userfaultfd", "remap_file_pages");
    for (String name :
        "mmap munmap mprotect pkey_mprotect mremap brk madvise shmat shmdt clone clone3 fork vfork execve execveat exit exit_group rt_sigreturn sched_setaffinity sched_getaffinity set_tid_address set_robust_list personality"
            .split(" ")) {
      assertThat(SyscallTable.byName(name).replayAction())
          .isEqualTo(new ReplayAction.Special(name));
    }
  }
}
