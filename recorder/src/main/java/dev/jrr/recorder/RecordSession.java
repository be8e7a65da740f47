package dev.jrr.recorder;

import dev.jrr.trace.Effect;
import dev.jrr.trace.FileIdentity;
import dev.jrr.trace.Frame;
import dev.jrr.trace.ObjectId;
import dev.jrr.trace.ObjectStore;
import dev.jrr.trace.TraceException;
import dev.jrr.trace.TraceWriter;
import dev.jrr.tracee.Confinement;
import dev.jrr.tracee.Launcher;
import dev.jrr.tracee.Siginfo;
import dev.jrr.tracee.Stop;
import dev.jrr.tracee.Task;
import dev.jrr.tracee.TraceeMemory;
import dev.jrr.tracee.kernel.Libc;
import dev.jrr.tracee.kernel.Ptrace;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All tasks of one recording and the loop that runs one of them at a time (invariant 1). A task has
 * the turn until it blocks in a call, ends, or its slice is over at an event.
 */
public final class RecordSession {
  /** How often stops are collected while one task keeps the turn: every 1 ms. */
  private static final long COLLECT_NS = 1_000_000;

  /** How often a process's leader is looked at that may have ended with no stop: every 2 ms. */
  private static final long LOOK_NS = 2_000_000;

  /** Yields to a task that writes to a standard stream; a pipe that is full takes longer. */
  private static final int ECHO_CHANCES = 100;

  /** Stands for contents that were not stored; no frame that is written names it. */
  private static final ObjectId NOT_STORED = new ObjectId("0".repeat(64));

  private static final long SCHED_YIELD = Libc.function("sched_yield");

  private final Ptrace ptrace;
  private final TraceWriter writer;
  private final ObjectStore objects;
  private final Scheduler scheduler;
  private final Map<Integer, RecordedTask> tasks = new HashMap<>();

  /** First stops of tasks whose creator's event is still to come. */
  private final Map<Integer, Stop> earlyStops = new HashMap<>();

  private final InstructionRecorder instructions = new InstructionRecorder(this);
  private final StopHandler stops;
  private final SharedSegments segments = new SharedSegments(this);
  private final Buffering buffering;
  private final RecordingWarnings warnings = new RecordingWarnings();

  /** Tasks that the kernel may report while another has the turn. */
  private int waitedFor;

  /** The task that entered a call last, while nothing of another task has been recorded since. */
  private @Nullable RecordedTask openEntry;

  private final int cpu;
  private final boolean waitForAll;
  private final Confinement confinement = Confinement.own();
  private final boolean goOnWhenFull;
  private final Aside aside;
  private @Nullable TraceException failure;
  private final LimitedRun run;

  /** The task that ran since its last frame: nobody else has the turn until it has another one. */
  private @Nullable RecordedTask unrecorded;

  /** Sees to it that tasks get what they wait for. */
  private final Starvation starvation = new Starvation(this);

  /** The task that had the turn last. */
  private @Nullable RecordedTask resumedLast;

  private long turns;

  /** When it went on after that frame, by System.nanoTime. */
  private long runningSinceNs;

  private long event;
  private final FirstProcess firstProcess;
  private int firstPid;
  private int exitStatus;
  private long collectedAtNs;
  private boolean firstEnded;

  /**
   * A session that records what {@code request} asks for on {@code cpu}, and writes it to {@code
   * writer}. Made and run on the tracer thread.
   */
  RecordSession(
      Ptrace ptrace,
      TraceWriter writer,
      Recorder.Request request,
      SchedulingPolicy policy,
      int cpu,
      Aside aside) {
    this.aside = aside;
    this.firstProcess = request.first();
    this.waitForAll = request.waitForAll();
    this.scheduler = new Scheduler(policy, System::nanoTime);
    this.goOnWhenFull = request.goOnWhenFull();
    this.objects = request.objects();
    this.buffering = new Buffering(this, request.buffer());
    this.ptrace = ptrace;
    this.cpu = cpu;
    this.writer = writer;
    this.stops = new StopHandler(this);
    this.run = new LimitedRun(this);
  }

