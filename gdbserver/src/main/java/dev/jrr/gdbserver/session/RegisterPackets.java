package dev.jrr.gdbserver.session;

import static dev.jrr.gdbserver.session.PacketSpec.packet;

import dev.jrr.gdbserver.protocol.Hex;
import dev.jrr.gdbserver.protocol.MalformedPacketException;
import dev.jrr.gdbserver.protocol.PacketCursor;
import dev.jrr.gdbserver.protocol.Reply;
import dev.jrr.gdbserver.registers.Register;
import dev.jrr.gdbserver.target.RegisterFile;
import dev.jrr.gdbserver.target.TargetException;
import dev.jrr.gdbserver.target.ThreadId;
import java.util.List;

/** Registers of the selected thread, all at once or one by one. */
final class RegisterPackets {
  static final List<PacketSpec> PACKETS =
      List.of(
          packet("g", RegisterPackets::readAll).explainingErrors(),
          packet("G", RegisterPackets::writeAll).explainingErrors(),
          packet("p", RegisterPackets::readOne).explainingErrors(),
          packet("P", RegisterPackets::writeOne).explainingErrors());

  private RegisterPackets() {}

  private static Reply readAll(DebugSession session, PacketCursor packet)
      throws MalformedPacketException, TargetException {
    packet.expectEnd();
    RegisterFile file = session.target().readRegisters(session.selectedThread());
    StringBuilder digits = new StringBuilder();
    for (Register register : session.registers().all()) {
      digits.append(Hex.of(register.read(file)));
    }
    return Reply.text(digits.toString());
  }

  /** {@code G} and the bytes of all registers, or of the first ones. */
  private static Reply writeAll(DebugSession session, PacketCursor packet)
      throws MalformedPacketException, TargetException {
    ThreadId thread = session.selectedThread();
    RegisterFile file = session.target().readRegisters(thread);
    for (Register register : session.registers().all()) {
      if (packet.atEnd()) {
        break;
      }
      file = register.write(file, packet.hexBytes(register.lengthBytes()));
    }
    packet.expectEnd();
    session.target().writeRegisters(thread, file);
    return Reply.OK;
  }

  private static Reply readOne(DebugSession session, PacketCursor packet)
      throws MalformedPacketException, TargetException {
    Register register = register(session, packet);
    packet.expectEnd();
    RegisterFile file = session.target().readRegisters(session.selectedThread());
    return Reply.text(Hex.of(register.read(file)));
  }

  /** {@code P number=bytes}. */
  private static Reply writeOne(DebugSession session, PacketCursor packet)
      throws MalformedPacketException, TargetException {
    Register register = register(session, packet);
    packet.expect('=');
    byte[] bytes = packet.hexBytes(register.lengthBytes());
    packet.expectEnd();
    ThreadId thread = session.selectedThread();
    RegisterFile file = session.target().readRegisters(thread);
    session.target().writeRegisters(thread, register.write(file, bytes));
    return Reply.OK;
  }

  private static Register register(DebugSession session, PacketCursor packet)
      throws MalformedPacketException {
    int number = packet.hexInt();
    return session
        .registers()
        .byNumber(number)
        .orElseThrow(() -> new MalformedPacketException("no register " + number));
  }
}
