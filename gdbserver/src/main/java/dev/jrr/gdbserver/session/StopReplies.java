package dev.jrr.gdbserver.session;

import dev.jrr.gdbserver.protocol.GdbSignals;
import dev.jrr.gdbserver.protocol.Hex;
import dev.jrr.gdbserver.protocol.Reply;
import dev.jrr.gdbserver.registers.Register;
import dev.jrr.gdbserver.target.BreakpointKind;
import dev.jrr.gdbserver.target.RegisterFile;
import dev.jrr.gdbserver.target.StopEvent;
import dev.jrr.gdbserver.target.TargetException;
import dev.jrr.gdbserver.target.ThreadId;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * Stops as gdb's manual, "Stop Reply Packets", writes them. The registers that gdb asks for first
 * are sent along, which saves it a question at every stop.
 */
final class StopReplies {
  private static final List<String> EXPEDITED = List.of("rbp", "rsp", "rip");

  private static final Map<BreakpointKind, String> WATCH_REASONS =
      new EnumMap<>(
          Map.of(
              BreakpointKind.WRITE, "watch",
              BreakpointKind.READ, "rwatch",
              BreakpointKind.ACCESS, "awatch"));

  /** How each kind of stop is written. */
  private static final Map<Class<?>, BiFunction<DebugSession, StopEvent, String>> WRITERS =
      new HashMap<>();

  static {
    writer(StopEvent.AtBreakpoint.class, StopReplies::breakpoint);
    writer(StopEvent.AtWatchpoint.class, StopReplies::watchpoint);
    writer(StopEvent.Stepped.class, (session, stop) -> trap(session, stop, ""));
    writer(
        StopEvent.Signalled.class,
        (session, stop) -> signal(session, GdbSignals.gdbNumber(stop.signal()), stop.thread(), ""));
    writer(
        StopEvent.Interrupted.class,
        (session, stop) -> signal(session, GdbSignals.INT, stop.thread(), ""));
    writer(
        StopEvent.HistoryBegin.class, (session, stop) -> trap(session, stop, "replaylog:begin;"));
    writer(StopEvent.HistoryEnd.class, (session, stop) -> trap(session, stop, "replaylog:end;"));
    writer(
        StopEvent.Forked.class,
        (session, stop) -> trap(session, stop, "fork:" + session.format(stop.child()) + ";"));
    writer(
        StopEvent.Vforked.class,
        (session, stop) -> trap(session, stop, "vfork:" + session.format(stop.child()) + ";"));
    writer(StopEvent.VforkDone.class, (session, stop) -> trap(session, stop, "vforkdone:;"));
    writer(
        StopEvent.Executed.class,
        (session, stop) -> trap(session, stop, "exec:" + Hex.ofText(stop.path()) + ";"));
    writer(
        StopEvent.SyscallEntry.class,
        (session, stop) -> trap(session, stop, "syscall_entry:" + Hex.of(stop.number()) + ";"));
    writer(
        StopEvent.SyscallReturn.class,
        (session, stop) -> trap(session, stop, "syscall_return:" + Hex.of(stop.number()) + ";"));
    writer(
        StopEvent.Exited.class,
        (session, stop) -> "W" + Hex.ofByte(stop.status()) + process(session, stop.process()));
    writer(
        StopEvent.Killed.class,
        (session, stop) ->
            "X"
                + Hex.ofByte(GdbSignals.gdbNumber(stop.signal()))
                + process(session, stop.process()));
    writer(StopEvent.NoneResumed.class, StopReplies::noneResumed);
  }

  private StopReplies() {}

  private static <T extends StopEvent> void writer(
      Class<T> kind, BiFunction<DebugSession, T, String> writer) {
    WRITERS.put(kind, (session, stop) -> writer.apply(session, kind.cast(stop)));
  }

  /** Tells how a run ended. */
  static Reply ofRun(DebugSession session, StopEvent stop) {
    return Reply.text(WRITERS.get(stop.getClass()).apply(session, stop));
  }

  /**
   * Tells where the target stands when no run has just ended. The ends of history are left out
   * here: gdb would announce them as soon as it connects.
   */
  static Reply ofState(DebugSession session, StopEvent stop) {
    if (session.target().threads().isEmpty()) {
      return Reply.text("W00");
    }
    boolean atAnEnd =
        stop instanceof StopEvent.HistoryBegin || stop instanceof StopEvent.HistoryEnd;
    if (!atAnEnd && stop instanceof StopEvent.OfThread) {
      return ofRun(session, stop);
    }
    return Reply.text(
        session
            .target()
            .currentThread()
            .map(thread -> signal(session, GdbSignals.TRAP, thread, ""))
            .orElse("W00"));
  }

  private static String breakpoint(DebugSession session, StopEvent.AtBreakpoint stop) {
    String reason = stop.kind() == BreakpointKind.SOFTWARE ? "swbreak" : "hwbreak";
    return trap(session, stop, session.clientHas(reason) ? reason + ":;" : "");
  }

  private static String watchpoint(DebugSession session, StopEvent.AtWatchpoint stop) {
    String address = Hex.of(stop.address().value());
    return trap(session, stop, WATCH_REASONS.get(stop.kind()) + ":" + address + ";");
  }

  /** A debugger that does not know the reply is told of a stop where the target stands. */
  private static String noneResumed(DebugSession session, StopEvent.NoneResumed stop) {
    Optional<ThreadId> current = session.target().currentThread();
    return session.clientHas("no-resumed") || current.isEmpty()
        ? "N"
        : signal(session, GdbSignals.TRAP, current.get(), "");
  }

  private static String trap(DebugSession session, StopEvent.OfThread stop, String reason) {
    return signal(session, GdbSignals.TRAP, stop.thread(), reason);
  }

  private static String signal(
      DebugSession session, int gdbSignal, ThreadId thread, String reason) {
    return "T"
        + Hex.ofByte(gdbSignal)
        + reason
        + "thread:"
        + session.format(thread)
        + ";"
        + expedited(session, thread);
  }

  private static String expedited(DebugSession session, ThreadId thread) {
    RegisterFile file;
    try {
      file = session.target().readRegisters(thread);
    } catch (TargetException e) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    for (String name : EXPEDITED) {
      Register register = session.registers().byName(name);
      text.append(Hex.ofByte(register.number())).append(':');
      text.append(Hex.of(register.read(file))).append(';');
    }
    return text.toString();
  }

  private static String process(DebugSession session, int process) {
    return session.multiprocess() ? ";process:" + Hex.of(process) : "";
  }
}
