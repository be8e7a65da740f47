package dev.jrr.recorder;

import dev.jrr.tracee.RemoteCalls;
import dev.jrr.tracee.syscalls.SyscallTable;
import org.jspecify.annotations.Nullable;

/** Which handler a call has beyond its row, by its number. */
final class SpecialCalls {
  private static final int LIMIT = 600;
  private static final int MMAP = 9;
  private static final int READ_WRITE = 3;
  private static final int PRIVATE_ANONYMOUS_FIXED = 2 | 0x20 | 0x10;

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
        "process_madvise",
        "shmat",
        "shmdt");
    put(
        processes,
        "clone",
        "clone3",
        "fork",
        "vfork",
        "exit",
        "exit_group",
        "set_tid_address",
        "set_robust_list");
    put(processes, "execve", "execveat");
    put(new RegisterCalls(), "rt_sigreturn", "arch_prctl");
    put(new ForcedSignals.Actions(), "rt_sigaction");
    put(new AffinityCalls(), "sched_setaffinity", "sched_getaffinity");
    put(new RefusedCalls(), SyscallTable.refused());
    put(new RefusedCalls(), "setsockopt", "getsockopt", "modify_ldt");
    put(new PtraceCalls(session), "ptrace");
    put(new PrctlCalls(session, this), "prctl", "seccomp");
    put(processes.priorityFutexes(), "futex");
    put(new YieldCalls(session), "sched_yield");
    put(
        new PriorityCalls(session),
        "setpriority",
        "sched_setscheduler",
        "sched_setparam",
        "sched_setattr");
    put(new OtherTasks(session), "process_vm_writev", "setrlimit", "prlimit64");
    put(
        new DescriptorCalls(session),
        "dup",
        "dup2",
        "dup3",
        "fcntl",
        "close",
        "close_range",
        "unshare",
        "open",
        "creat",
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

  /**
   * Gives the task scratch of {@code needed} bytes; it then makes its call again. False if there is
   * no room for so much.
   */
  boolean growScratch(RecordedTask task, long needed) {
    ScratchRegions regions = task.process.space.scratch;
    if (task.scratch != null) {
      regions.giveBack(task.scratch);
    }
    ScratchRegions.Region region = regions.take(needed);
    if (region == null) {
      task.scratch = null;
      return false;
    }
    signals.turnBackBeforeCall(task);
    if (!region.mapped()) {
      try (RemoteCalls remote = new RemoteCalls(task.task)) {
        remote.call(
            MMAP, region.address(), region.size(), READ_WRITE, PRIVATE_ANONYMOUS_FIXED, -1, 0);
      }
      region = new ScratchRegions.Region(region.address(), region.size(), true);
    }
    task.scratch = region;
    return true;
  }
}
