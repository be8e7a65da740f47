package dev.jrr.recorder;

import dev.jrr.trace.Frame;
import dev.jrr.trace.RegisterSet;
import dev.jrr.tracee.ChangeWindow;
import dev.jrr.tracee.ChangedWords;
import dev.jrr.tracee.MemoryMaps;
import dev.jrr.tracee.Registers;
import dev.jrr.tracee.Siginfo;
import dev.jrr.tracee.SingleStep;
import dev.jrr.tracee.Stop;
import dev.jrr.tracee.SyscallRestart;
import dev.jrr.tracee.TraceeMemory;
import dev.jrr.tracee.VectorState;
import dev.jrr.tracee.Witness;
import dev.jrr.tracee.code.Disassembler;
import dev.jrr.tracee.code.NextTouched;
import dev.jrr.tracee.code.PatchPlaces;
import dev.jrr.tracee.code.SyscallStub;
import dev.jrr.tracee.kernel.ProcessClock;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task that was stopped in mid-computation: brings it to an instruction that replay can find
 * again and writes the frame by which it does (async-points: key and witness).
 */
final class AsyncRecorder {
  private static final int SIGTRAP = 5;

  /** Single steps at most towards a good point. */
  private static final int STEP_LIMIT = 32;

  /** Bytes of code that the frame keeps. */
  private static final int CODE = 16;

  /** Pages whose changes are watched: 1 MB, which takes half a millisecond of a slice of 20. */
  private static final int PAGES = 256;

  /** A task is watched for this part of the time since its last event: a tenth. */
  private static final int WINDOW_SHARE = 10;

  /**
   * Never for less than 0.1 ms, in which little happens. Where a tenth would be less, the task is
   * not watched and its process's habits tell, unless there are none yet.
   */
  private static final long SHORTEST_WINDOW_NS = 100_000;

  private static final long LONGEST_WINDOW_NS = 2_000_000;

  /** Times that it is let run until it has computed for half as long. */
  private static final int WINDOW_PARTS = 20;

  /** Short loops, one around the other, that are left at most. */
  private static final int LOOPS = 3;

  private static final long TRAP_FLAG = 0x100;
  private static final long RESUME_FLAG = 0x10000;

  private final RecordSession session;
  private final StopHandler stops;
  private final SignalRecorder signals;
  private final ShortLoops loops;

  /** Made when it is first needed: most recordings need none. */
  private @Nullable ChangeWindow changes;

  /**
   * How long the task was let run on the way to the present point, or its memory was copied, which
   * {@link MemoryHabits} limits by itself.
   */
  private long apartNs;

  AsyncRecorder(RecordSession session, StopHandler stops, SignalRecorder signals) {
    this.session = session;
    this.stops = stops;
    this.signals = signals;
    this.loops = new ShortLoops(session);
  }

  /** The task was stopped by the clock, or by a signal while another has waited long enough. */
  void stopped(RecordedTask task) {
    long start = System.nanoTime();
    apartNs = 0;
    session.buffering().giveUpSleep(task);
    if (stopsBehindHook(task)) {
      return; // before a signal that its call may raise could be late
    }
    boolean watched =
        session.ranNs() > SHORTEST_WINDOW_NS * WINDOW_SHARE || !task.process.habits.isWatched();
    if (watched && (!watch(task) || stops.makesCall(task))) {
      return;
    }
    if (!goToGoodPoint(task) || !leaveLoops(task)) {
      return; // it came to an event of its own
    }
    record(task, watched ? changes : null);
    if (task.hasWaitingSignals()) {
      signals.deliverStashHere(task);
    }
    session.limitedRun().hold().pointTook(System.nanoTime() - start - apartNs);
  }

  /**
   * The task, which was in mid-computation, is killed or stopped by the kernel, and cannot go on to
   * a better place: writes the frame of the one where it is, for those who see what it stored, and
   * for those who look where it hung. False where replay could not put a jump there: what the task
   * did since its last event is then lost.
   */
  boolean leaves(RecordedTask task) {
    if (!task.hasRun || task.call != null || !task.task.readRegisters()) {
      return false;
    }
    Registers registers = task.task.registers();
    boolean computes =
        registers.get(Registers.ORIG_RAX) < 0
            && !session.buffering().isInHook(task)
            && session.buffering().stubAround(task) == null
            && !isAtMoved(task);
    if (!computes
        || isRepeating(task)
        || PatchPlaces.ofThisThread().group(task.memory(), registers.rip()) == null) {
      return false;
    }
    record(task, null);
    return true;
  }

