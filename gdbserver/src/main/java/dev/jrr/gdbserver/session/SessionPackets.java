package dev.jrr.gdbserver.session;

import static dev.jrr.gdbserver.session.PacketSpec.packet;

import dev.jrr.gdbserver.protocol.GdbSignals;
import dev.jrr.gdbserver.protocol.Hex;
import dev.jrr.gdbserver.protocol.MalformedPacketException;
import dev.jrr.gdbserver.protocol.PacketCursor;
import dev.jrr.gdbserver.protocol.PacketDecoder;
import dev.jrr.gdbserver.protocol.Reply;
import dev.jrr.gdbserver.target.BreakpointKind;
import dev.jrr.gdbserver.target.ResumeRequest.ProcessEvent;
import dev.jrr.gdbserver.target.Signal;
import dev.jrr.gdbserver.target.SyscallFilter;
import dev.jrr.gdbserver.target.TargetCapabilities;
import dev.jrr.gdbserver.target.TargetException;
import dev.jrr.gdbserver.target.TargetFeature;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What debugger and server tell each other about themselves, and the settings of the session. */
final class SessionPackets {
  static final List<PacketSpec> PACKETS =
      List.of(
          packet("qSupported", SessionPackets::supported),
          packet("QStartNoAckMode", SessionPackets::startNoAckMode),
          packet("QNonStop", SessionPackets::onlyOff),
          packet("QThreadEvents", SessionPackets::onlyOff),
          packet("QPassSignals", SessionPackets::passSignals),
          packet("QProgramSignals", SessionPackets::programSignals),
          packet("QCatchSyscalls", SessionPackets::catchSyscalls)
              .needing(TargetFeature.CATCH_SYSCALLS),
          packet("qSymbol", (session, packet) -> Reply.OK),
          packet("qRcmd", SessionPackets::monitor).needing(TargetFeature.MONITOR));

  /** A kind of process event: its name in qSupported, and what it takes. */
  record EventFeature(String name, TargetFeature needs, ProcessEvent event) {}

  static final List<EventFeature> EVENT_FEATURES =
      List.of(
          new EventFeature("fork-events", TargetFeature.FORK_EVENTS, ProcessEvent.FORK),
          new EventFeature("vfork-events", TargetFeature.VFORK_EVENTS, ProcessEvent.VFORK),
          new EventFeature("exec-events", TargetFeature.EXEC_EVENTS, ProcessEvent.EXEC));

  /** Something that the server tells of itself, when the target is up to it. */
  private record Advertised(String text, Predicate<TargetCapabilities> when) {}

  private static final List<Advertised> ADVERTISED =
      List.of(
          always("PacketSize=" + Hex.of(PacketDecoder.MAX_PAYLOAD_BYTES)),
          always("QStartNoAckMode+"),
          always("multiprocess+"),
          always("vContSupported+"),
          always("QPassSignals+"),
          always("QProgramSignals+"),
          always("ConditionalBreakpoints+"),
          always("no-resumed+"),
          always("binary-upload+"),
          always("qXfer:features:read+"),
          always("qXfer:threads:read+"),
          new Advertised("swbreak+", can -> can.breakpoints().contains(BreakpointKind.SOFTWARE)),
          new Advertised("hwbreak+", can -> can.breakpoints().contains(BreakpointKind.HARDWARE)),
          with("qXfer:auxv:read+", TargetFeature.AUXV),
          with("qXfer:exec-file:read+", TargetFeature.EXECUTABLE_PATH),
          with("qXfer:siginfo:read+", TargetFeature.SIGINFO),
          with("qXfer:libraries-svr4:read+", TargetFeature.LIBRARIES),
          with("QCatchSyscalls+", TargetFeature.CATCH_SYSCALLS),
          with("fork-events+", TargetFeature.FORK_EVENTS),
          with("vfork-events+", TargetFeature.VFORK_EVENTS),
          with("exec-events+", TargetFeature.EXEC_EVENTS),
          with("ReverseContinue+", TargetFeature.REVERSE_CONTINUE),
          with("ReverseStep+", TargetFeature.REVERSE_STEP));

