package dev.jrr.gdbserver.protocol;

/** One thing that came in from a debugger. */
public sealed interface Inbound {
  /**
   * A packet whose checksum holds.
   *
   * @param payload the bytes, with escapes and runs undone
   */
  record Packet(byte[] payload) implements Inbound {}

  /** A packet that is not what was sent, or whose escapes make no sense. */
  record Damaged() implements Inbound {}

  /** A packet longer than the server takes; its content is gone. */
  record TooLong() implements Inbound {}

  /** The last packet that was sent arrived. */
  record Ack() implements Inbound {}

  /** The last packet that was sent has to be sent again. */
  record Nak() implements Inbound {}

  /** The user pressed the interrupt key. */
  record Interrupt() implements Inbound {}
}
