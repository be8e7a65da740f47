package dev.jrr.tracee.syscalls;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call whose outputs go to scratch memory.
 *
 * <p>Where {@link #fits} is false, nothing else here may be used: offer {@link #needed} bytes, or
 * make the call as it is. Otherwise store every {@link #prewrites}, make the call with {@link #arg}
 * in the registers, and at its end give this object to {@link Call#outputs}, which says what to
 * copy back.
 *
 * <p>Bad pointers. An output pointer that the program could not store through ({@link
 * MemoryView#writable}, asked for its first byte) is left as it is, so that the kernel meets it and
 * fails as it does natively; null pointers likewise. Where copying back fails later on (the buffer
 * runs into unmapped or read-only memory), the bytes before that place are stored, and the call's
 * result becomes {@link #faultResult}: natively the kernel would have failed there too, at latest
 * with this result.
 */
public final class Redirection {
  private final long[] args;
  private final @Nullable Object[] placements;
  private final List<Prewrite> prewrites;
  private final long needed;
  private final boolean fits;
  private final boolean changed;

  Redirection(
      long[] args,
      @Nullable Object[] placements,
      List<Prewrite> prewrites,
      long needed,
      boolean fits,
      boolean changed) {
    this.args = args;
    this.placements = placements;
    this.prewrites = prewrites;
    this.needed = needed;
    this.fits = fits;
    this.changed = changed;
  }

  /** The argument register {@code index} (0 to 5) of the redirected call. */
  public long arg(int index) {
    return args[index];
  }

  /** What to store in scratch before the call is made, in order. */
  public List<Prewrite> prewrites() {
    return prewrites;
  }

  /** The bytes of scratch used, or needed where it does not fit. */
  public long needed() {
    return needed;
  }

  /** Whether the scratch offered was large enough. */
  public boolean fits() {
    return fits;
  }

  /** Whether anything was redirected: false where the call has no outputs to move. */
  public boolean changed() {
    return changed;
  }

  /** The result of a call whose outputs cannot be copied back: -EFAULT. */
  public static long faultResult() {
    return -Errno.EFAULT.number();
  }

  @Nullable Object placement(int index) {
    return placements[index];
  }
}
