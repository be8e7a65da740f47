package dev.jrr.recorder;

import dev.jrr.layout.JrrLayout;
import dev.jrr.tracee.RemoteCalls;
import dev.jrr.tracee.syscalls.SyscallTable;
import org.jspecify.annotations.Nullable;

/** Which handler a call has beyond its row, by its number. */
final class SpecialCalls {
  private static final int LIMIT = 600;
  private static final int MREMAP = 25;

  private final @Nullable SpecialCall[] handlers = new SpecialCall[LIMIT];
  private final SignalRecorder signals;

  SpecialCalls(RecordSession session, ProcessCalls processes, SignalRecorder signals) {
    this.signals = signals;
    MemoryCalls memory = new MemoryCalls(session);
    put(
        memory,
        "mmap",
        "munmap",
        "mprotect",
        "pkey_mprotect",
        "mremap",
        "brk",
        "madvise",
        "shmat",
        "shmdt");
    put(processes, "clone", "clone3", "fork", "vfork", "exit", "exit_group", "set_tid_address");
    put(processes, "execve", "execveat");
    put(new RegisterCalls(), "rt_sigreturn", "arch_prctl");
    put(new AffinityCalls(), "sched_setaffinity", "sched_getaffinity");
    put(
        new RefusedCalls(38),
        "rseq",
        "io_uring_setup",
        "io_setup",
        "userfaultfd",
        "remap_file_pages");
    put(new RefusedCalls(1), "ptrace");
    put(new PrctlCalls(), "prctl", "seccomp");
    put(new YieldCalls(session), "sched_yield");
    put(new OtherTasks(session), "process_vm_writev", "setrlimit", "prlimit64");
    put(
        new DescriptorCalls(),
        "dup",
        "dup2",
        "dup3",
        "fcntl",
        "close",
        "close_range",
        "open",
        "openat",
        "openat2");
    put(
        new OutputCalls(session),
        "write",
        "writev",
        "pwrite64",
        "pwritev",
        "pwritev2",
        "sendto",
        "sendmsg",
        "sendfile",
        "splice",
        "copy_file_range",
        "tee",
        "vmsplice",
        "ftruncate",
        "truncate",
        "fallocate");
    put(new ProcFiles(), "read", "pread64", "lseek");
  }

  private void put(SpecialCall handler, String... names) {
    for (String name : names) {
      handlers[SyscallTable.numberOf(name)] = handler;
    }
  }

  /** The handler of call {@code number}, or null. */
  @Nullable SpecialCall of(int number) {
    return number >= 0 && number < LIMIT ? handlers[number] : null;
  }

  /** Makes scratch at least {@code needed} bytes large; the task then makes its call again. */
  void growScratch(RecordedTask task, long needed) {
    AddressSpace space = task.process.space;
    if (needed > JrrLayout.SCRATCH_LIMIT) {
      throw new UnsupportedProgramException(
          "task " + task.tid() + ": a call with " + needed + " bytes of outputs");
    }
    long size = needed + 0xffff & ~0xffffL;
    signals.turnBackBeforeCall(task);
    try (RemoteCalls remote = new RemoteCalls(task.task)) {
      remote.call(MREMAP, JrrLayout.SCRATCH, space.scratchSize, size, 0);
    }
    space.scratchSize = size;
  }
}
