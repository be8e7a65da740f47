package dev.jrr.cli.doctor;

import dev.jrr.cli.doctor.Check.Finding;
import dev.jrr.trace.TraceDirectories;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;

/** The list of checks, and those that need no call of the kernel's. */
final class Checks {
  /** Below this much room a longer recording is likely to fill the disk. */
  private static final long LITTLE_ROOM = 1L << 30;

  /** The oldest kernel that has all that jrr uses: PTRACE_GET_SYSCALL_INFO came with 5.3. */
  private static final int KERNEL_MAJOR = 5;

  private static final int KERNEL_MINOR = 3;

  private record Named(String subject, Callable<Finding> test) implements Check {
    @Override
    public Finding look() throws Exception {
      return test.call();
    }
  }

  private Checks() {}

  static List<Check> all() {
    return List.of(
        new Named("architecture", Checks::architecture),
        new Named("kernel", Checks::kernel),
        new Named("ptrace", KernelChecks::ptrace),
        new Named("seccomp filters", KernelChecks::seccomp),
        new Named("/proc/pid/mem", KernelChecks::processMemory),
        new Named("time-stamp counter trap", KernelChecks::timeStampTrap),
        new Named("cpuid trap", KernelChecks::cpuidTrap),
        new Named("memfd", KernelChecks::memfd),
        new Named("gdb", Checks::gdb),
        new Named("libcapstone", Checks::capstone),
        new Named("trace directory", Checks::traceDirectory),
        new Named("room for traces", Checks::room));
  }

  private static Finding architecture() {
    String architecture = System.getProperty("os.arch", "");
    return architecture.equals("amd64")
        ? Finding.ok("x86-64")
        : Finding.missing(architecture, "use an x86-64 machine: jrr knows no other");
  }

  private static Finding kernel() {
    String release = System.getProperty("os.version", "");
    return isKnownKernel(release)
        ? Finding.ok(release)
        : Finding.missing(release, "use Linux 5.3 or later");
  }

  /** Whether a release such as {@code 6.1.0-18-amd64} is new enough. */
  static boolean isKnownKernel(String release) {
    String[] parts = release.split("[^0-9]+", 3);
    try {
      int major = Integer.parseInt(parts[0]);
      int minor = Integer.parseInt(parts[1]);
      return major > KERNEL_MAJOR || major == KERNEL_MAJOR && minor >= KERNEL_MINOR;
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException unusual) {
      return false;
    }
  }

  private static Finding gdb() {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
      Path gdb = Path.of(folder.isEmpty() ? "." : folder, "gdb");
      if (Files.isExecutable(gdb) && !Files.isDirectory(gdb)) {
        return Finding.ok(gdb.toString());
      }
    }
    return Finding.lesser("not in PATH; only replay -a works", "apt-get install gdb");
  }

  private static Finding capstone() {
    for (String folder : List.of("/usr/lib/x86_64-linux-gnu", "/usr/lib64", "/usr/local/lib")) {
      Path library = Path.of(folder, "libcapstone.so.4");
      if (Files.exists(library)) {
        return Finding.ok(library.toString());
      }
    }
    return Finding.lesser("libcapstone.so.4 not found", "apt-get install libcapstone4");
  }

  private static Finding traceDirectory() {
    Path root = TraceDirectories.standard(System.getenv()).root();
    try {
      Files.createDirectories(root);
      Files.delete(Files.createTempFile(root, "doctor", ""));
      return Finding.ok(root + " is writable");
    } catch (IOException refused) {
      return Finding.missing(
          root + " is not writable", "export JRR_TRACE_DIR=DIR with a directory of yours");
    }
  }

  private static Finding room() throws IOException {
    Path root = TraceDirectories.standard(System.getenv()).root();
    Path existing = root;
    while (!Files.exists(existing)) {
      existing = existing.getParent();
    }
    FileStore store = Files.getFileStore(existing);
    long mebibytes = store.getUsableSpace() >> 20;
    return store.getUsableSpace() >= LITTLE_ROOM
        ? Finding.ok(mebibytes + " MiB free")
        : Finding.lesser(
            mebibytes + " MiB free", "jrr rm removes traces; JRR_TRACE_DIR moves them");
  }
}
