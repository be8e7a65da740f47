package dev.jrr.gdbserver.session;

import dev.jrr.gdbserver.protocol.MalformedPacketException;
import dev.jrr.gdbserver.protocol.PacketCursor;
import dev.jrr.gdbserver.protocol.Reply;
import dev.jrr.gdbserver.protocol.ThreadIdText;
import dev.jrr.gdbserver.registers.RegisterTable;
import dev.jrr.gdbserver.target.Breakpoint;
import dev.jrr.gdbserver.target.Errno;
import dev.jrr.gdbserver.target.ResumeRequest;
import dev.jrr.gdbserver.target.Signal;
import dev.jrr.gdbserver.target.StopEvent;
import dev.jrr.gdbserver.target.SyscallFilter;
import dev.jrr.gdbserver.target.Target;
import dev.jrr.gdbserver.target.TargetException;
import dev.jrr.gdbserver.target.TargetFeature;
import dev.jrr.gdbserver.target.ThreadId;
import dev.jrr.gdbserver.target.ThreadSelector;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One debugger's session: what it said about itself, what it selected and inserted, and the way
 * from a packet to its answer. Used on the target thread only, except {@link #acknowledges}.
 */
public final class DebugSession {
  private static final System.Logger LOG = System.getLogger(DebugSession.class.getName());

  private final Target target;
  private final Console console;
  private final RunGate gate;
  private final RegisterTable registers;
  private final OpenFiles files;
  private final Set<Breakpoint> inserted = new LinkedHashSet<>();
  private final Set<String> clientFeatures = new LinkedHashSet<>();
  private final TransferCache transfers = new TransferCache();

  private Set<Signal> passedSignals = Set.of();
  private SyscallFilter syscalls = SyscallFilter.NONE;
  private Optional<ThreadId> selected = Optional.empty();
  private ThreadSelector continued = new ThreadSelector.Every();
  private List<ThreadId> unlisted = List.of();
  private boolean extended;
  private volatile boolean acknowledges = true;

  /**
   * A session whose debugger has said nothing yet.
   *
   * @param console where text for the user goes
   * @param gate where interrupts come from
   */
  public DebugSession(Target target, Console console, RunGate gate) {
    this.target = target;
    this.console = console;
    this.gate = gate;
    this.registers = new RegisterTable(target.capabilities().vectors());
    this.files = new OpenFiles(target);
  }

  /** Answers a packet. Never throws. */
  public Reply handle(byte[] payload) {
    PacketCursor packet = new PacketCursor(payload);
    Optional<PacketSpec> spec =
        PacketTable.find(packet).filter(row -> row.needs().map(this::targetHas).orElse(true));
    if (spec.isEmpty()) {
      return Reply.UNSUPPORTED;
    }
    try {
      return spec.get().handler().handle(this, packet);
    } catch (MalformedPacketException e) {
      LOG.log(System.Logger.Level.DEBUG, "malformed {0}: {1}", spec.get().name(), e.getMessage());
      return Reply.error(Errno.EINVAL);
    } catch (TargetException e) {
      return spec.get().explained() ? Reply.error(describe(e)) : Reply.error(e.errno());
    } catch (RuntimeException | StackOverflowError | AssertionError e) {
      LOG.log(System.Logger.Level.ERROR, "a fault of jrr's own in " + spec.get().name(), e);
      return Reply.error(Errno.EIO);
    }
  }

  static String describe(TargetException e) {
    String message = e.getMessage();
    return message == null ? e.errno().name() : message;
  }

  /** The debugger is gone: nothing of it may stay in the target. */
  public void end() {
    removeAllBreakpoints();
    files.closeAll();
  }

  /** Whether packets are acknowledged, as they are until the debugger asks for the opposite. */
  public boolean acknowledges() {
    return acknowledges;
  }

  void stopAcknowledging() {
    acknowledges = false;
  }

  Target target() {
    return target;
  }

  Console console() {
    return console;
  }

  RegisterTable registers() {
    return registers;
  }

  OpenFiles files() {
    return files;
  }

  TransferCache transfers() {
    return transfers;
  }

  boolean targetHas(TargetFeature feature) {
    return target.capabilities().has(feature);
  }

  void setClientFeatures(Set<String> features) {
    clientFeatures.clear();
    clientFeatures.addAll(features);
  }

  /** Whether the debugger said that it understands something optional. */
  boolean clientHas(String feature) {
    return clientFeatures.contains(feature);
  }

  boolean multiprocess() {
    return clientHas("multiprocess");
  }

  String format(ThreadId thread) {
    return ThreadIdText.format(thread, multiprocess());
  }

  /** Whether the debugger wants the connection to outlive the processes. */
  boolean extended() {
    return extended;
  }

  void setExtended() {
    extended = true;
  }

  void setPassedSignals(Set<Signal> signals) {
    passedSignals = Set.copyOf(signals);
  }

  void setSyscalls(SyscallFilter filter) {
    syscalls = filter;
  }

  /** The thread that registers and memory are asked of. */
  ThreadId selectedThread() throws TargetException {
    return selectedOrNone().orElseThrow(() -> new TargetException(Errno.ESRCH, "no process"));
  }

  /** The same where there may be none. */
  Optional<ThreadId> selectedOrNone() {
    return selected.filter(target.threads()::contains).or(target::currentThread);
  }

  void select(ThreadId thread) {
    selected = Optional.of(thread);
  }

  /** What the old one-letter ways to resume are meant for. */
  ThreadSelector continued() {
    return continued;
  }

  void setContinued(ThreadSelector threads) {
    continued = threads;
  }

  /** The thread that a written id names. Any thread of a process will do where it says so. */
  ThreadId find(ThreadIdText.Parsed id) throws TargetException {
    ThreadSelector wanted = selector(id);
    if (selected.isPresent()
        && wanted.matches(selected.get())
        && target.threads().contains(selected.get())) {
      return selected.get();
    }
    return target
        .currentThread()
        .filter(wanted::matches)
        .or(() -> target.threads().stream().filter(wanted::matches).findFirst())
        .orElseThrow(() -> new TargetException(Errno.ESRCH, "no such thread"));
  }

  /** The threads that a written id names. */
  ThreadSelector selector(ThreadIdText.Parsed id) throws TargetException {
    if (id.thread() <= 0) {
      return id.process() <= 0
          ? new ThreadSelector.Every()
          : new ThreadSelector.OfProcess(id.process());
    }
    return target.threads().stream()
        .filter(thread -> thread.thread() == id.thread())
        .filter(thread -> id.process() <= 0 || thread.process() == id.process())
        .findFirst()
        .map(ThreadSelector.One::new)
        .orElseThrow(() -> new TargetException(Errno.ESRCH, "no such thread"));
  }

  /** Starts a list of threads that is told in parts. */
  void startThreadList() {
    unlisted = List.copyOf(target.threads());
  }

  /** The next part of the list, empty at its end. */
  List<ThreadId> nextThreads(int most) {
    int count = Math.min(most, unlisted.size());
    List<ThreadId> part = unlisted.subList(0, count);
    unlisted = unlisted.subList(count, unlisted.size());
    return part;
  }

  void inserted(Breakpoint breakpoint) {
    inserted.add(breakpoint);
  }

  /** Forgets a breakpoint; says whether it was inserted. */
  boolean forget(Breakpoint breakpoint) {
    return inserted.remove(breakpoint);
  }

  /** Takes every breakpoint of a process out of the target. */
  void removeBreakpointsOf(int process) {
    for (Breakpoint breakpoint : List.copyOf(inserted)) {
      if (breakpoint.process() == process) {
        remove(breakpoint);
      }
    }
  }

  void removeAllBreakpoints() {
    List.copyOf(inserted).forEach(this::remove);
  }

  private void remove(Breakpoint breakpoint) {
    inserted.remove(breakpoint);
    try {
      target.removeBreakpoint(breakpoint);
    } catch (TargetException e) {
      LOG.log(System.Logger.Level.DEBUG, "{0} was gone already", breakpoint);
    }
  }

  /**
   * Runs the target until it stops and tells of the stop. A run that fails tells the user why, and
   * then where the target stands.
   */
  Reply run(ResumeRequest.Direction direction, List<ResumeRequest.ThreadAction> actions)
      throws TargetException {
    if (target.threads().isEmpty()) {
      throw new TargetException(Errno.ESRCH, "no process");
    }
    ResumeRequest request =
        new ResumeRequest(
            direction, actions, passedSignals, syscalls, reportedEvents(), gate.begin());
    StopEvent stop;
    try {
      stop = target.resume(request);
    } catch (TargetException e) {
      console.print(describe(e) + "\n");
      stop = target.currentStop();
    } finally {
      gate.end();
    }
    return stopped(stop);
  }

  /** Selects the thread of a stop and tells of it. */
  private Reply stopped(StopEvent stop) {
    transfers.clear();
    if (stop instanceof StopEvent.OfThread ofThread) {
      select(ofThread.thread());
    }
    return StopReplies.ofRun(this, stop);
  }

  private Set<ResumeRequest.ProcessEvent> reportedEvents() {
    Set<ResumeRequest.ProcessEvent> events = EnumSet.noneOf(ResumeRequest.ProcessEvent.class);
    for (SessionPackets.EventFeature feature : SessionPackets.EVENT_FEATURES) {
      if (targetHas(feature.needs()) && clientHas(feature.name())) {
        events.add(feature.event());
      }
    }
    return events;
  }
}
