package dev.jrr.replayer;

import dev.jrr.gdbserver.target.Breakpoint;
import dev.jrr.gdbserver.target.BreakpointCondition;
import dev.jrr.gdbserver.target.BreakpointKind;
import dev.jrr.gdbserver.target.Errno;
import dev.jrr.gdbserver.target.GeneralRegister;
import dev.jrr.gdbserver.target.RegisterFile;
import dev.jrr.gdbserver.target.ResumeAction;
import dev.jrr.gdbserver.target.ResumeRequest;
import dev.jrr.gdbserver.target.Signal;
import dev.jrr.gdbserver.target.StopEvent;
import dev.jrr.gdbserver.target.Target;
import dev.jrr.gdbserver.target.TargetAddress;
import dev.jrr.gdbserver.target.TargetCapabilities;
import dev.jrr.gdbserver.target.TargetException;
import dev.jrr.gdbserver.target.TargetFeature;
import dev.jrr.gdbserver.target.TargetFile;
import dev.jrr.gdbserver.target.ThreadId;
import dev.jrr.gdbserver.target.XsaveComponent;
import dev.jrr.gdbserver.target.XsaveLayout;
import dev.jrr.trace.Frame;
import dev.jrr.trace.ObjectStore;
import dev.jrr.trace.TraceReader;
import dev.jrr.tracee.MachineIdentity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A replay as gdb debugs it: one process of the recording, from its program's first instruction to
 * its end. Other processes replay along unseen. All methods run on the tracer thread.
 */
public final class ReplayTarget implements Target, AutoCloseable {
  /**
   * Where a debugging session begins. {@code process} 0 is the first, {@code event} 0 its start.
   */
  public record Start(int process, long event) {}

  private static final long STEP_LIMIT = 100_000;

  private final TraceReader trace;
  private final ObjectStore objects;
  private final Path launcher;
  private final Echo echo;
  private final Start start;
  private final Map<Breakpoint, BreakpointCondition> breakpoints = new HashMap<>();
  private final DebugRegisters debugRegisters = new DebugRegisters();
  private final TargetFiles files;
  private ReplaySession session;
  private ProcessImage image = ProcessImage.NONE;
  private int process;
  private StopEvent stop = new StopEvent.NoneResumed();

  /** Starts the replay and goes to {@code start}. */
  public ReplayTarget(
      TraceReader trace, ObjectStore objects, Path launcher, Echo echo, Start start) {
    this.trace = trace;
    this.objects = objects;
    this.launcher = launcher;
    this.echo = echo;
    this.start = start;
    this.files = new TargetFiles(objects);
    this.session = new ReplaySession(trace, objects, launcher, echo);
    goToStart();
  }

  /** Replays to the process's first program, then on to the event that was asked for. */
  private void goToStart() {
    process = start.process;
    while (session.event() < start.event || !hasProgram()) {
      if (!advanceSilently()) {
        break;
      }
    }
    ThreadId thread = anyThread();
    stop = thread == null ? new StopEvent.NoneResumed() : new StopEvent.HistoryBegin(thread);
  }

  private boolean hasProgram() {
    return image != ProcessImage.NONE;
  }

  private boolean advanceSilently() {
    Frame next = session.nextFrame();
    if (session.advance(null) == ReplaySession.Progress.END) {
      return false;
    }
    applied(next);
    return true;
  }

  /** Keeps what gdb asks about the debugged process's program. */
  private void applied(@Nullable Frame frame) {
    if (frame instanceof Frame.Exec exec && session.event() == exec.event()) {
      files.add(exec);
      process = process == 0 ? exec.process() : process;
      if (exec.process() == process) {
        image = ProcessImage.of(exec);
      }
    } else if (frame != null) {
      files.add(frame);
    }
  }

