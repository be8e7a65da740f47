package dev.jrr.tracee.syscalls;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what a call reports, as text that tests compare. */
final class Ranges {
  private Ranges() {}

  static Call call(String name, FakeMemory memory, long... args) {
    long[] six = java.util.Arrays.copyOf(args, 6);
    SyscallSpec spec = java.util.Objects.requireNonNull(SyscallTable.byName(name), name);
    return (Call) SyscallTable.resolve(spec.number(), six, memory);
  }

  /** Each range as {@code address+length}, in hexadecimal and decimal. */
  static List<String> inputs(Call call, FakeMemory memory) {
    List<String> ranges = new ArrayList<>();
    call.inputs(memory, (address, length) -> ranges.add(Long.toHexString(address) + "+" + length));
    return ranges;
  }

  static List<String> outputs(Call call, long result, FakeMemory memory) {
    List<String> ranges = new ArrayList<>();
    call.outputs(
        result,
        memory,
        null,
        (program, actual, length) -> {
          if (program != actual) {
            throw new AssertionError("moved without a redirection");
          }
          ranges.add(Long.toHexString(program) + "+" + length);
        });
    return ranges;
  }

  /** What the recorder does before a redirected call. */
  static void prewrite(Redirection redirection, FakeMemory memory) {
    for (Prewrite prewrite : redirection.prewrites()) {
      memory.put(prewrite.address(), prewrite.bytes());
    }
  }

  /** What it does after: copies the outputs back, and tells which. */
  static List<String> copyBack(
      Call call, long result, FakeMemory memory, @Nullable Redirection redirection) {
    List<String> ranges = new ArrayList<>();
    call.outputs(
        result,
        memory,
        redirection,
        (program, actual, length) -> {
          byte[] bytes = memory.bytes(actual, (int) length);
          if (bytes == null) {
            throw new AssertionError("output outside of memory");
          }
          memory.put(program, bytes);
          ranges.add(Long.toHexString(program) + "+" + length);
        });
    return ranges;
  }
}
