package dev.jrr.gdbserver.session;

import static dev.jrr.gdbserver.session.PacketSpec.packet;

import dev.jrr.gdbserver.agent.AgentCondition;
import dev.jrr.gdbserver.agent.AgentExpression;
import dev.jrr.gdbserver.agent.BadExpressionException;
import dev.jrr.gdbserver.protocol.MalformedPacketException;
import dev.jrr.gdbserver.protocol.PacketCursor;
import dev.jrr.gdbserver.protocol.Reply;
import dev.jrr.gdbserver.target.Breakpoint;
import dev.jrr.gdbserver.target.BreakpointCondition;
import dev.jrr.gdbserver.target.BreakpointKind;
import dev.jrr.gdbserver.target.TargetAddress;
import dev.jrr.gdbserver.target.TargetException;
import java.util.ArrayList;
import java.util.List;

/** Breakpoints and watchpoints of the selected thread's process. */
final class BreakpointPackets {
  static final List<PacketSpec> PACKETS =
      List.of(packet("Z", BreakpointPackets::insert), packet("z", BreakpointPackets::remove));

  private BreakpointPackets() {}

  /** {@code Z type,address,length[;X length,bytecode...]}; idempotent, as the protocol wants it. */
  private static Reply insert(DebugSession session, PacketCursor packet)
      throws MalformedPacketException, TargetException {
    Breakpoint breakpoint = parse(session, packet);
    BreakpointCondition condition = condition(session, packet);
    if (!session.target().capabilities().breakpoints().contains(breakpoint.kind())) {
      return Reply.UNSUPPORTED;
    }
    session.target().insertBreakpoint(breakpoint, condition);
    session.inserted(breakpoint);
    return Reply.OK;
  }

  private static Reply remove(DebugSession session, PacketCursor packet)
      throws MalformedPacketException, TargetException {
    Breakpoint breakpoint = parse(session, packet);
    packet.expectEnd();
    if (!session.target().capabilities().breakpoints().contains(breakpoint.kind())) {
      return Reply.UNSUPPORTED;
    }
    if (session.forget(breakpoint)) {
      session.target().removeBreakpoint(breakpoint);
    }
    return Reply.OK;
  }

  private static Breakpoint parse(DebugSession session, PacketCursor packet)
      throws MalformedPacketException, TargetException {
    int type = packet.next() - '0';
    if (type < 0 || type >= BreakpointKind.values().length) {
      throw new MalformedPacketException("no such type of breakpoint");
    }
    packet.expect(',');
    TargetAddress address = packet.address();
    packet.expect(',');
    int lengthBytes = packet.hexInt();
    if (lengthBytes == 0) {
      throw new MalformedPacketException("a breakpoint of no length");
    }
    int process = session.selectedThread().process();
    return new Breakpoint(BreakpointKind.values()[type], process, address, lengthBytes);
  }

  private static BreakpointCondition condition(DebugSession session, PacketCursor packet)
      throws MalformedPacketException {
    List<AgentExpression> expressions = new ArrayList<>();
    while (!packet.atEnd()) {
      if (packet.take(';') && packet.atEnd()) {
        break;
      }
      packet.expect('X');
      int lengthBytes = packet.hexInt();
      packet.expect(',');
      expressions.add(expression(packet.hexBytes(lengthBytes)));
    }
    return expressions.isEmpty()
        ? BreakpointCondition.ALWAYS
        : new AgentCondition(session.registers(), expressions);
  }

  private static AgentExpression expression(byte[] code) throws MalformedPacketException {
    try {
      return AgentExpression.parse(code);
    } catch (BadExpressionException e) {
      throw new MalformedPacketException("condition: " + e.getMessage());
    }
  }
}