  @Override
  public TargetCapabilities capabilities() {
    Map<XsaveComponent, Integer> extended = new EnumMap<>(XsaveComponent.class);
    MachineIdentity machine = HostCheck.identity(trace.header());
    put(extended, XsaveComponent.AVX, machine.vectorOffset(2));
    put(extended, XsaveComponent.OPMASK, machine.vectorOffset(5));
    put(extended, XsaveComponent.ZMM_HI256, machine.vectorOffset(6));
    put(extended, XsaveComponent.HI16_ZMM, machine.vectorOffset(7));
    put(extended, XsaveComponent.PKRU, machine.vectorOffset(9));
    return new TargetCapabilities(
        XsaveLayout.of(extended),
        EnumSet.of(
            BreakpointKind.SOFTWARE,
            BreakpointKind.HARDWARE,
            BreakpointKind.WRITE,
            BreakpointKind.ACCESS),
        Set.of(
            TargetFeature.AUXV,
            TargetFeature.EXECUTABLE_PATH,
            TargetFeature.SIGINFO,
            TargetFeature.FILES,
            TargetFeature.MONITOR,
            TargetFeature.RESTART));
  }

  private static void put(
      Map<XsaveComponent, Integer> offsets, XsaveComponent component, int offset) {
    if (offset > 0) {
      offsets.put(component, offset);
    }
  }

  @Override
  public List<ThreadId> threads() {
    List<ThreadId> threads = new ArrayList<>();
    for (ReplayTask task : session.tasks()) {
      if (task.process == process) {
        threads.add(new ThreadId(process, task.tid));
      }
    }
    return threads;
  }

  private @Nullable ThreadId anyThread() {
    List<ThreadId> threads = threads();
    return threads.isEmpty() ? null : threads.get(0);
  }

  @Override
  public Optional<ThreadId> currentThread() {
    if (stop instanceof StopEvent.OfThread of && session.task(of.thread().thread()) != null) {
      return Optional.of(of.thread());
    }
    return Optional.ofNullable(anyThread());
  }

  @Override
  public StopEvent currentStop() {
    return stop;
  }

  private ReplayTask task(ThreadId thread) throws TargetException {
    ReplayTask task = session.task(thread.thread());
    if (task == null) {
      throw new TargetException(Errno.ESRCH, "no thread " + thread.thread());
    }
    return task;
  }

  private ReplaySpace space(int pid) throws TargetException {
    for (ReplayTask task : session.tasks()) {
      if (task.process == pid) {
        return task.space;
      }
    }
    throw new TargetException(Errno.ESRCH, "no process " + pid);
  }

  @Override
  public String threadName(ThreadId thread) throws TargetException {
    return task(thread).name;
  }

  @Override
  public String threadDescription(ThreadId thread) throws TargetException {
    Frame next = session.nextFrame();
    return next != null && next.task() == task(thread).tid ? "runs next" : "";
  }

  @Override
  public RegisterFile readRegisters(ThreadId thread) throws TargetException {
    return registers(task(thread));
  }

  private RegisterFile registers(ReplayTask task) {
    task.task.flushRegisters();
    byte[] vectors = session.ptrace().getVectorState(task.task.tid());
    return RegisterFile.copyOf(
        task.task.registers().words(), vectors == null ? new byte[576] : vectors);
  }

  @Override
  public void writeRegisters(ThreadId thread, RegisterFile registers) throws TargetException {
    // gdb clears orig_rax whenever it sets the pc, also to what it is: no program can see that.
    RegisterFile present = readRegisters(thread);
    long originalCall = present.get(GeneralRegister.ORIG_RAX);
    if (registers.with(GeneralRegister.ORIG_RAX, originalCall).equals(present)) {
      return;
    }
    throw new TargetException(Errno.EPERM, "a replay cannot be changed");
  }

  @Override
  public byte[] readMemory(int pid, TargetAddress address, int lengthBytes) throws TargetException {
    byte[] bytes = space(pid).readForDebugger(address.value(), lengthBytes);
    if (bytes.length == 0) {
      throw new TargetException(Errno.EFAULT, "nothing is mapped at " + address);
    }
    return bytes;
  }

