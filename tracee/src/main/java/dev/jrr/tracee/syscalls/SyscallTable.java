package dev.jrr.tracee.syscalls;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every row of the model. Immutable; built when the class is loaded, but for the variants. */
public final class SyscallTable {
  /** No x86-64 call has a number as high as this. */
  private static final int NUMBERS = 512;

  private static final Map<String, List<SyscallSpec>> AREAS = new LinkedHashMap<>();
  private static final @Nullable SyscallSpec[] BY_NUMBER = new @Nullable SyscallSpec[NUMBERS];
  private static final Map<String, SyscallSpec> BY_NAME = new HashMap<>();

  static {
    area("Descriptors", DescriptorCalls.rows());
    area("Files", FileCalls.rows());
    area("Extended attributes", FileCalls.extendedAttributes());
    area("File notification", FileCalls.notification());
    area("Directories", DirectoryCalls.rows());
    area("Mounts", DirectoryCalls.mounts());
    area("Memory", MemoryCalls.rows());
    area("Memory placement", MemoryCalls.placement());
    area("Processes", ProcessCalls.life());
    area("Identity", ProcessCalls.identity());
    area("Limits", ProcessCalls.limits());
    area("Scheduling", ProcessCalls.scheduling());
    area("Signals", SignalCalls.rows());
    area("Time", TimeCalls.rows());
    area("Network", NetworkCalls.rows());
    area("Polling", PollCalls.rows());
    area("Asynchronous input and output", PollCalls.asynchronous());
    area("Futexes", IpcCalls.futexes());
    area("System V IPC", IpcCalls.systemV());
    area("Message queues", IpcCalls.messageQueues());
    area("Security", SecurityCalls.rows());
    area("System", SystemCalls.rows());
    area("Not implemented by the kernel", SystemCalls.gone());
  }

  private SyscallTable() {}

  private static void area(String name, List<SyscallSpec> specs) {
    for (SyscallSpec row : specs) {
      if (BY_NUMBER[row.number()] != null || BY_NAME.put(row.name(), row) != null) {
        throw new IllegalStateException("two rows for " + row.name() + " or " + row.number());
      }
      BY_NUMBER[row.number()] = row;
    }
    AREAS.put(name, specs);
  }

  /** The row of call {@code number}; null when there is none. */
  public static @Nullable SyscallSpec byNumber(int number) {
    return number < 0 || number >= NUMBERS ? null : BY_NUMBER[number];
  }

  /** The row of the call that the kernel names {@code name}; null when there is none. */
  public static @Nullable SyscallSpec byName(String name) {
    return BY_NAME.get(name);
  }

  /** The call's name, or {@code syscall_N}. */
  public static String nameOf(int number) {
    SyscallSpec spec = byNumber(number);
    return spec == null ? "syscall_" + number : spec.name();
  }

  /** All rows by kernel area, in the order of the documentation. Variants are inside the rows. */
  public static Map<String, List<SyscallSpec>> areas() {
    return java.util.Collections.unmodifiableMap(AREAS);
  }

  /** The names of the calls that are answered with ENOSYS and never made. */
  public static String[] refused() {
    return AREAS.values().stream()
        .flatMap(List::stream)
        .filter(row -> row.replayAction().equals(new ReplayAction.Special("enosys")))
        .map(SyscallSpec::name)
        .toArray(String[]::new);
  }

  /**
   * What call {@code number} with the argument registers {@code args} (six of them; copied) is.
   * Reads memory only where lengths, vectors or headers must be known from the entry, or a timeout
   * tells whether the call may wait.
   */
  public static Resolved resolve(int number, long[] args, MemoryView memory) {
    SyscallSpec spec = byNumber(number);
    if (spec == null) {
      return new Unknown(
          number,
          null,
          null,
          args.clone(),
          true,
          "If the kernel answers ENOSYS, nothing is lost; else add a row to the class of its "
              + "kernel area in dev.jrr.tracee.syscalls.");
    }
    Variants variants = spec.variants();
    if (variants != null) {
      SyscallSpec variant = variants.find(args);
      if (variant == null) {
        return new Unknown(
            number,
            spec.name(),
            "0x" + Long.toHexString(variants.key(args)),
            args.clone(),
            variants.mayWrite(args),
            variants.advice());
      }
      spec = variant;
    }
    return new Call(spec, args, memory);
  }

  /** The number of the call {@code name}, which must have a row. */
  public static int numberOf(String name) {
    SyscallSpec spec = byName(name);
    if (spec == null) {
      throw new IllegalArgumentException("no row for " + name);
    }
    return spec.number();
  }
}
