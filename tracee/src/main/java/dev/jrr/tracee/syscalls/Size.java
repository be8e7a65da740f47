package dev.jrr.tracee.syscalls;

import org.jspecify.annotations.Nullable;

/**
 * How many bytes an argument points to. Sizes in bytes, never negative, at most {@link #LIMIT}.
 *
 * <p>{@link #capacity} is asked at the call's entry: what the kernel may read or write at most.
 * {@link #written} is asked at its exit: what it did write.
 */
public sealed interface Size {
  /** MAX_RW_COUNT (linux/fs.h): no transfer of the kernel's is longer. */
  long LIMIT = 0x7ffff000L;

  /** The most bytes that the call may use. */
  long capacity(Call call, MemoryView memory);

  /** The bytes that the call has written. */
  default long written(Call call, Exit exit) {
    return capacity(call, exit.memory());
  }

  /** The rule in words, for the documentation; {@code spec} names the arguments. */
  String text(SyscallSpec spec);

  private static long clamp(long bytes) {
    return bytes < 0 || bytes > LIMIT ? LIMIT : bytes;
  }

  private static long product(long count, int unit) {
    return count < 0 || count > LIMIT / unit ? LIMIT : count * unit;
  }

  /** Always {@code bytes}: a structure named {@code type}. */
  record Fixed(int bytes, String type) implements Size {
    @Override
    public long capacity(Call call, MemoryView memory) {
      return bytes;
    }

    @Override
    public String text(SyscallSpec spec) {
      return type.isEmpty() ? bytes + " bytes" : type + ", " + bytes;
    }
  }

  /** The value of argument {@code arg}. */
  record ArgBytes(int arg) implements Size {
    @Override
    public long capacity(Call call, MemoryView memory) {
      return clamp(call.value(arg));
    }

    @Override
    public String text(SyscallSpec spec) {
      return spec.args().get(arg).name();
    }
  }

  /** {@code header} bytes and as many as the result says, at most argument {@code cap} of them. */
  record Returned(int cap, int header) implements Size {
    @Override
    public long capacity(Call call, MemoryView memory) {
      return clamp(clamp(call.value(cap)) + header);
    }

    @Override
    public long written(Call call, Exit exit) {
      return clamp(header + Math.min(Math.max(exit.result(), 0), clamp(call.value(cap))));
    }

    @Override
    public String text(SyscallSpec spec) {
      String result = header == 0 ? "the result" : header + " + the result";
      return result + ", at most " + spec.args().get(cap).name();
    }
  }

  /** As the request number of an ioctl says (_IOC_SIZE), and no more than the result. */
  record ReturnedByRequest(int arg) implements Size {
    @Override
    public long capacity(Call call, MemoryView memory) {
      return (call.arg(arg) >>> 16) & 0x3fff;
    }

    @Override
    public long written(Call call, Exit exit) {
      return Math.min(Math.max(exit.result(), 0), capacity(call, exit.memory()));
    }

    @Override
    public String text(SyscallSpec spec) {
      return "the result, at most the size in the request";
    }
  }

  /** As the request number of an ioctl says (_IOC_SIZE). */
  record ByRequest(int arg) implements Size {
    @Override
    public long capacity(Call call, MemoryView memory) {
      return (call.arg(arg) >>> 16) & 0x3fff;
    }

    @Override
    public String text(SyscallSpec spec) {
      return "the size in the request";
    }
  }

  /** Argument {@code count} times {@code unit} bytes. */
  record Elements(int count, int unit, String type) implements Size {
    @Override
    public long capacity(Call call, MemoryView memory) {
      return product(call.value(count), unit);
    }

    @Override
    public String text(SyscallSpec spec) {
      return spec.args().get(count).name() + " x " + type;
    }
  }

  /** The result times {@code unit} bytes, at most argument {@code count} elements. */
  record ReturnedElements(int count, int unit, String type) implements Size {
    @Override
    public long capacity(Call call, MemoryView memory) {
      return product(call.value(count), unit);
    }

    @Override
    public long written(Call call, Exit exit) {
      long cap = capacity(call, exit.memory());
      return Math.min(product(Math.max(exit.result(), 0), unit), cap);
    }

    @Override
    public String text(SyscallSpec spec) {
      return "the result x " + type + ", at most " + spec.args().get(count).name();
    }
  }

  /**
   * What argument {@code length}, an {@link Arg.Length}, points to, in units of {@code unit} bytes:
   * the value at entry is the capacity, and the lesser of that and the value at exit is written.
   */
  record Pointee(int length, int unit) implements Size {
    @Override
    public long capacity(Call call, MemoryView memory) {
      return call.entry(length) instanceof Long value && value > 0 ? product(value, unit) : 0;
    }

    @Override
    public long written(Call call, Exit exit) {
      Arg.Length argument = (Arg.Length) call.spec().args().get(length);
      long actual = argument.at(exit.memory(), exit.pointer(call, length));
      return actual <= 0 ? 0 : Math.min(product(actual, unit), capacity(call, exit.memory()));
    }

    @Override
    public String text(SyscallSpec spec) {
      String length = "*" + spec.args().get(this.length).name();
      return unit == 1 ? length : length + " x " + unit;
    }
  }

  /** A bit set of as many bits as argument {@code bits} says, in whole 64-bit words. */
  record FdSet(int bits) implements Size {
    @Override
    public long capacity(Call call, MemoryView memory) {
      long count = call.value(bits);
      // The kernel cuts the count to its descriptor table's size, which is at most nr_open (2^30).
      return count <= 0 ? 0 : Math.min((count + 63) / 64 * 8, 1L << 27);
    }

    @Override
    public String text(SyscallSpec spec) {
      return spec.args().get(bits).name() + " bits";
    }
  }

  /** A string with its NUL, of at most {@code max} bytes. */
  record Terminated(int max) implements Size {
    @Override
    public long capacity(Call call, MemoryView memory) {
      return max;
    }

    @Override
    public String text(SyscallSpec spec) {
      return "a string of at most " + max;
    }
  }

  /**
   * Not known from outside, but at most {@code max}: that much is captured, as far as it can be
   * read. Not for calls that wait.
   */
  record Bounded(int max) implements Size {
    @Override
    public long capacity(Call call, MemoryView memory) {
      return max;
    }

    @Override
    public String text(SyscallSpec spec) {
      return "at most " + max;
    }
  }

  /** The bytes that a call may use. */
  @FunctionalInterface
  interface AtEntry {
    long bytes(Call call, MemoryView memory);
  }

  /** The bytes that a call has written. */
  @FunctionalInterface
  interface AtExit {
    long bytes(Call call, Exit exit);
  }

  /** By a rule of its own, {@code text} in words; {@code exit} is null where it equals entry. */
  record Computed(String text, AtEntry entry, @Nullable AtExit exit) implements Size {
    @Override
    public long capacity(Call call, MemoryView memory) {
      return clamp(entry.bytes(call, memory));
    }

    @Override
    public long written(Call call, Exit at) {
      return exit == null ? capacity(call, at.memory()) : clamp(exit.bytes(call, at));
    }

    @Override
    public String text(SyscallSpec spec) {
      return text;
    }
  }
}