  /**
   * Records {@code launched} and its descendants until the first process, or all have ended.
   *
   * @return the wait status of the first process
   * @throws ExecFailedException if the program could not be executed; nothing was recorded
   */
  public int run(Launcher.Launched launched) {
    firstPid = launched.tid();
    Task task = new Task(ptrace, launched.tid(), new TraceeMemory(launched.tid()));
    AddressSpace space = new AddressSpace(new SharedViews());
    RecordedProcess process = new RecordedProcess(firstPid, space, ForcedSignals.ofFirst(firstPid));
    process.filtered = confinement.filtered();
    RecordedTask first = new RecordedTask(task, process, Descriptors.initial());
    first.turn.standing = Standing.read(firstPid);
    first.noNewPrivs = confinement.noNewPrivs();
    add(first);
    new FirstExec(this, stops, launched).run(first);
    firstProcess.begins(firstPid);
    while (!tasks.isEmpty() && !isOver()) {
      if (waitedFor > 0 && isTimeToCollect()) {
        collectStops(false);
      }
      RecordedTask next = unrecorded != null && unrecorded.canRun() ? unrecorded : scheduler.next();
      if (next == null) {
        waitForOthers(scheduler.pauseUntilNs());
      } else {
        step(next);
      }
    }
    return exitStatus;
  }

  /** Others' stops matter when the turn may change; and now and then, for better priorities. */
  private boolean isTimeToCollect() {
    return !scheduler.currentGoesOn() || System.nanoTime() - collectedAtNs > COLLECT_NS;
  }

  /** The first process has ended, others are not waited for, and they can be let go. */
  private boolean isOver() {
    return firstEnded && !waitForAll && !stops.processes().isVforkOpen();
  }

  /** Lets the tasks that are left go on without us. */
  void letOthersGo(Path launcher) {
    run.stopTicking();
    if (!tasks.isEmpty()) {
      new LeftBehind(this, stops).letGo(launcher);
    }
  }

  private void step(RecordedTask task) {
    Stop stop = task.pendingStop;
    if (openEntry != null && openEntry != task) {
      recordEntry(openEntry);
    }
    if (stop != null) {
      handlePendingStop(task);
      return;
    }
    if (ptrace.isUntold(task.tid())) {
      stops.handle(task, waitFor(task));
      return;
    }
    int signal = task.signalToDeliver;
    task.signalToDeliver = 0;
    resume(task, signal);
    stops.handle(task, run.toStop(task));
  }

  /** How often another task has had the turn than before. */
  long turns() {
    return turns;
  }

  /** How long the task that runs has been running since its last event, nanoseconds. */
  long ranNs() {
    return System.nanoTime() - runningSinceNs;
  }

  /** Resumes a task to user code; {@code signal} is delivered. */
  void resume(RecordedTask task, int signal) {
    if (unrecorded != task) {
      runningSinceNs = System.nanoTime();
    }
    unrecorded = task;
    boolean isOver = !task.hasRun; // what it did then has been recorded
    task.hasRun = true;
    // What was sent to it while others ran comes before its next instruction.
    task.signalWaited = resumedLast != task && ptrace.hasPendingSignal(task.tid());
    if (resumedLast != task) {
      turns++;
      resumedLast = task;
    }
    task.resumedWith.copyFrom(task.task.registers());
    if (task.process.dispatches) {
      CallDispatch.resuming(task);
    }
    run.begin(task, signal);
    if (isOver) {
      task.hasRun = goOnRunning(task, signal);
    } else {
      goOnUnrecorded(task, signal);
    }
  }

  /**
   * As {@link #goOnRunning}, for a task that did what has no frame yet: one that was killed in this
   * stop is left in the one before its end, of which the next wait tells.
   */
  void goOnUnrecorded(RecordedTask task, int signal) {
    if (!task.task.isEnding()) {
      goOnRunning(task, signal);
    }
  }

  /** Lets a task run on to its next event; false where it does not, as it was killed. */
  static boolean goOnRunning(RecordedTask task, int signal) {
    return task.process.stopsAtCalls() ? task.task.contToSyscall(signal) : task.task.cont(signal);
  }

  /** Whether the task was killed in its stop: what was asked of it since may be wrong. */
  boolean isKilled(RecordedTask task) {
    Siginfo now = Siginfo.of(ptrace, task.tid());
    return now.signal() == 0 || now.isExitStop() || ptrace.isUntold(task.tid());
  }

  /** The next stop of {@code task}, which is running. */
  Stop waitFor(RecordedTask task) {
    boolean isLeader = task.tid() == task.process.pid && task.process.space.users > 1;
    if (isLeader && !run.isTicking()) {
      run.tickEvery(LOOK_NS);
    }
    return task.task.waitForStop();
  }

  /** Takes the stop of {@code task} that was collected, if there is one. */
  @Nullable Stop takePending(RecordedTask task) {
    Stop stop = task.pendingStop;
    if (stop != null) {
      setPendingStop(task, null);
      task.task.stoppedAgain();
    }
    return stop;
  }

  /** Nobody can run: waits for a stop, or until {@code time} when somebody starves; 0 is never. */
  private void waitForOthers(long time) {
    if (time != 0) {
      run.tickEvery(time - System.nanoTime());
    }
    if (run.isTicking()) {
      int tid = ptrace.waitOrTick(-1);
      if (tid > 0) {
        arrived(tid, Stop.decode(ptrace.waitStatus()));
        return;
      }
    }
    if (time == 0) {
      run.stopTicking();
      collectStops(true);
    }
  }

