/**
 * One tracee under control: start it ({@link dev.jrr.tracee.Launcher}), learn why it stopped
 * ({@link dev.jrr.tracee.Stop}), read and change its registers and memory ({@link
 * dev.jrr.tracee.Task}), make it execute calls ({@link dev.jrr.tracee.RemoteCalls}). Knows neither
 * recording nor replaying.
 *
 * <p>Everything here belongs to the tracer thread. Addresses in a tracee are plain longs, unsigned:
 * each stop handles dozens, in loops that must not allocate.
 */
@org.jspecify.annotations.NullMarked
package dev.jrr.tracee;
