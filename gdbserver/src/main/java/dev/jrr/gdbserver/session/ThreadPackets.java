package dev.jrr.gdbserver.session;

import static dev.jrr.gdbserver.session.PacketSpec.packet;

import dev.jrr.gdbserver.protocol.Hex;
import dev.jrr.gdbserver.protocol.MalformedPacketException;
import dev.jrr.gdbserver.protocol.PacketCursor;
import dev.jrr.gdbserver.protocol.Reply;
import dev.jrr.gdbserver.protocol.ThreadIdText;
import dev.jrr.gdbserver.target.TargetException;
import dev.jrr.gdbserver.target.ThreadId;
import java.util.List;
import java.util.stream.Collectors;

/** Which threads there are and which one is meant. */
final class ThreadPackets {
  static final List<PacketSpec> PACKETS =
      List.of(
          packet("H", ThreadPackets::select),
          packet("T", ThreadPackets::alive),
          packet("qC", ThreadPackets::current),
          packet("qfThreadInfo", ThreadPackets::firstThreads),
          packet("qsThreadInfo", ThreadPackets::nextThreads),
          packet("qThreadExtraInfo", ThreadPackets::extraInfo));

  /** How many threads one packet lists: an id is 18 characters at most. */
  private static final int THREADS_A_PACKET = 1000;

  private ThreadPackets() {}

  /** {@code Hg id} for questions, {@code Hc id} for the old ways to resume. */
  private static Reply select(DebugSession session, PacketCursor packet)
      throws MalformedPacketException, TargetException {
    int what = packet.next();
    ThreadIdText.Parsed id = ThreadIdText.parse(packet);
    packet.expectEnd();
    switch (what) {
      case 'g' -> session.select(session.find(id));
      case 'c' -> session.setContinued(session.selector(id));
      default -> throw new MalformedPacketException("neither Hg nor Hc");
    }
    return Reply.OK;
  }

  private static Reply alive(DebugSession session, PacketCursor packet)
      throws MalformedPacketException, TargetException {
    session.find(ThreadIdText.parse(packet));
    packet.expectEnd();
    return Reply.OK;
  }

  private static Reply current(DebugSession session, PacketCursor packet) throws TargetException {
    return Reply.text("QC" + session.format(session.selectedThread()));
  }

  private static Reply firstThreads(DebugSession session, PacketCursor packet) {
    session.startThreadList();
    return nextThreads(session, packet);
  }

  private static Reply nextThreads(DebugSession session, PacketCursor packet) {
    List<ThreadId> part = session.nextThreads(THREADS_A_PACKET);
    return part.isEmpty()
        ? Reply.text("l")
        : Reply.text(part.stream().map(session::format).collect(Collectors.joining(",", "m", "")));
  }

  private static Reply extraInfo(DebugSession session, PacketCursor packet)
      throws MalformedPacketException, TargetException {
    packet.expect(',');
    ThreadId thread = session.find(ThreadIdText.parse(packet));
    packet.expectEnd();
    String name = session.target().threadName(thread);
    String description = session.target().threadDescription(thread);
    String separator = name.isEmpty() || description.isEmpty() ? "" : ": ";
    return Reply.text(Hex.ofText(name + separator + description));
  }
}
