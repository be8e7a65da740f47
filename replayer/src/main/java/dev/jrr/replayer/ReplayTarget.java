package dev.jrr.replayer;

import dev.jrr.gdbserver.target.Breakpoint;
import dev.jrr.gdbserver.target.BreakpointCondition;
import dev.jrr.gdbserver.target.BreakpointKind;
import dev.jrr.gdbserver.target.Errno;
import dev.jrr.gdbserver.target.GeneralRegister;
import dev.jrr.gdbserver.target.RegisterFile;
import dev.jrr.gdbserver.target.ResumeAction;
import dev.jrr.gdbserver.target.ResumeRequest;
import dev.jrr.gdbserver.target.SharedLibraries;
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
import dev.jrr.trace.TraceException;
import dev.jrr.trace.TraceReader;
import dev.jrr.tracee.MachineIdentity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A replay as gdb debugs it: one process of the recording, from its program's first instruction to
 * its end. Other processes replay along unseen. All methods run on the tracer thread.
 *
 * <p>A run that failed (a divergence, a damaged trace) is the last: every further one fails in the
 * same way, until a restart.
 */
public final class ReplayTarget implements Target, AutoCloseable {
  /**
   * Where a debugging session begins: after {@code event}, 0 for the process's start. {@code
   * process} 0 is the first one, or that of the event.
   */
  public record Start(int process, long event) {}

  private static final long STEP_LIMIT = 100_000;

  private static final int SIGKILL = 9;

  private final TraceReader trace;
  private final ObjectStore objects;
  private final Path launcher;
  private final Echo echo;
  private final Start start;
  private final long startEvent;
  private final StopPoints points = new StopPoints(this::registers);
  private final ProcessImages images = new ProcessImages();
  private final TargetFiles files;
  private ReplaySession session;
  private int process;
  private StopEvent stop = new StopEvent.NoneResumed();
  private @Nullable RuntimeException failure;

  /** The debugger was told that SIGKILL ends the process. */
  private boolean killShown;

  /**
   * Starts the replay and goes to {@code start}.
   *
   * @param sysroot is kept filled with the files of the debugged process; null for none
   * @throws NoSuchProcessException where the trace has no such process
   */
  public ReplayTarget(
      TraceReader trace,
      ObjectStore objects,
      Path launcher,
      Echo echo,
      Start start,
      @Nullable Sysroot sysroot) {
    this.trace = trace;
    this.objects = objects;
    this.launcher = launcher;
    this.echo = echo;
    this.start = start;
    this.startEvent = Math.max(start.event, firstEvent(trace, start.process));
    this.files = new TargetFiles(objects, sysroot);
    this.session = new ReplaySession(trace, objects, launcher, echo);
    goToStart();
  }

  private static long firstEvent(TraceReader trace, int process) {
    long event = process == 0 ? 1 : ProcessImages.firstEvent(trace, process);
    if (event == 0) {
      throw new NoSuchProcessException(process);
    }
    return event;
  }

  /** Replays to the start, or to the end of its process if that comes before. */
  private void goToStart() {
    process = start.process;
    Frame next = session.nextFrame();
    while (next != null && session.event() < startEvent && !endsProcess(next)) {
      session.advance(null);
      applied(next);
      next = session.nextFrame();
    }
    if (process == 0 && next != null) {
      ReplayTask task = session.task(next.task());
      process = task == null ? 0 : task.process;
    }
    stop = standing(StopEvent.HistoryBegin::new);
  }

  private StopEvent standing(Function<ThreadId, StopEvent> stop) {
    ThreadId thread = anyThread();
    if (thread == null) {
      return new StopEvent.NoneResumed();
    }
    updateFiles();
    return stop.apply(thread);
  }

  /** Keeps what gdb asks about programs, once {@code frame} is applied. */
  private void applied(Frame frame) {
    if (session.event() == frame.event()) {
      ReplayTask task = session.task(frame.task());
      images.apply(frame, task == null ? 0 : task.process);
    }
  }

  private void updateFiles() {
    for (ReplayTask task : session.tasks()) {
      if (task.process == process) {
        files.update(task, images.of(process));
        return;
      }
    }
  }