  /** Steps until the task is where a jump can be put; false when something else happened. */
  private boolean goToGoodPoint(RecordedTask task) {
    for (int step = 0; step < STEP_LIMIT; step++) {
      SyscallStub stub = session.buffering().stubAround(task);
      if (stopsBehindHook(task)) {
        return false;
      }
      if (stub != null && stub.isAtCall(task.task.registers().rip())) {
        return false; // it makes a traced call
      }
      if (stub == null && !isAtMoved(task) && isGood(task)) {
        return true;
      }
      if (task.task.isEnding()) {
        stops.handle(task, session.waitFor(task));
        return false;
      }
      Stop stop = isRepeating(task) ? runOverInstruction(task) : step(task);
      if (stop != null && !goesOn(task, stop)) {
        stops.handle(task, stop);
        return false;
      }
    }
    return true;
  }

  /**
   * Lets a task that is in short loops run to a good point behind them; false when something else
   * happened.
   */
  private boolean leaveLoops(RecordedTask task) {
    for (int loop = 0; loop < LOOPS; loop++) {
      long[] exits = loops.exits(task);
      if (exits.length == 0) {
        return true;
      }
      long start = System.nanoTime();
      Stop stop = loops.leave(task, exits);
      apartNs += System.nanoTime() - start;
      boolean left = loops.isAtExit(task, stop);
      if (!left && !wasLimited(task, stop)) {
        stops.handle(task, stop);
        return false;
      }
      if (stops.makesCall(task) || !goToGoodPoint(task)) {
        return false;
      }
      if (!left) {
        return true;
      }
    }
    return true;
  }

  /** Whether a stop on the way to a good point is the end of a step, or of signals that wait. */
  private boolean goesOn(RecordedTask task, Stop stop) {
    if (!(stop instanceof Stop.SignalDelivery delivery)) {
      return false;
    }
    Siginfo siginfo = Siginfo.of(session.ptrace(), task.tid());
    return siginfo.isStep()
        || ShortLoops.takesLateTrap(task, siginfo)
        || signals.joinsStash(task, delivery.signal());
  }

  /** Whether the task is about to be trapped where a patch has moved what was there. */
  private static boolean isAtMoved(RecordedTask task) {
    BufferedSpace hook = task.process.space.hook;
    return hook != null && hook.sites.trappedAt(task.task.registers().rip()) != null;
  }

  /** A task that is in the hook is asked to stop at its call's end; false for others. */
  private boolean stopsBehindHook(RecordedTask task) {
    boolean isInHook = session.buffering().isInHook(task);
    if (isInHook) {
      session.buffering().requestStop(task);
    }
    return isInHook;
  }

  /** One instruction; at a call without jrr's filter, to the stop at its entry. */
  private Stop step(RecordedTask task) {
    if (!task.process.filtered || !isSyscall(task)) {
      return SingleStep.real(task.task);
    }
    // A step would make the call, and only then stop.
    task.task.contToSyscall(0);
    return session.waitFor(task);
  }

  private static boolean isSyscall(RecordedTask task) {
    byte[] code = new byte[3];
    int got = task.memory().read(task.task.registers().rip(), code, 0, code.length);
    int at = got == code.length && (code[0] & 0xf0) == 0x40 ? 1 : 0; // a REX prefix
    return got >= at + 2 && code[at] == 0x0f && code[at + 1] == 0x05;
  }

  private static boolean isRepeating(RecordedTask task) {
    byte[] one = new byte[1];
    task.memory().read(task.task.registers().rip(), one, 0, 1);
    int opcode = one[0] & 0xff;
    return opcode == 0xf2 || opcode == 0xf3;
  }

  /**
   * A repeated string instruction steps once an iteration: runs to a trap after it. Null there,
   * else the stop that came before.
   */
  private @Nullable Stop runOverInstruction(RecordedTask task) {
    TraceeMemory memory = task.memory();
    long ip = task.task.registers().rip();
    byte[] code = new byte[Disassembler.LONGEST];
    int got = memory.read(ip, code, 0, code.length);
    int length = Disassembler.ofThisThread().lengthAt(code, 0, got);
    boolean goesOnAfter = length > 0 && isStringInstruction(code);
    byte[] original = goesOnAfter ? memory.read(ip + length, 1) : null;
    if (original == null || memory.write(ip + length, new byte[] {(byte) 0xcc}, 0, 1) < 1) {
      return step(task);
    }
    RecordSession.goOnRunning(task, 0);
    Stop stop = session.waitFor(task);
    memory.write(ip + length, original, 0, 1);
    if (stop instanceof Stop.SignalDelivery delivery
        && delivery.signal() == SIGTRAP
        && task.task.registers().rip() == ip + length + 1) {
      task.task.changeRegisters().set(Registers.RIP, ip + length);
      return null;
    }
    return stop;
  }