  @Override
  public void writeMemory(int pid, TargetAddress address, byte[] bytes) throws TargetException {
    throw new TargetException(Errno.EPERM, "a replay cannot be changed");
  }

  @Override
  public void insertBreakpoint(Breakpoint breakpoint, BreakpointCondition condition)
      throws TargetException {
    if (breakpoint.kind().isWatchpoint()) {
      debugRegisters.add(breakpoint);
    }
    breakpoints.put(breakpoint, condition);
  }

  @Override
  public void removeBreakpoint(Breakpoint breakpoint) {
    if (breakpoints.remove(breakpoint) == null) {
      return;
    }
    if (breakpoint.kind().isWatchpoint()) {
      debugRegisters.remove(breakpoint);
    }
    for (ReplayTask task : session.tasks()) {
      if (task.process == breakpoint.process()) {
        task.space.removeBreakpoint(breakpoint.address().value());
      }
    }
  }

  @Override
  public StopEvent resume(ResumeRequest request) throws TargetException {
    try {
      stop = run(request);
      return stop;
    } catch (DivergenceException diverged) {
      ThreadId thread = anyThread();
      stop = thread == null ? new StopEvent.NoneResumed() : new StopEvent.HistoryEnd(thread);
      throw new TargetException(Errno.EIO, diverged.report().text(), diverged);
    }
  }

  private StopEvent run(ResumeRequest request) {
    long steps = 0;
    ThreadId last = currentThread().orElse(null);
    while (true) {
      Frame next = session.nextFrame();
      if (next == null || last == null) {
        return endOfHistory(last);
      }
      ReplayTask task = session.task(next.task());
      ThreadId thread =
          task != null && task.process == process ? new ThreadId(process, task.tid) : null;
      ResumeAction action =
          thread == null ? new ResumeAction.Continue() : request.actionFor(thread);
      boolean stepping =
          action instanceof ResumeAction.Step || action instanceof ResumeAction.StepInRange;
      if (thread != null) {
        last = thread;
        prepare(task);
      }
      if (endsProcess(next)) {
        // Up to the exit call, but not over it: there is nothing to look at afterwards.
        ReplaySession.Progress before = arriveAtExit(task, stepping);
        if (before == null) {
          return new StopEvent.HistoryEnd(last);
        }
        StopEvent event = stopped(before, task, thread, next, request);
        if (event != null) {
          return event;
        }
        continue;
      }
      ReplaySession.Progress progress = session.advance(stepping ? task : null);
      applied(next);
      if (thread != null) {
        StopEvent event = stopped(progress, task, thread, next, request);
        if (event == null && stepping && stepIsOver(action, task, progress, ++steps)) {
          event = new StopEvent.Stepped(thread);
        }
        if (event != null) {
          return event;
        }
      }
      if (request.interruption().isRequested()) {
        return new StopEvent.Interrupted(last);
      }
    }
  }

  private ReplaySession.@Nullable Progress arriveAtExit(ReplayTask task, boolean stepping) {
    return session.arrive(stepping ? task : null);
  }

  private boolean endsProcess(Frame next) {
    return next instanceof Frame.Exit
        && threads().size() == 1
        && threads().get(0).thread() == next.task();
  }

  private StopEvent endOfHistory(@Nullable ThreadId last) {
    return last == null ? new StopEvent.NoneResumed() : new StopEvent.HistoryEnd(last);
  }

  private static boolean stepIsOver(
      ResumeAction action, ReplayTask task, ReplaySession.Progress progress, long steps) {
    if (progress != ReplaySession.Progress.STEPPED && progress != ReplaySession.Progress.FRAME) {
      return false;
    }
    if (action instanceof ResumeAction.StepInRange range && steps < STEP_LIMIT) {
      long ip = task.task.registers().rip();
      return Long.compareUnsigned(ip, range.start().value()) < 0
          || Long.compareUnsigned(ip, range.end().value()) >= 0;
    }
    return true;
  }