  /** Takes the stops that the kernel has for us; with {@code block}, at least one. */
  void collectStops(boolean block) {
    collectedAtNs = System.nanoTime();
    boolean wait = block;
    while (true) {
      int tid = ptrace.waitFor(-1, wait);
      if (tid <= 0) {
        if (tid < 0 && wait) {
          throw new IllegalStateException("no task left to wait for, but " + tasks.keySet());
        }
        return;
      }
      arrived(tid, Stop.decode(ptrace.waitStatus()));
      wait = false;
    }
  }

  private void arrived(int tid, Stop stop) {
    RecordedTask task = tasks.get(tid);
    if (task == null) {
      earlyStops.put(tid, stop);
    } else {
      setPendingStop(task, stop);
    }
  }

  /** Handles the stop that was reported while the task did not have the turn. */
  void handlePendingStop(RecordedTask task) {
    Stop stop = Objects.requireNonNull(task.pendingStop);
    setPendingStop(task, null);
    task.task.stoppedAgain();
    stops.handle(task, stop);
  }

  /** Whether the task, which is in a call, has stopped. */
  boolean pollStop(RecordedTask task) {
    if (task.pendingStop == null && ptrace.waitFor(task.tid(), false) == task.tid()) {
      setPendingStop(task, Stop.decode(ptrace.waitStatus()));
    }
    return task.pendingStop != null;
  }

  /** A stop of the task is to be handled when it has its turn; null when that has begun. */
  void setPendingStop(RecordedTask task, @Nullable Stop stop) {
    task.pendingStop = stop;
    scheduler.changed(task);
  }

  /**
   * The task was resumed into a call that may block. With no other task its exit is waited for
   * here; else it gets the chance to be done at once, before the others are looked at, unless it is
   * known to wait. (To yield is no small thing: who else wants this CPU on the machine has it then,
   * and from Linux 6.18 on the rest of this thread's share is lost each time.)
   */
  void entered(RecordedTask task) {
    openEntry = task;
    if (task.pendingStop != null) {
      handlePendingStop(task);
      return;
    }
    if (tasks.size() == 1) {
      stops.handle(task, waitFor(task));
      return;
    }
    setPhase(task, RecordedTask.Phase.IN_CALL);
    if (SureWaits.has(task, Objects.requireNonNull(task.call))) {
      return;
    }
    // What is written to a standard stream shall be echoed in the order in which it was written: it
    // gets more chances to be done before another task writes.
    int chances = OutputCalls.isEchoed(task) ? ECHO_CHANCES : 1;
    for (int chance = 0; chance < chances && tasks.get(task.tid()) == task; chance++) {
      Libc.call(SCHED_YIELD);
      if (ptrace.waitFor(task.tid(), false) == task.tid()) {
        Stop stop = Stop.decode(ptrace.waitStatus());
        task.task.stoppedAgain();
        stops.handle(task, stop);
        return;
      }
    }
  }

  /** The task's call ended: nothing of it is open any more. */
  void left(RecordedTask task) {
    if (openEntry == task) {
      openEntry = null;
    }
  }

  /** The task ends: nothing of it is asked for any more. */
  void ends(RecordedTask task) {
    left(task);
    AddressSpace.leftBy(task, tasks.values());
  }

  /** Writes the entry of the call that {@code task} is in as a frame of its own, now. */
  void recordEntry(RecordedTask task) {
    openEntry = null;
    PendingCall call = task.call;
    if (call != null) {
      recordEntry(task, call);
    }
  }

  /** The same for a call that is over, but whose end is not written yet. */
  void recordEntry(RecordedTask task, PendingCall call) {
    if (!call.entryRecorded) {
      call.entryRecorded = true;
      append(
          new Frame.SyscallEnter(
              nextEvent(task),
              task.tid(),
              call.at,
              call.inputDigest,
              List.copyOf(call.entryEffects)));
      call.entryEffects.clear();
    }
  }

  void setPhase(RecordedTask task, RecordedTask.Phase phase) {
    boolean was = task.phase != RecordedTask.Phase.READY;
    boolean is = phase != RecordedTask.Phase.READY;
    task.phase = phase;
    waitedFor += (is ? 1 : 0) - (was ? 1 : 0);
    scheduler.changed(task);
  }

  void add(RecordedTask task) {
    tasks.put(task.tid(), task);
    scheduler.add(task);
  }

  /** The first stop of a new task: reported already, or waited for. */
  Stop firstStop(Task task) {
    Stop early = earlyStops.remove(task.tid());
    return early != null ? early : task.waitForStop();
  }

