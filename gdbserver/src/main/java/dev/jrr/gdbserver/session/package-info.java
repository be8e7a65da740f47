/**
 * What packets mean: one debugger's session with a target, from its first packet to its last. No
 * network and no threads of its own: {@link dev.jrr.gdbserver.session.DebugSession#handle} takes a
 * payload and returns a reply, so everything here is tested with neither.
 *
 * <p>A packet's name finds its row in {@link dev.jrr.gdbserver.session.PacketTable}; the row's
 * handler is a static method in the class of its family ({@code RegisterPackets}, {@code
 * MemoryPackets} and so on). To add a packet, add a row to its family.
 *
 * <p>The invariant: {@code handle} never throws, and whatever cannot be read, done or understood is
 * answered with an error and leaves session and target as they were. All of it runs on the target
 * thread, except {@link dev.jrr.gdbserver.session.RunGate}, through which an interrupt comes in
 * from outside.
 */
@org.jspecify.annotations.NullMarked
package dev.jrr.gdbserver.session;
