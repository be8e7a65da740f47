package dev.jrr.gdbserver.session;

import dev.jrr.gdbserver.protocol.MalformedPacketException;
import dev.jrr.gdbserver.protocol.PacketCursor;
import dev.jrr.gdbserver.protocol.Reply;
import dev.jrr.gdbserver.target.TargetException;

/** What is done about one kind of packet. */
@FunctionalInterface
interface PacketHandler {
  /**
   * Answers a packet.
   *
   * @param session the state that packets share
   * @param packet the packet, read up to the end of its name
   */
  Reply handle(DebugSession session, PacketCursor packet)
      throws MalformedPacketException, TargetException;
}