  /** How much text one reply carries; two digits a byte must fit. */
  private static final int TEXT_BYTES = PacketDecoder.MAX_PAYLOAD_BYTES / 4;

  private SessionPackets() {}

  private static Advertised always(String text) {
    return new Advertised(text, can -> true);
  }

  private static Advertised with(String text, TargetFeature feature) {
    return new Advertised(text, can -> can.has(feature));
  }

  /** {@code qSupported[:feature+;...]}. */
  private static Reply supported(DebugSession session, PacketCursor packet) {
    packet.take(':');
    Set<String> features = new HashSet<>();
    while (!packet.atEnd()) {
      String feature = packet.textUpTo(';');
      if (feature.endsWith("+")) {
        features.add(feature.substring(0, feature.length() - 1));
      }
    }
    session.setClientFeatures(features);
    TargetCapabilities capabilities = session.target().capabilities();
    return Reply.text(
        String.join(
            ";",
            ADVERTISED.stream()
                .filter(candidate -> candidate.when().test(capabilities))
                .map(Advertised::text)
                .toList()));
  }

  private static Reply startNoAckMode(DebugSession session, PacketCursor packet)
      throws MalformedPacketException {
    packet.expectEnd();
    session.stopAcknowledging();
    return Reply.OK;
  }

  /** A mode that this server does not have: switching it off is all that can be asked. */
  private static Reply onlyOff(DebugSession session, PacketCursor packet)
      throws MalformedPacketException {
    packet.expect(':');
    packet.expect('0');
    packet.expectEnd();
    return Reply.OK;
  }

  private static Reply passSignals(DebugSession session, PacketCursor packet)
      throws MalformedPacketException {
    session.setPassedSignals(signals(packet));
    return Reply.OK;
  }

  /** Which signals the program may see: in a replay, those that it saw. */
  private static Reply programSignals(DebugSession session, PacketCursor packet)
      throws MalformedPacketException {
    signals(packet);
    return Reply.OK;
  }

  /** {@code :signal;signal...} in gdb's numbers. */
  private static Set<Signal> signals(PacketCursor packet) throws MalformedPacketException {
    packet.expect(':');
    Set<Signal> signals = new HashSet<>();
    while (!packet.atEnd()) {
      GdbSignals.linuxSignal(packet.hexInt()).ifPresent(signals::add);
      if (!packet.atEnd()) {
        packet.expect(';');
      }
    }
    return signals;
  }

  /** {@code QCatchSyscalls:0} or {@code :1[;number...]}. */
  private static Reply catchSyscalls(DebugSession session, PacketCursor packet)
      throws MalformedPacketException {
    packet.expect(':');
    if (packet.take('0')) {
      packet.expectEnd();
      session.setSyscalls(SyscallFilter.NONE);
      return Reply.OK;
    }
    packet.expect('1');
    Set<Integer> numbers = new HashSet<>();
    while (!packet.atEnd()) {
      packet.expect(';');
      numbers.add(packet.hexInt());
    }
    session.setSyscalls(
        numbers.isEmpty() ? SyscallFilter.EVERY : new SyscallFilter(false, numbers));
    return Reply.OK;
  }

  /** {@code qRcmd,command}: what the command printed is the reply; long text goes ahead of it. */
  private static Reply monitor(DebugSession session, PacketCursor packet)
      throws MalformedPacketException {
    packet.expect(',');
    String command = packet.hexText();
    packet.expectEnd();
    String text;
    try {
      text = session.target().monitor(command);
    } catch (TargetException e) {
      session.console().print(DebugSession.describe(e) + "\n");
      return Reply.text("E01");
    }
    if (text.isEmpty()) {
      return Reply.OK;
    }
    String digits = Hex.ofText(text);
    if (digits.length() <= 2 * TEXT_BYTES) {
      return Reply.text(digits);
    }
    session.console().print(text);
    return Reply.OK;
  }
}
