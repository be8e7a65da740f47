package dev.jrr.tracee.syscalls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call that a task is making: a row and the six argument registers, with what had to be read
 * from memory at its entry to know later what it wrote (lengths, vectors, message headers).
 *
 * <p>Make it at the call's entry; ask for {@link #outputs} at its exit. A call that the kernel
 * interrupts with {@code ERESTART_RESTARTBLOCK} goes on with {@code restart_syscall}: keep this
 * object, and its redirection, for that, since the kernel keeps the pointers.
 */
public final class Call implements Resolved {
  private final SyscallSpec spec;
  private final long[] args;
  private final @Nullable Object @Nullable [] entry;
  private final boolean mayBlock;

  Call(SyscallSpec spec, long[] args, MemoryView memory) {
    this.spec = spec;
    this.args = args.clone();
    List<Arg> rows = spec.args();
    @Nullable Object[] found = null;
    for (int i = 0; i < rows.size(); i++) {
      if (rows.get(i).snapshots()) {
        found = found == null ? new @Nullable Object[rows.size()] : found;
        found[i] = this.args[i] == 0 ? null : rows.get(i).snapshot(this, i, memory);
      }
    }
    this.entry = found;
    this.mayBlock = spec.blocking().mayBlock(this, memory);
  }

  /** The row: the operation's where the call has variants. */
  public SyscallSpec spec() {
    return spec;
  }

  /** A copy of the six argument registers. */
  public long[] args() {
    return args.clone();
  }

  /** The raw argument register {@code index}, 0 to 5. */
  public long arg(int index) {
    return args[index];
  }

  /** The argument as the kernel sees it: 32-bit ones sign- or zero-extended by the row. */
  public long value(int index) {
    return spec.args().get(index) instanceof Arg.Value value
        ? value.kind().normalise(args[index])
        : args[index];
  }

  /** Whether this call may wait for another task. */
  public boolean mayBlock() {
    return mayBlock;
  }

  /** What argument {@code index} was found to point to at entry; null when nothing was kept. */
  @Nullable Object entry(int index) {
    return entry == null ? null : entry[index];
  }

  /** Gives {@code sink} every range of memory that the call reads. */
  public void inputs(MemoryView memory, RangeSink sink) {
    List<Arg> rows = spec.args();
    for (int i = 0; i < rows.size(); i++) {
      if (args[i] != 0) {
        rows.get(i).inputs(this, i, memory, sink);
      }
    }
  }

  /** Moves the call's outputs to the {@code capacity} bytes of scratch at {@code base}. */
  public Redirection redirect(MemoryView memory, long base, long capacity) {
    return Redirector.redirect(this, memory, base, capacity);
  }

  /**
   * Gives {@code sink} every range of memory that the call, which returned {@code result}, has
   * written. {@code redirection} is what the call was made with, or null.
   */
  public void outputs(
      long result, MemoryView memory, @Nullable Redirection redirection, OutputSink sink) {
    if (!spec.writesMemory()) {
      return;
    }
    Exit exit = new Exit(result, memory, redirection);
    List<Arg> rows = spec.args();
    for (int i = 0; i < rows.size(); i++) {
      if (args[i] != 0) {
        rows.get(i).outputs(this, i, exit, sink);
      }
    }
  }

  /**
   * One line as strace writes it: {@code openat(AT_FDCWD, "/etc/passwd", O_RDONLY|O_CLOEXEC) = 3}.
   * Memory that cannot be read any more is shown by its address.
   */
  public String describe(long result, MemoryView memory) {
    return Describer.describe(this, result, memory);
  }

  /** The same line for a call that has not returned, without {@code = result}. */
  public String describeEntry(MemoryView memory) {
    return Describer.describeEntry(this, memory);
  }
}
