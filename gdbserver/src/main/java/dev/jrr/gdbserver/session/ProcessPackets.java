package dev.jrr.gdbserver.session;

import static dev.jrr.gdbserver.session.PacketSpec.packet;

import dev.jrr.gdbserver.protocol.MalformedPacketException;
import dev.jrr.gdbserver.protocol.PacketCursor;
import dev.jrr.gdbserver.protocol.Reply;
import dev.jrr.gdbserver.target.Errno;
import dev.jrr.gdbserver.target.StopEvent;
import dev.jrr.gdbserver.target.TargetException;
import dev.jrr.gdbserver.target.TargetFeature;
import dev.jrr.gdbserver.target.ThreadId;
import java.util.List;

/** Beginnings and ends of processes. */
final class ProcessPackets {
  static final List<PacketSpec> PACKETS =
      List.of(
          packet("!", ProcessPackets::extend),
          packet("qAttached", ProcessPackets::attached),
          packet("vRun", ProcessPackets::run).needing(TargetFeature.RESTART),
          packet("R", ProcessPackets::restart).needing(TargetFeature.RESTART),
          packet("vKill", ProcessPackets::kill),
          packet("k", ProcessPackets::killAll),
          packet("D", ProcessPackets::detach));

  private ProcessPackets() {}

  private static Reply extend(DebugSession session, PacketCursor packet)
      throws MalformedPacketException {
    packet.expectEnd();
    session.setExtended();
    return Reply.OK;
  }

  /**
   * {@code qAttached[:process]}: 0, made by the server, so that gdb ends the replay as it quits.
   */
  private static Reply attached(DebugSession session, PacketCursor packet)
      throws MalformedPacketException, TargetException {
    if (packet.take(':')) {
      holdExisting(session, packet.hexInt());
    }
    packet.expectEnd();
    return Reply.text("0");
  }

  /**
   * {@code vRun;file;arguments...}: the recording from its start. Another program or other
   * arguments cannot be had, so what is named is read and not looked at.
   */
  private static Reply run(DebugSession session, PacketCursor packet)
      throws MalformedPacketException, TargetException {
    while (!packet.atEnd()) {
      packet.expect(';');
      packet.hexBytes();
    }
    return StopReplies.ofState(session, restart(session));
  }

  /** {@code R xx}, which has no reply. */
  private static Reply restart(DebugSession session, PacketCursor packet)
      throws MalformedPacketException, TargetException {
    packet.hexInt();
    packet.expectEnd();
    restart(session);
    return Reply.NONE;
  }

  private static StopEvent restart(DebugSession session) throws TargetException {
    session.removeAllBreakpoints();
    session.transfers().clear();
    StopEvent stop = session.target().restart();
    session.target().currentThread().ifPresent(session::select);
    return stop;
  }

  private static Reply kill(DebugSession session, PacketCursor packet)
      throws MalformedPacketException, TargetException {
    packet.expect(';');
    int process = packet.hexInt();
    packet.expectEnd();
    holdExisting(session, process);
    session.removeBreakpointsOf(process);
    session.target().kill(process);
    return Reply.OK;
  }

  /** {@code k}, which has no reply; the connection ends with it unless the debugger wants more. */
  private static Reply killAll(DebugSession session, PacketCursor packet)
      throws MalformedPacketException, TargetException {
    packet.expectEnd();
    session.removeAllBreakpoints();
    for (int process : processes(session)) {
      session.target().kill(process);
    }
    return session.extended() ? Reply.NONE : Reply.NONE.thenClose();
  }

  /** {@code D} for all processes, {@code D;process} for one. */
  private static Reply detach(DebugSession session, PacketCursor packet)
      throws MalformedPacketException, TargetException {
    List<Integer> leaving;
    if (packet.take(';')) {
      int process = packet.hexInt();
      holdExisting(session, process);
      leaving = List.of(process);
    } else {
      leaving = processes(session);
    }
    packet.expectEnd();
    for (int process : leaving) {
      session.removeBreakpointsOf(process);
      session.target().detach(process);
    }
    boolean over = !session.extended() && session.target().threads().isEmpty();
    return over ? Reply.OK.thenClose() : Reply.OK;
  }

  private static List<Integer> processes(DebugSession session) {
    return session.target().threads().stream().map(ThreadId::process).distinct().toList();
  }

  private static void holdExisting(DebugSession session, int process) throws TargetException {
    if (!processes(session).contains(process)) {
      throw new TargetException(Errno.ESRCH, "no process " + process);
    }
  }
}
