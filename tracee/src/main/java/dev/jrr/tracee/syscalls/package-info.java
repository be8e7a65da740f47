/**
 * The syscall model: what each x86-64 system call reads and writes, said once, as data.
 *
 * <p>Start at {@link dev.jrr.tracee.syscalls.SyscallTable}, whose rows are grouped by kernel area
 * in the {@code ...Calls} classes and, for calls that are many calls in one (ioctl, fcntl, prctl,
 * socket options...), in the {@code ...Variants} classes. A row is a {@link
 * dev.jrr.tracee.syscalls.SyscallSpec}: a list of {@link dev.jrr.tracee.syscalls.Arg}, each with
 * its {@link dev.jrr.tracee.syscalls.Size} where it points to memory. Resolving a number and six
 * argument registers gives a {@link dev.jrr.tracee.syscalls.Call}, which answers what the recorder
 * and the replayer ask: which memory it reads, which it has written, how its outputs are moved to
 * scratch. {@code docs/SYSCALLS.md} is generated from the same rows.
 *
 * <p>Invariants. The model never guesses: a call or an operation without a row resolves to {@link
 * dev.jrr.tracee.syscalls.Unknown}. A range reported as written may be larger than what the kernel
 * wrote (the memory's present contents are then simply recorded), never smaller; so a call that
 * fails with EFAULT reports all that it could have written, since it may have met the bad pointer
 * after a good one. No ptrace here, and no state but the immutable table: any thread may use it,
 * with its own {@link dev.jrr.tracee.syscalls.MemoryView}. It runs at every traced stop, so rows
 * are resolved by array index and memory is read only where a row cannot be interpreted without it.
 */
@org.jspecify.annotations.NullMarked
package dev.jrr.tracee.syscalls;
