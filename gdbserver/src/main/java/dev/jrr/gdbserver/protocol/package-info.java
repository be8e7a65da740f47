/**
 * The remote serial protocol as bytes: what a packet looks like on the wire, and the small texts
 * inside (hexadecimal numbers, thread ids, signal numbers). It knows no target and no meaning of
 * any packet.
 *
 * <p>The wire, from gdb's manual, appendix "Remote Protocol", sections "Overview" and "Packet
 * Acknowledgment":
 *
 * <pre>
 * stream  = { packet | ack | nak | interrupt }      anything else between packets is skipped
 * packet  = "$" { plain | "}" (byte ^ 0x20) | byte "*" (29 + repeats) } "#" hex hex
 * ack     = "+"     nak = "-"     interrupt = 0x03
 * </pre>
 *
 * The two hexadecimal digits are the sum of all bytes between "$" and "#" modulo 256, as they are
 * on the wire. A "$" inside a packet begins a new one: the sender gave up on the old one.
 *
 * <p>The invariant: whatever bytes come in, {@link dev.jrr.gdbserver.protocol.PacketDecoder} yields
 * events and never throws, and holds at most one packet of bounded size. Runs on the connection's
 * Netty thread, except the static parsers, which have no state.
 */
@org.jspecify.annotations.NullMarked
package dev.jrr.gdbserver.protocol;
