package dev.jrr.gdbserver.session;

import static dev.jrr.gdbserver.session.PacketSpec.packet;

import dev.jrr.gdbserver.protocol.MalformedPacketException;
import dev.jrr.gdbserver.protocol.PacketCursor;
import dev.jrr.gdbserver.protocol.Reply;
import dev.jrr.gdbserver.protocol.ThreadIdText;
import dev.jrr.gdbserver.target.ResumeAction;
import dev.jrr.gdbserver.target.ResumeRequest.Direction;
import dev.jrr.gdbserver.target.ResumeRequest.ThreadAction;
import dev.jrr.gdbserver.target.TargetAddress;
import dev.jrr.gdbserver.target.TargetException;
import dev.jrr.gdbserver.target.TargetFeature;
import dev.jrr.gdbserver.target.ThreadId;
import dev.jrr.gdbserver.target.ThreadSelector;
import java.util.ArrayList;
import java.util.List;

/**
 * The ways to make threads run. A signal sent along is read and dropped: a replay delivers what was
 * recorded and nothing else.
 */
final class ResumePackets {
  private static final ResumeAction CONTINUE = new ResumeAction.Continue();
  private static final ResumeAction STEP = new ResumeAction.Step();
  private static final ThreadSelector EVERY = new ThreadSelector.Every();

  static final List<PacketSpec> PACKETS =
      List.of(
          packet("?", ResumePackets::state),
          packet("vCont?", (session, packet) -> Reply.text("vCont;c;C;s;S;t;r")),
          packet("vCont", ResumePackets::resume),
          packet("c", (session, packet) -> continueAll(session, packet, false)),
          packet("C", (session, packet) -> continueAll(session, packet, true)),
          packet("s", (session, packet) -> stepOne(session, packet, false)),
          packet("S", (session, packet) -> stepOne(session, packet, true)),
          packet("b", ResumePackets::backward));

  private ResumePackets() {}

  private static Reply state(DebugSession session, PacketCursor packet)
      throws MalformedPacketException {
    packet.expectEnd();
    return StopReplies.ofState(session, session.target().currentStop());
  }

  /** {@code vCont;action[:thread-id];...}. */
  private static Reply resume(DebugSession session, PacketCursor packet)
      throws MalformedPacketException, TargetException {
    List<ThreadAction> actions = new ArrayList<>();
    do {
      packet.expect(';');
      ResumeAction action = action(packet);
      ThreadSelector threads =
          packet.take(':') ? session.selector(ThreadIdText.parse(packet)) : EVERY;
      actions.add(new ThreadAction(threads, action));
    } while (!packet.atEnd());
    return session.run(Direction.FORWARD, actions);
  }

  private static ResumeAction action(PacketCursor packet) throws MalformedPacketException {
    int letter = packet.next();
    if (letter == 'C' || letter == 'S') {
      packet.hexInt();
    }
    return switch (letter) {
      case 'c', 'C' -> CONTINUE;
      case 's', 'S' -> STEP;
      case 't' -> new ResumeAction.Stay();
      case 'r' -> range(packet);
      default -> throw new MalformedPacketException("no action " + (char) letter);
    };
  }

  /** {@code rstart,end}; an empty range is a single step. */
  private static ResumeAction range(PacketCursor packet) throws MalformedPacketException {
    TargetAddress start = packet.address();
    packet.expect(',');
    TargetAddress end = packet.address();
    return start.equals(end) ? STEP : new ResumeAction.StepInRange(start, end);
  }

  private static Reply continueAll(DebugSession session, PacketCursor packet, boolean signal)
      throws MalformedPacketException, TargetException {
    readOldArguments(packet, signal);
    return session.run(Direction.FORWARD, List.of(new ThreadAction(session.continued(), CONTINUE)));
  }

  /** The thread of Hc steps, or the selected one, while the others run. */
  private static Reply stepOne(DebugSession session, PacketCursor packet, boolean signal)
      throws MalformedPacketException, TargetException {
    readOldArguments(packet, signal);
    return session.run(Direction.FORWARD, stepActions(session));
  }

  private static List<ThreadAction> stepActions(DebugSession session) throws TargetException {
    ThreadId selected = session.selectedThread();
    ThreadSelector stepped =
        session.continued() instanceof ThreadSelector.One one
            ? one
            : new ThreadSelector.One(selected);
    return List.of(new ThreadAction(stepped, STEP), new ThreadAction(EVERY, CONTINUE));
  }

  /**
   * The signal of C and S, which is dropped. The address to go on at is refused: history stands.
   */
  private static void readOldArguments(PacketCursor packet, boolean signal)
      throws MalformedPacketException {
    if (signal) {
      packet.hexInt();
    }
    packet.expectEnd();
  }

  /** {@code bc} and {@code bs}, for a target that can. */
  private static Reply backward(DebugSession session, PacketCursor packet)
      throws MalformedPacketException, TargetException {
    boolean step = packet.take('s');
    if (!step) {
      packet.expect('c');
    }
    packet.expectEnd();
    if (!session.targetHas(step ? TargetFeature.REVERSE_STEP : TargetFeature.REVERSE_CONTINUE)) {
      return Reply.UNSUPPORTED;
    }
    return session.run(
        Direction.BACKWARD,
        step ? stepActions(session) : List.of(new ThreadAction(EVERY, CONTINUE)));
  }
}
