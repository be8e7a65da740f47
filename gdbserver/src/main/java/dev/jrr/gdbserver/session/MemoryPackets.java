package dev.jrr.gdbserver.session;

import static dev.jrr.gdbserver.session.PacketSpec.packet;

import dev.jrr.gdbserver.protocol.Hex;
import dev.jrr.gdbserver.protocol.MalformedPacketException;
import dev.jrr.gdbserver.protocol.PacketCursor;
import dev.jrr.gdbserver.protocol.PacketDecoder;
import dev.jrr.gdbserver.protocol.Reply;
import dev.jrr.gdbserver.target.TargetAddress;
import dev.jrr.gdbserver.target.TargetException;
import java.util.List;

/** Memory of the selected thread's process, in digits or as it is. */
final class MemoryPackets {
  static final List<PacketSpec> PACKETS =
      List.of(
          packet("m", MemoryPackets::readDigits),
          packet("x", MemoryPackets::readBinary),
          packet("M", MemoryPackets::writeDigits),
          packet("X", MemoryPackets::writeBinary));

  /** The most bytes of one reply: two characters each, as digits or escaped, and a letter. */
  private static final int MOST_BYTES = PacketDecoder.MAX_PAYLOAD_BYTES / 2 - 1;

  private MemoryPackets() {}

  /** Where and how many, as all four begin. */
  private record Range(TargetAddress address, int lengthBytes) {
    static Range parse(PacketCursor packet) throws MalformedPacketException {
      TargetAddress address = packet.address();
      packet.expect(',');
      return new Range(address, packet.hexInt());
    }
  }

  private static Reply readDigits(DebugSession session, PacketCursor packet)
      throws MalformedPacketException, TargetException {
    return Reply.text(Hex.of(read(session, packet)));
  }

  /** {@code x}, answered with {@code b} and the bytes, as "binary-upload" promises. */
  private static Reply readBinary(DebugSession session, PacketCursor packet)
      throws MalformedPacketException, TargetException {
    return Reply.binary('b', read(session, packet));
  }

  private static byte[] read(DebugSession session, PacketCursor packet)
      throws MalformedPacketException, TargetException {
    Range range = Range.parse(packet);
    packet.expectEnd();
    if (range.lengthBytes() == 0) {
      return new byte[0];
    }
    int process = session.selectedThread().process();
    int lengthBytes = Math.min(range.lengthBytes(), MOST_BYTES);
    return session.target().readMemory(process, range.address(), lengthBytes);
  }

  private static Reply writeDigits(DebugSession session, PacketCursor packet)
      throws MalformedPacketException, TargetException {
    Range range = Range.parse(packet);
    packet.expect(':');
    byte[] bytes = packet.hexBytes(range.lengthBytes());
    packet.expectEnd();
    return write(session, range, bytes);
  }

  private static Reply writeBinary(DebugSession session, PacketCursor packet)
      throws MalformedPacketException, TargetException {
    Range range = Range.parse(packet);
    packet.expect(':');
    return write(session, range, packet.rest());
  }

  /** A write of nothing is how gdb asks whether the packet is known. */
  private static Reply write(DebugSession session, Range range, byte[] bytes)
      throws MalformedPacketException, TargetException {
    if (bytes.length != range.lengthBytes()) {
      throw new MalformedPacketException(bytes.length + " bytes, not " + range.lengthBytes());
    }
    if (bytes.length > 0) {
      int process = session.selectedThread().process();
      session.target().writeMemory(process, range.address(), bytes);
    }
    return Reply.OK;
  }
}
