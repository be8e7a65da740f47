package dev.jrr.tracee.syscalls;

import org.jspecify.annotations.Nullable;

/**
 * A call's end: its raw result (an address or count, or a negative error number), the memory, and
 * where its outputs went.
 */
public record Exit(long result, MemoryView memory, @Nullable Redirection redirection) {
  /** The most bytes of one output that are reported for a call that failed with EFAULT. */
  static final long MOST_AFTER_FAULT = 1 << 16;

  /** Whether the call met a bad pointer, perhaps after it had written through others. */
  boolean faulted() {
    return result == -Errno.EFAULT.number();
  }

  /** Where argument {@code index} pointed to when the kernel used it. */
  long pointer(Call call, int index) {
    return redirection == null ? call.arg(index) : redirection.arg(index);
  }

  /** What the argument kept when it was redirected; null when it was not. */
  @Nullable Object placement(int index) {
    return redirection == null ? null : redirection.placement(index);
  }
}