  /** Puts this process's breakpoints and watchpoints where {@code task} will meet them. */
  private void prepare(ReplayTask task) {
    for (Breakpoint breakpoint : breakpoints.keySet()) {
      if (!breakpoint.kind().isWatchpoint() && breakpoint.process() == process) {
        task.space.addBreakpoint(breakpoint.address().value());
      }
    }
    debugRegisters.load(task);
  }

  private @Nullable StopEvent stopped(
      ReplaySession.Progress progress,
      ReplayTask task,
      ThreadId thread,
      Frame next,
      ResumeRequest request) {
    return switch (progress) {
      case BREAKPOINT -> atBreakpoint(task, thread);
      case WATCHPOINT -> atWatchpoint(task, thread);
      case SIGNAL -> atSignal((Frame.Signal) next, task, thread, request);
      case FRAME, STEPPED, END -> null;
    };
  }

  private @Nullable StopEvent atBreakpoint(ReplayTask task, ThreadId thread) {
    long ip = task.task.registers().rip();
    for (Map.Entry<Breakpoint, BreakpointCondition> entry : breakpoints.entrySet()) {
      Breakpoint breakpoint = entry.getKey();
      if (breakpoint.address().value() == ip
          && !breakpoint.kind().isWatchpoint()
          && holds(entry.getValue(), task)) {
        return new StopEvent.AtBreakpoint(thread, breakpoint.kind());
      }
    }
    return null;
  }

  private @Nullable StopEvent atWatchpoint(ReplayTask task, ThreadId thread) {
    for (Breakpoint hit : debugRegisters.hits(task)) {
      BreakpointCondition condition = breakpoints.get(hit);
      if (condition != null && holds(condition, task)) {
        return new StopEvent.AtWatchpoint(thread, hit.kind(), hit.address());
      }
    }
    return null;
  }

  private boolean holds(BreakpointCondition condition, ReplayTask task) {
    return condition == BreakpointCondition.ALWAYS
        || condition.holds(
            registers(task), (address, length) -> readMemory(task.process, address, length));
  }

  private @Nullable StopEvent atSignal(
      Frame.Signal frame, ReplayTask task, ThreadId thread, ResumeRequest request) {
    task.siginfo = frame.siginfo();
    Signal signal = new Signal(frame.signal());
    return request.passedSignals().contains(signal)
        ? null
        : new StopEvent.Signalled(thread, signal);
  }

  @Override
  public void kill(int pid) {
    session.close();
  }

  @Override
  public void detach(int pid) {
    session.close();
  }

  @Override
  public StopEvent restart() {
    session.close();
    image = ProcessImage.NONE;
    session = new ReplaySession(trace, objects, launcher, echo);
    debugRegisters.forgetLoaded();
    goToStart();
    return stop;
  }

  @Override
  public byte[] auxiliaryVector(int pid) {
    return image.auxv();
  }

  @Override
  public String executablePath(int pid) {
    return image.executable();
  }

  @Override
  public byte[] signalInfo(ThreadId thread) throws TargetException {
    byte[] siginfo = task(thread).siginfo;
    if (siginfo.length == 0) {
      throw new TargetException(Errno.EINVAL, "the thread did not stop for a signal");
    }
    return siginfo;
  }

  @Override
  public TargetFile openFile(int pid, String path) throws TargetException {
    return files.open(path);
  }

  @Override
  public String readLink(int pid, String path) throws TargetException {
    throw new TargetException(Errno.EINVAL, "the trace holds no links");
  }

  @Override
  public String monitor(String command) throws TargetException {
    return Monitor.run(command.trim(), session);
  }

  @Override
  public void close() {
    session.close();
  }
}
