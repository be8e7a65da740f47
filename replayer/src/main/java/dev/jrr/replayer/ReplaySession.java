package dev.jrr.replayer;

import dev.jrr.trace.Frame;
import dev.jrr.trace.FramesAhead;
import dev.jrr.trace.ObjectStore;
import dev.jrr.trace.ResolvedPoints;
import dev.jrr.trace.TraceReader;
import dev.jrr.tracee.CpuPinning;
import dev.jrr.tracee.InputDigest;
import dev.jrr.tracee.JrrPage;
import dev.jrr.tracee.LaunchException;
import dev.jrr.tracee.Launcher;
import dev.jrr.tracee.Siginfo;
import dev.jrr.tracee.Stop;
import dev.jrr.tracee.SyscallBuffer;
import dev.jrr.tracee.Task;
import dev.jrr.tracee.TraceeMemory;
import dev.jrr.tracee.kernel.Libc;
import dev.jrr.tracee.kernel.Ptrace;
import dev.jrr.tracee.syscalls.Call;
import dev.jrr.tracee.syscalls.SyscallTable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One exact re-execution of a trace. {@link #advance} goes to the next frame's place, then over it;
 * breakpoints, watchpoints and steps end it early.
 */
public final class ReplaySession implements AutoCloseable {
  /** Why {@link #advance} came back. */
  public enum Progress {
    /** A frame was applied. */
    FRAME,
    /** The next frame is a signal, whose place was reached; the next call delivers it. */
    SIGNAL,
    /** A breakpoint of gdb's: the task is at it. */
    BREAKPOINT,
    /** A debug register of gdb's. */
    WATCHPOINT,
    /** The task that was to be stepped made one step. */
    STEPPED,
    /** {@link #interrupts} was asked to stop the run; the task is anywhere. */
    INTERRUPTED,
    /** There are no more frames. */
    END
  }

  private static final long KILL = Libc.function("kill");
  private static final int SIGKILL = 9;

  /** Frames that a divergence report shows. */
  private static final int HISTORY = 10;

  private final TraceReader trace;
  private final Path launcher;
  private final Ptrace ptrace;

  /** How async points were found, by this and by earlier replays. */
  private final ResolvedPoints resolved;

  private boolean isNewlyResolved;
  private final EchoOnce echo;
  private final EffectApplier effects;
  private final CodeMemory code;
  private final Checkpoints checkpoints;
  private final GoingBack goingBack = new GoingBack(this);
  private final Diagnosis diagnosis;
  private final Map<Integer, ReplayTask> tasks = new LinkedHashMap<>();
  private final Deque<Frame> history = new ArrayDeque<>(HISTORY);
  private final InputDigest digest = new InputDigest();
  private final long[] arguments = new long[6];
  private final Interrupts interrupts = new Interrupts();
  private final RunLimit limit;
  private final Arrivals arrivals = new Arrivals(this);

  /** The thread that reads the trace ahead. */
  private final ThreadPoolExecutor reader =
      new ThreadPoolExecutor(
          1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), ReplaySession::reader);

  private FramesAhead frames;
  private @Nullable ReplayTask initial;
  private boolean arrived;
  private long event;

  /** Starts a replay on the calling thread, which becomes the tracer thread. */
  public ReplaySession(TraceReader trace, ObjectStore objects, Path launcher, Echo echo) {
    this(trace, objects, launcher, echo, RunLimit.of(trace));
  }

  /** The same, where no task may take more than {@code limit} of CPU time to its next frame. */
  ReplaySession(TraceReader trace, ObjectStore objects, Path launcher, Echo echo, Duration limit) {
    this.trace = trace;
    this.launcher = launcher;
    this.ptrace = new Ptrace();
    reader.prestartCoreThread(); // so that it is moved off the CPU that the others get
    this.frames = trace.framesAhead(1, reader);
    this.resolved = ResolvedPoints.of(trace);
    this.echo = new EchoOnce(echo);
    this.effects = new EffectApplier(this, objects, this.echo);
    this.code = new CodeMemory(effects.shared());
    this.checkpoints = new Checkpoints(this, effects.shared());
    this.diagnosis = new Diagnosis(objects);
    this.initial = launch();
    this.limit = new RunLimit(interrupts, limit);
  }

  private static Thread reader(Runnable body) {
    Thread thread = new Thread(body, "jrr-trace-read");
    thread.setDaemon(true);
    return thread;
  }

  /** A new process, in which the trace's first program is going to be built. */
  private ReplayTask launch() {
    Launcher.Launched launched =
        Launcher.replay(ptrace, launcher, HostCheck.cpuNumber(trace.header()));
    CpuPinning.pin(HostCheck.cpuNumber(trace.header()));
    HostCheck.compareHook(trace.header());
    HostCheck.compare(trace.header(), launched.machine());
    int tid = launched.tid();
    TraceeMemory memory = new TraceeMemory(tid);
    if (!memory.isOpen()) {
      throw new LaunchException("opening /proc/" + tid + "/mem", memory.openError());
    }
    Task task = new Task(ptrace, tid, memory);
    Stop stop = task.waitForStop();
    if (!(stop instanceof Stop.SignalDelivery)) {
      throw new IllegalStateException("the launcher did not stop: " + stop);
    }
    launched.close();
    JrrPage.install(task, dev.jrr.tracee.MemoryMaps.read(tid));
    new SyscallBuffer(memory, SyscallBuffer.Mode.REPLAY);
    task.dispatchCalls();
    return new ReplayTask(0, 0, task, new ReplaySpace(task.memory(), new MappingNames()), "launch");
  }

  /** Goes on towards the next frame and over it; {@code stepping} makes one instruction at most. */
  public Progress advance(@Nullable ReplayTask stepping) {
    while (true) {
      Frame frame = frames.peek();
      try {
        Progress progress = goOn(stepping);
        if (progress == Progress.FRAME && goingBack.hasPoints()) {
          checkpoints.takeInTime();
        }
        return progress;
      } catch (DivergenceException diverged) {
        goBackFrom(frame, diverged);
      }
    }
  }

  /** Goes to the next frame's place but not over it; answers null there. */
  @Nullable Progress arrive(@Nullable ReplayTask stepping) {
    while (true) {
      Frame frame = frames.peek();
      try {
        return comeTo(stepping);
      } catch (DivergenceException diverged) {
        goBackFrom(frame, diverged);
      }
    }
  }

  /** Makes an async point before {@code frame} another one, so that it no longer differs. */
  private void goBackFrom(@Nullable Frame frame, DivergenceException diverged) {
    if (frame == null || !goingBack.hasPoints()) {
      throw diverged;
    }
    interrupts.hold(true);
    try {
      if (!goingBack.recover(frame)) {
        // The session stands before the frame as it did: what differs shall be there to look at.
        replayNext();
        throw diverged;
      }
    } finally {
      interrupts.hold(false);
    }
  }

  private Progress goOn(@Nullable ReplayTask stepping) {
    Frame frame = frames.peek();
    if (frame == null) {
      return Progress.END;
    }
    if (!arrived) {
      Progress early = comeTo(stepping);
      if (early != null) {
        return early;
      }
      if (frame instanceof Frame.Signal) {
        return Progress.SIGNAL;
      }
    }
    arrived = false;
    frames.next();
    event = frame.event();
    echo.begin(event);
    remember(frame);
    effects.apply(frame, taskOf(frame));
    return Progress.FRAME;
  }

  private @Nullable Progress comeTo(@Nullable ReplayTask stepping) {
    Frame frame = frames.peek();
    if (frame == null) {
      return Progress.END;
    }
    if (!arrived) {
      ReplayTask task = taskOf(frame);
      Progress early = arrivals.runTo(frame, task, stepping == task);
      if (early != null) {
        return early;
      }
      arrived = true;
    }
    return null;
  }

  /** Replays the next frame, whatever a debugger has set on the way. */
  void replayNext() {
    Progress progress;
    do {
      progress = goOn(null);
    } while (progress != Progress.FRAME && progress != Progress.END);
  }

  /** A copy of all that is replayed, as it is now; null where the kernel does not make it. */
  @Nullable Checkpoint checkpoint() {
    return Checkpoint.of(this, effects.shared());
  }

  Checkpoints checkpoints() {
    return checkpoints;
  }

  GoingBack goingBack() {
    return goingBack;
  }

  /** Goes to {@code checkpoint}, or to before the first event where that is null. */
  void goTo(@Nullable Checkpoint checkpoint) {
    Map<Integer, ReplayTask> former = new LinkedHashMap<>(tasks);
    endTasks();
    arrivals.forget();
    arrived = false;
    history.clear();
    event = checkpoint == null ? 0 : checkpoint.event();
    frames.close();
    frames = trace.framesAhead(event + 1, reader);
    if (checkpoint == null) {
      effects.shared().clear();
      initial = launch();
    } else {
      history.addAll(checkpoint.history());
      tasks.putAll(checkpoint.restore(former, effects.shared(), ptrace));
    }
  }

  private ReplayTask taskOf(Frame frame) {
    ReplayTask task = tasks.get(frame.task());
    if (task == null && frame instanceof Frame.Exec exec && initial != null) {
      task = new ReplayTask(exec.task(), exec.process(), initial.task, initial.space, "");
      initial = null;
      tasks.put(task.tid, task);
    }
    if (task == null) {
      throw diverged(DivergenceKind.UNKNOWN_TASK, frame, null, "no task " + frame.task());
    }
    return task;
  }

  private void remember(Frame frame) {
    if (history.size() == HISTORY) {
      history.poll();
    }
    history.add(frame);
  }

  /** The digest of what the call that {@code task} is about to make reads. */
  int inputDigest(ReplayTask task) {
    task.task.registers().arguments(arguments);
    int number = task.task.registers().syscallNumber();
    return SyscallTable.resolve(number, arguments, task.space) instanceof Call call
        ? digest.of(call, task.space)
        : 0;
  }

  DivergenceException diverged(
      DivergenceKind kind, Frame frame, @Nullable ReplayTask task, String detail) {
    return new DivergenceException(diagnosis.report(kind, frame, task, detail, history));
  }

  /** A thread's exec made it its process's leader: from now on it has the process's id. */
  void becomeLeader(ReplayTask task) {
    tasks.remove(task.tid);
    task.tid = task.process;
    tasks.put(task.tid, task);
  }

  void add(ReplayTask task) {
    tasks.put(task.tid, task);
  }

  /** Ends the kernel's task behind {@code task} and forgets it. */
  void end(ReplayTask task) {
    tasks.remove(task.tid);
    leavesMemory(task);
    kill(task.task);
    if (--task.space.users == 0) {
      task.space.memory.close();
    }
  }

  /** What is asked of the task's memory from now on goes by another one that has it, if any. */
  void leavesMemory(ReplayTask task) {
    TraceeMemory memory = task.space.memory;
    if (memory.isOf(task.task.tid())) {
      for (ReplayTask other : tasks.values()) {
        if (other != task && other.space == task.space) {
          memory.passTo(other.task.tid());
          return;
        }
      }
    }
  }

  /** Kills and reaps one kernel task. */
  void kill(Task task) {
    Libc.call(KILL, task.tid(), SIGKILL);
    Stop stop;
    do {
      stop = task.waitForStop();
    } while (!(stop instanceof Stop.Exited || stop instanceof Stop.Signalled));
  }

  EffectApplier effects() {
    return effects;
  }

  CodeMemory code() {
    return code;
  }

  ResolvedPoints resolved() {
    return resolved;
  }

  /**
   * The point of {@code event} was found. What the first replay saw of it is kept, unless it was
   * another visit.
   */
  void resolved(long event, ResolvedPoints.Point point) {
    ResolvedPoints.Point known = resolved.get(event);
    if (known == null || !known.visit().equals(point.visit())) {
      resolved.put(event, point);
      isNewlyResolved = true;
    }
  }

  /** How long a task may run to its next frame. */
  RunLimit limit() {
    return limit;
  }

  /** What stops a task that runs. */
  Interrupts interrupts() {
    return interrupts;
  }

  /** The live tasks. */
  public Collection<ReplayTask> tasks() {
    return tasks.values();
  }

  /** The task with this recorded id, or null. */
  public @Nullable ReplayTask task(int tid) {
    return tasks.get(tid);
  }

  /** The frame that comes next, or null at the end of history. */
  public @Nullable Frame nextFrame() {
    return frames.peek();
  }

  /** Whether the next frame's place was reached, but it is not applied yet. */
  public boolean hasArrived() {
    return arrived;
  }

  /** The number of the last event that was replayed, 0 before the first. */
  public long event() {
    return event;
  }

  public TraceReader trace() {
    return trace;
  }

  /** The siginfo of the signal that {@code task} stopped with. */
  Siginfo siginfo(ReplayTask task) {
    return Siginfo.of(ptrace, task.task.tid());
  }

  Ptrace ptrace() {
    return ptrace;
  }

  /** The frames that were replayed last. */
  Collection<Frame> history() {
    return history;
  }

  private void endTasks() {
    for (ReplayTask task : tasks.values().toArray(new ReplayTask[0])) {
      end(task);
    }
    if (initial != null) {
      kill(initial.task);
      initial = null;
    }
  }

  /** Ends every process of the replay. */
  @Override
  public void close() {
    limit.close();
    endTasks();
    checkpoints.close();
    effects.close();
    frames.close();
    reader.shutdown();
    if (isNewlyResolved) {
      resolved.save();
    }
    CpuPinning.end();
  }
}
