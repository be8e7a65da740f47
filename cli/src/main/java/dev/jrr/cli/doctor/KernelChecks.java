package dev.jrr.cli.doctor;

import dev.jrr.cli.doctor.Check.Finding;
import dev.jrr.tracee.LaunchException;
import dev.jrr.tracee.Launcher;
import dev.jrr.tracee.kernel.Libc;
import dev.jrr.tracee.kernel.Ptrace;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Checks that ask the kernel. They change nothing of this process that lasts: a page is mapped and
 * unmapped, one process is started and killed.
 */
final class KernelChecks {
  // prctl(2), linux/prctl.h
  private static final int PR_GET_TSC = 25;
  // arch_prctl(2), asm/prctl.h; called by number (asm/unistd_64.h), as the C library has no wrapper
  private static final int ARCH_PRCTL = 158;
  private static final int ARCH_GET_CPUID = 0x1011;
  private static final int ARCH_SET_CPUID = 0x1012;
  private static final int ENODEV = 19;
  private static final int EPERM = 1;
  // mmap(2)
  private static final int PROT_READ = 1;
  private static final int MAP_PRIVATE_ANONYMOUS = 0x22;
  private static final int PAGE = 4096;
  // memfd_create(2)
  private static final int MFD_CLOEXEC = 1;
  private static final int SIGKILL = 9;

  private static final Path ACTIONS = Path.of("/proc/sys/kernel/seccomp/actions_avail");
  private static final Path YAMA = Path.of("/proc/sys/kernel/yama/ptrace_scope");

  private KernelChecks() {}

  /** Starts jrr's launcher, which waits to be traced, traces it, and kills it. */
  static Finding ptrace() throws IOException {
    Path launcher = Path.of(System.getProperty("jrr.home", "."), "native", "launch");
    if (!Files.isExecutable(launcher)) {
      return Finding.missing(launcher + " is not there", "run ./jrr from its checkout");
    }
    Ptrace ptrace = new Ptrace();
    int cpu = (int) Libc.call(Libc.function("sched_getcpu"));
    try {
      Launcher.Launched launched = Launcher.replay(ptrace, launcher, cpu);
      Libc.call(Libc.function("kill"), launched.tid(), SIGKILL);
      // SIGKILL may be preceded by a stop; an exit status has the low byte of a signal, not 0x7f.
      while (ptrace.waitFor(launched.tid(), true) > 0 && (ptrace.waitStatus() & 0xff) == 0x7f) {
        ptrace.cont(launched.tid(), 0);
      }
      launched.close();
      return Finding.ok("may trace its children");
    } catch (LaunchException refused) {
      return Finding.missing(refused.getMessage(), ptraceRemedy(refused.errno() == EPERM));
    }
  }

  private static String ptraceRemedy(boolean forbidden) throws IOException {
    if (forbidden && Files.exists(YAMA) && Files.readString(YAMA).strip().equals("3")) {
      return "boot again with kernel.yama.ptrace_scope below 3: 3 cannot be undone";
    }
    return "in a container: docker run --cap-add=SYS_PTRACE "
        + "--security-opt seccomp=unconfined; else end the debugger that traces jrr";
  }

  static Finding seccomp() throws IOException {
    if (!Files.exists(ACTIONS)) {
      return Finding.missing(
          "the kernel has no seccomp filters", "use a kernel with SECCOMP_FILTER");
    }
    boolean trace = Arrays.asList(Files.readString(ACTIONS).strip().split(" ")).contains("trace");
    return trace
        ? Finding.ok("can stop for a tracer")
        : Finding.missing("no action \"trace\"", "use a kernel whose seccomp can trace");
  }

  /** Writes to a read-only page of this process the way jrr writes to a tracee's. */
  static Finding processMemory() throws IOException {
    long page = Libc.call(Libc.function("mmap"), 0, PAGE, PROT_READ, MAP_PRIVATE_ANONYMOUS, -1, 0);
    if (page < 0) {
      return Finding.missing("mmap failed with errno " + -page, "free some memory");
    }
    try (RandomAccessFile memory = new RandomAccessFile("/proc/self/mem", "rw")) {
      memory.seek(page);
      memory.write(42);
      return Libc.memory().getByte(page) == 42
          ? Finding.ok("writes read-only pages")
          : Finding.lesser("a write was lost", slowWrites());
    } catch (IOException refused) {
      return Finding.lesser("does not write read-only pages", slowWrites());
    } finally {
      Libc.call(Libc.function("munmap"), page, PAGE);
    }
  }

  private static String slowWrites() {
    return "boot with proc_mem.force_override=ptrace; until then jrr writes word by word";
  }

  static Finding timeStampTrap() {
    long word = Libc.allocate(8);
    long result = Libc.call(Libc.function("prctl"), PR_GET_TSC, word, 0, 0, 0);
    return result >= 0
        ? Finding.ok("rdtsc can be made to trap")
        : Finding.missing("PR_SET_TSC is not there", "use a machine whose kernel has PR_SET_TSC");
  }

  static Finding cpuidTrap() {
    long syscall = Libc.function("syscall");
    long enabled = Libc.call(syscall, ARCH_PRCTL, ARCH_GET_CPUID, 0);
    // Asks for what is already so: only a CPU that can trap cpuid answers anything but ENODEV.
    long result = Libc.call(syscall, ARCH_PRCTL, ARCH_SET_CPUID, enabled);
    return result == -ENODEV
        ? Finding.lesser(
            "this CPU cannot trap cpuid",
            "nothing to do here: jrr compares the CPU before a replay instead")
        : Finding.ok("cpuid can be made to trap");
  }

  static Finding memfd() {
    long fd = Libc.call(Libc.function("memfd_create"), Libc.string("jrr-doctor"), MFD_CLOEXEC);
    if (fd < 0) {
      return Finding.missing("memfd_create failed with errno " + -fd, "use Linux 3.17 or later");
    }
    Libc.call(Libc.function("close"), fd);
    return Finding.ok("can be made");
  }
}