  /** Why the replay cannot go on; null while it can. */
  public @Nullable RuntimeException failure() {
    return failure;
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
            TargetFeature.LIBRARIES,
            TargetFeature.EXEC_EVENTS,
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

  private ReplayTask taskOf(int pid) throws TargetException {
    for (ReplayTask task : session.tasks()) {
      if (task.process == pid) {
        return task;
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
    // What comes after a failure may be what cannot be read.
    Frame next = failure == null ? session.nextFrame() : null;
    return next != null && next.task() == task(thread).tid ? "runs next" : "";
  }

  @Override
  public RegisterFile readRegisters(ThreadId thread) throws TargetException {
    return registers(task(thread));
  }

  private RegisterFile registers(ReplayTask task) {
    task.task.flushRegisters();
    byte[] vectors = session.ptrace().getVectorState(task.task.tid());
    long[] words = task.task.registers().words().clone();
    task.showOwn(words);
    return RegisterFile.copyOf(words, vectors == null ? new byte[576] : vectors);
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
    return StopPoints.read(taskOf(pid).space, address, lengthBytes);
  }

  @Override
  public void writeMemory(int pid, TargetAddress address, byte[] bytes) throws TargetException {
    throw new TargetException(Errno.EPERM, "a replay cannot be changed");
  }

  @Override
  public void insertBreakpoint(Breakpoint breakpoint, BreakpointCondition condition)
      throws TargetException {
    points.add(breakpoint, condition);
  }

  @Override
  public void removeBreakpoint(Breakpoint breakpoint) {
    points.remove(breakpoint, session.tasks());
  }

  @Override
  public StopEvent resume(ResumeRequest request) throws TargetException {
    if (failure == null) {
      try {
        stop = run(request);
        updateFiles();
        return stop;
      } catch (DivergenceException | TraceException failed) {
        failure = failed;
        stop = standing(StopEvent.HistoryEnd::new);
      }
    }
    throw new TargetException(Errno.EIO, explain(failure), failure);
  }

  private static String explain(RuntimeException failure) {
    if (failure instanceof DivergenceException diverged) {
      return diverged.report().text();
    }
    if (failure instanceof TraceException trace) {
      return trace.code() + " " + trace.what() + ": " + trace.why();
    }
    return String.valueOf(failure.getMessage());
  }

  private StopEvent run(ResumeRequest request) {
    session.interrupts().arm(request.interruption());
    long steps = 0;
    ThreadId last = currentThread().orElse(null);
    while (true) {
      Frame next = session.nextFrame();
      if (next == null || last == null) {
        return last == null ? new StopEvent.NoneResumed() : new StopEvent.HistoryEnd(last);
      }
      ReplayTask task = session.task(next.task());
      StopEvent event = null;
      ReplaySession.Progress progress;
      if (task == null || task.process != process) {
        progress = session.advance(null);
        applied(next);
      } else {
        last = new ThreadId(process, task.tid);
        ResumeAction action = request.actionFor(last);
        long ip = task.pc();
        progress = advance(task, next, isStep(action));
        if (progress == ReplaySession.Progress.END) {
          return new StopEvent.HistoryEnd(last);
        }
        event = stopped(progress, task, next, request);
        if (event == null
            && isStep(action)
            && isStepOver(ip, action, task, next, progress, ++steps)) {
          event = new StopEvent.Stepped(last);
        }
      }
      if (event != null) {
        return event;
      }
      if (progress == ReplaySession.Progress.INTERRUPTED || request.interruption().isRequested()) {
        return new StopEvent.Interrupted(last);
      }
    }
  }

  private static boolean isStep(ResumeAction action) {
    return action instanceof ResumeAction.Step || action instanceof ResumeAction.StepInRange;
  }

  /** Goes over the next frame, of the debugged process, or to what comes before it. */
  private ReplaySession.Progress advance(ReplayTask task, Frame next, boolean stepping) {
    ReplayTask stepped = stepping ? task : null;
    points.prepare(task);
    if (!session.hasArrived()) {
      ReplaySession.Progress early = session.arrive(stepped);
      if (early != null) {
        return early;
      }
      if (next instanceof Frame.Signal) {
        return ReplaySession.Progress.SIGNAL;
      }
    }
    if (next instanceof Frame.Exit exit && isKilled(exit) && !killShown) {
      killShown = true; // while all its threads are there
      return ReplaySession.Progress.SIGNAL;
    }
    if (endsProcess(next)) {
      // Up to the exit call, but not over it: there is nothing to look at afterwards.
      return ReplaySession.Progress.END;
    }
    points.beforeFrame(task);
    ReplaySession.Progress progress = session.advance(stepped);
    applied(next);
    return progress;
  }

  /** Whether SIGKILL ended it, which no frame of its own tells. */
  private static boolean isKilled(Frame.Exit exit) {
    return exit.at() == null && exit.waitStatus() == SIGKILL;
  }

  /** Whether {@code next} is the end of the last thread of the debugged process. */
  private boolean endsProcess(Frame next) {
    if (!(next instanceof Frame.Exit)) {
      return false;
    }
    if (process == 0) { // not yet chosen: the last of all
      return session.tasks().size() == 1;
    }
    List<ThreadId> threads = threads();
    return threads.size() == 1 && threads.get(0).thread() == next.task();
  }

  /** Whether a step from {@code ip} is done. */
  private static boolean isStepOver(
      long ip,
      ResumeAction action,
      ReplayTask task,
      Frame next,
      ReplaySession.Progress progress,
      long steps) {
    boolean applied = progress == ReplaySession.Progress.FRAME;
    if (!applied && progress != ReplaySession.Progress.STEPPED) {
      return false;
    }
    if (applied && next instanceof Frame.SyscallEnter) {
      return false; // The instruction of a call that blocks is over when the call is.
    }
    if (applied && (isForLater(next) || next instanceof Frame.AsyncPoint && ip == task.pc())) {
      return false; // Nothing was executed.
    }
    if (action instanceof ResumeAction.StepInRange range && steps < STEP_LIMIT) {
      long now = task.pc();
      return Long.compareUnsigned(now, range.start().value()) < 0
          || Long.compareUnsigned(now, range.end().value()) >= 0;
    }
    return true;
  }

  private @Nullable StopEvent stopped(
      ReplaySession.Progress progress, ReplayTask task, Frame next, ResumeRequest request) {
    ThreadId thread = new ThreadId(process, task.tid);
    return switch (progress) {
      case BREAKPOINT, STEPPED -> points.atBreakpoint(task, thread);
      case WATCHPOINT -> points.atWatchpoint(task, thread);
      case SIGNAL -> atSignal(next, task, thread, request);
      case FRAME -> afterFrame(task, thread, next, request);
      case INTERRUPTED, END -> null;
    };
  }

  private @Nullable StopEvent afterFrame(
      ReplayTask task, ThreadId thread, Frame next, ResumeRequest request) {
    if (next instanceof Frame.Exec exec && exec.process() == process) {
      if (!request.events().contains(ResumeRequest.ProcessEvent.EXEC)) {
        return null;
      }
      // gdb takes it that what it had put into the old program went with it.
      points.clear(session.tasks());
      return new StopEvent.Executed(thread, exec.executable());
    }
    StopEvent watched = points.afterFrame(task, thread);
    return watched == null && hasExecuted(next) ? points.atBreakpoint(task, thread) : watched;
  }

  /** Whether the frame brought its task to another instruction, such as a handler's first one. */
  private static boolean hasExecuted(Frame frame) {
    return frame instanceof Frame.Signal signal
        ? signal.disposition() == Frame.Disposition.HANDLER
        : !(frame instanceof Frame.AsyncPoint
            || frame instanceof Frame.SyscallEnter
            || isForLater(frame));
  }

  /** Whether the frame only brings what the task meets when it goes on. */
  private static boolean isForLater(Frame frame) {
    return frame instanceof Frame.Records
        || frame instanceof Frame.Outputs
        || frame instanceof Frame.Emulated emulated
            && emulated.instruction() == Frame.Instruction.MOVED;
  }

  private @Nullable StopEvent atSignal(
      Frame frame, ReplayTask task, ThreadId thread, ResumeRequest request) {
    Signal signal = new Signal(SIGKILL);
    if (frame instanceof Frame.Signal delivered) {
      task.siginfo = delivered.siginfo();
      signal = new Signal(delivered.signal());
    }
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
    images.clear();
    failure = null;
    killShown = false;
    session = new ReplaySession(trace, objects, launcher, echo);
    points.forgetTasks();
    goToStart();
    return stop;
  }

  @Override
  public byte[] auxiliaryVector(int pid) {
    return images.of(pid).auxv();
  }

  @Override
  public String executablePath(int pid) {
    return images.of(pid).executable();
  }

  @Override
  public SharedLibraries libraries(int pid) throws TargetException {
    ReplaySpace space = taskOf(pid).space;
    return new LinkMaps(space, images.of(pid).auxv()).libraries(space.mappings);
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
    byte[] made = ProcFiles.read(path, taskOf(process), images.of(process));
    return made == null ? files.open(path) : TargetFiles.of(made);
  }

  @Override
  public String readLink(int pid, String path) throws TargetException {
    String target = ProcFiles.link(path, taskOf(process), images.of(process));
    if (target == null) {
      throw new TargetException(Errno.EINVAL, "the trace holds no links");
    }
    return target;
  }

  @Override
  public String monitor(String command) {
    return Monitor.run(command.trim(), session);
  }

  @Override
  public void close() {
    session.close();
  }
}
