/**
 * The kernel, as Java calls it: {@link dev.jrr.tracee.kernel.Libc} for the C library and {@link
 * dev.jrr.tracee.kernel.Ptrace} for what only the tracer thread may do. Results are {@code -errno}
 * on failure, as in the kernel itself: a task may vanish at any moment, so a failing call is an
 * ordinary answer.
 */
@org.jspecify.annotations.NullMarked
package dev.jrr.tracee.kernel;