  /** A signal came to {@code task}, which another thread may have to know. */
  void noteSignal(RecordedTask task, int signal) {
    if (signal == FirstProcess.SIGTERM && task.process.pid == firstPid) {
      firstProcess.wasTerminated();
    }
  }

  /** The task is gone: its wait status was collected. */
  void gone(RecordedTask task, int status) {
    if (task.tid() == firstPid) {
      exitStatus = status;
      firstEnded = true;
      firstProcess.ended();
    }
    ends(task);
    setPhase(task, RecordedTask.Phase.READY);
    forget(task);
    if (task.scratch != null) {
      task.process.space.scratch.giveBack(task.scratch);
    }
    AddressSpace space = task.process.space;
    if (--space.users == 0) {
      task.memory().close();
    }
    buffering.reconsider();
  }

  private void forget(RecordedTask task) {
    tasks.remove(task.tid());
    scheduler.remove(task);
    unrecorded = unrecorded == task ? null : unrecorded;
    starvation.forget(task);
  }

  /**
   * {@code caller}'s exec ended its process's other tasks; it takes the place of {@code leader}.
   */
  void takeLeadersPlace(RecordedTask leader, RecordedTask caller) {
    ends(leader);
    setPhase(leader, RecordedTask.Phase.READY);
    leader.process.space.users--;
    forget(leader);
    tasks.remove(caller.tid());
    caller.task.becomeLeader(leader.tid());
    tasks.put(caller.tid(), caller);
  }

  /** The number of a frame of {@code task}'s: what it did in its buffer comes before that. */
  long nextEvent(RecordedTask task) {
    if (task.hasRun) {
      task.hasRun = false;
      buffering.flush(task);
    }
    return ++event;
  }

  /** The number of a frame that holds a flushed buffer. */
  long nextBufferEvent() {
    return ++event;
  }

  void append(Frame frame) {
    boolean isPlaced = !(frame instanceof Frame.Records); // what follows those is where it stops
    if (isPlaced && unrecorded != null && unrecorded.tid() == frame.task()) {
      unrecorded = null;
    }
    if (failure == null && (!firstEnded || waitForAll)) {
      try {
        writer.append(frame);
      } catch (TraceException failed) {
        unrecordedFromNow(failed);
      }
    }
  }

  /** An array for the records of a flushed buffer. */
  byte[] bytesForRecords(int length) {
    return writer.bytesForRecords(length);
  }

  /** Keeps the contents of a file that is mapped. */
  ObjectId store(Path file, FileIdentity identity) {
    if (failure == null) {
      try {
        return objects.put(file, identity);
      } catch (TraceException.StoreFull | TraceException.OutputFailed failed) {
        unrecordedFromNow(failed);
      }
    }
    return NOT_STORED;
  }

  /**
   * The trace ends here. The program goes on, traced but not recorded, or ends with the recorder.
   */
  private void unrecordedFromNow(TraceException failed) {
    if (!goOnWhenFull) {
      throw failed;
    }
    failure = failed;
  }

  /** Why the trace ends before the program, or null. */
  @Nullable TraceException failure() {
    return failure;
  }

  /** Appends the frame of a call that is over. */
  void appendCall(RecordedTask task, PendingCall call, long result, List<Effect> effects) {
    if (call.entryRecorded) {
      append(new Frame.SyscallExit(nextEvent(task), task.tid(), call.number(), result, effects));
    } else {
      append(
          new Frame.Syscall(
              nextEvent(task), task.tid(), call.at, call.inputDigest, result, effects));
    }
  }

  /** Whether there is more than one task. */
  boolean hasOthers() {
    return tasks.size() > 1;
  }

  Starvation starvation() {
    return starvation;
  }

  LimitedRun limitedRun() {
    return run;
  }

  /** The task with this id, or null. */
  @Nullable RecordedTask task(int tid) {
    return tasks.get(tid);
  }

  Scheduler scheduler() {
    return scheduler;
  }

  Ptrace ptrace() {
    return ptrace;
  }

  ObjectStore objects() {
    return objects;
  }

  SharedSegments segments() {
    return segments;
  }

  InstructionRecorder instructions() {
    return instructions;
  }

  /** What the tasks inherit from outside. */
  Confinement confinement() {
    return confinement;
  }

  Buffering buffering() {
    return buffering;
  }

  /** The CPU that tasks run on: what rdpid and rdtscp tell. */
  int cpu() {
    return cpu;
  }

  Aside aside() {
    return aside;
  }

  RecordingWarnings warnings() {
    return warnings;
  }

  /** Events recorded so far. */
  public long events() {
    return event;
  }
}
