/**
 * What the gdb server wants of the thing that it debugs, and nothing else: threads, registers,
 * memory, breakpoints, one way to run, and files. The replayer implements {@link
 * dev.jrr.gdbserver.target.Target}; tests implement it by hand.
 *
 * <p>The invariant: every method of a target is called on one thread, the target thread that was
 * given to the server. A request to stop running comes through the {@link
 * dev.jrr.gdbserver.target.Interruption} of that run, which is the only object here that two
 * threads share. What a target cannot do it leaves out of its {@link
 * dev.jrr.gdbserver.target.TargetCapabilities}; the server then never calls the methods for it.
 *
 * <p>Nothing here knows of packets, hexadecimal digits or gdb's numbering. Start at {@link
 * dev.jrr.gdbserver.target.Target}, then {@link dev.jrr.gdbserver.target.ResumeRequest} and {@link
 * dev.jrr.gdbserver.target.StopEvent}.
 */
@org.jspecify.annotations.NullMarked
package dev.jrr.gdbserver.target;