  /** Whether it is ins, outs, movs, cmps, stos, lods or scas; not what has such a prefix only. */
  private static boolean isStringInstruction(byte[] code) {
    int at = 0;
    while (at < code.length - 1 && isPrefix(code[at] & 0xff)) {
      at++;
    }
    int opcode = code[at] & 0xff;
    return opcode >= 0x6c && opcode <= 0x6f
        || opcode >= 0xa4 && opcode <= 0xa7
        || opcode >= 0xaa && opcode <= 0xaf;
  }

  /** Repetition, operand and address size, segments, REX. */
  private static boolean isPrefix(int code) {
    return code == 0xf2
        || code == 0xf3
        || code == 0x66
        || code == 0x67
        || code == 0x64
        || code == 0x65
        || (code & 0xf0) == 0x40;
  }

  /** Whether replay finds this place again fast. */
  static boolean isGood(RecordedTask task) {
    return !isRepeating(task)
        && PatchPlaces.ofThisThread().isQuiet(task.memory(), task.task.registers().rip());
  }

  /**
   * Looks at the task's memory and lets it run on, for a small part of the time that it has run:
   * what it changes meanwhile tells visits of its place apart. False when it came to something
   * else.
   */
  private boolean watch(RecordedTask task) {
    if (changes == null) {
      changes = new ChangeWindow(PAGES);
    }
    changes.begin(task.tid());
    long start = System.nanoTime();
    MemoryHabits habits = task.process.habits;
    if (changes.isPartial()) {
      habits.begin(task.task);
    }
    if (!runOn(task)) {
      return false;
    }
    habits.end(task.task);
    apartNs = System.nanoTime() - start;
    return true;
  }

  /** Lets the task run on for part of the time that it has run; false when it came to a stop. */
  private boolean runOn(RecordedTask task) {
    long share = session.ranNs() / WINDOW_SHARE;
    long window = Math.max(SHORTEST_WINDOW_NS, Math.min(LONGEST_WINDOW_NS, share));
    long enough = ProcessClock.nanoseconds(task.process.pid) + window / 2;
    // On a busy machine others may have the CPU meanwhile.
    for (int part = 0; part < WINDOW_PARTS; part++) {
      Stop stop = session.limitedRun().runOn(task, window);
      if (!wasLimited(task, stop)) {
        task.process.habits.abandon();
        stops.handle(task, stop);
        return false;
      }
      if (ProcessClock.nanoseconds(task.process.pid) >= enough) {
        break;
      }
    }
    return true;
  }

  /** Whether a task that was let run only came to the end of its time, or to signals that wait. */
  private boolean wasLimited(RecordedTask task, Stop stop) {
    return stop instanceof Stop.EventTrap
        || stop instanceof Stop.SignalDelivery delivery
            && !session.buffering().mustLeaveFirst(task) // its call may have raised it
            && signals.joinsStash(task, delivery.signal());
  }

  /** Writes the frame of the place where the task is; {@code watching} knows its memory earlier. */
  private void record(RecordedTask task, @Nullable ChangeWindow watching) {
    List<MemoryMaps.Mapping> mappings = MemoryMaps.read(task.tid());
    ChangedWords seen = watching == null ? ChangedWords.NONE : watching.end(task.tid(), mappings);
    Registers registers = new Registers();
    registers.copyFrom(task.task.registers());
    SyscallRestart.turnBack(registers.words());
    registers.set(Registers.EFLAGS, registers.get(Registers.EFLAGS) & ~(TRAP_FLAG | RESUME_FLAG));
    long[] touched = NextTouched.addresses(registers, task.memory());
    Witness.Writable writable = Witness.Writable.of(mappings);
    Witness witness = Witness.collect(registers, touched, task.memory(), writable);
    MemoryHabits habits = task.process.habits;
    boolean sawAll = watching != null && watching.sawAll();
    ChangedWords known =
        sawAll
            ? watching.saw(habits.known())
            : ChangedWords.read(habits.known(), task.memory(), writable);
    ChangedWords words = seen.and(known);
    if (watching != null) {
      // Of much memory a copy tells: what is seen of a part of it would crowd that out.
      habits.watched(sawAll ? seen : ChangedWords.NONE);
    }
    byte[] code = new byte[CODE];
    int got = task.memory().read(registers.rip(), code, 0, CODE);
    byte[] state = session.ptrace().getVectorState(task.tid());
    if (state == null) {
      return; // killed meanwhile: what was read may be wrong
    }
    session.append(
        new Frame.AsyncPoint(
            session.nextEvent(task),
            task.tid(),
            RegisterSet.copyOf(registers.words()),
            Arrays.copyOf(code, got),
            VectorState.xmm(state),
            witness.lines(),
            witness.contents(),
            words.addresses(),
            words.values()));
  }
}
