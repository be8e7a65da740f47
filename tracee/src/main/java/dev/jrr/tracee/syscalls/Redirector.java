package dev.jrr.tracee.syscalls;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lays out one call's outputs in scratch, from its base upwards. */
final class Redirector {
  /** Enough for every structure that a call may want aligned. */
  private static final int ALIGNMENT = 16;

  private final MemoryView memory;
  private final long base;
  private final long capacity;
  private final List<Prewrite> prewrites = new ArrayList<>(4);
  private long used;

  Redirector(MemoryView memory, long base, long capacity) {
    this.memory = memory;
    this.base = base;
    this.capacity = capacity;
  }

  static Redirection redirect(Call call, MemoryView memory, long base, long capacity) {
    Redirector redirector = new Redirector(memory, base, capacity);
    long[] args = call.args();
    @Nullable Object[] placements = new @Nullable Object[args.length];
    List<Arg> rows = call.spec().args();
    boolean changed = false;
    for (int i = 0; i < rows.size(); i++) {
      Arg.Placement placement = rows.get(i).redirect(call, i, redirector);
      if (placement != null) {
        args[i] = placement.address();
        placements[i] = placement;
        changed = true;
      }
    }
    return new Redirection(
        args, placements, redirector.prewrites, redirector.used, redirector.fits(), changed);
  }

  MemoryView memory() {
    return memory;
  }

  /** Whether all that was placed so far lies in scratch. */
  boolean fits() {
    return Long.compareUnsigned(used, capacity) <= 0;
  }

  /** Room for {@code length} bytes. */
  long place(long length) {
    long at = base + used;
    used += (length + ALIGNMENT - 1) & -ALIGNMENT;
    return at;
  }

  /** {@code bytes} are to lie at {@code address} of scratch. */
  void prewrite(long address, byte[] bytes) {
    if (fits()) {
      prewrites.add(new Prewrite(address, bytes));
    }
  }

  /** The program's bytes are to lie in scratch too, as far as they can be read. */
  void copy(long from, long to, long length) {
    if (!fits()) {
      return;
    }
    byte[] bytes = new byte[(int) length];
    int count = memory.read(from, bytes, 0, bytes.length);
    prewrites.add(new Prewrite(to, count == bytes.length ? bytes : Arrays.copyOf(bytes, count)));
  }
}
