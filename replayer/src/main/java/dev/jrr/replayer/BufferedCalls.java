package dev.jrr.replayer;

import dev.jrr.layout.JrrLayout;
import dev.jrr.trace.Effect;
import dev.jrr.trace.Frame;
import dev.jrr.tracee.BufferedRecords;
import dev.jrr.tracee.Registers;
import dev.jrr.tracee.Stop;
import dev.jrr.tracee.SyscallBuffer;
import dev.jrr.tracee.TraceeMemory;
import java.util.List;
import java.util.NavigableMap;

/**
 * Calls that a task makes without a stop, from records that were put into its buffer. The debugger
 * sees such a call as one instruction: it never stops in the hook.
 */
final class BufferedCalls {
  private final ReplaySession session;

  BufferedCalls(ReplaySession session) {
    this.session = session;
  }

  /** Puts the records in; {@code stops} tells that the frame after them has no stop of its own. */
  static void load(ReplayTask task, Frame.Records records, boolean stops) {
    ReplaySpace space = task.space;
    space.recordCount = records.count();
    space.records = new BufferedRecords(records.bytes());
    space.stopsAfterRecords = stops;
    space.changes = space.records.changes();
    SyscallBuffer.load(space.memory, records.bytes(), records.count(), stops);
  }

  /** Prints what the calls write to standard streams whose records the task has. */
  static void echo(ReplayTask task, Echo echo) {
    task.space.records.forEachPrinted((stream, bytes) -> echo.write(stream, bytes, bytes.length));
  }

  /** Whether the task is at the stop behind the last of its records, where its frame wants it. */
  static boolean isAtEnd(ReplayTask task) {
    return task.space.stopsAfterRecords
        && SyscallBuffer.consumed(task.space.memory) == task.space.recordCount
        && !isCalling(task);
  }

  /** Whether there are records that were not consumed, or whose end was not noticed yet. */
  static boolean isPending(ReplayTask task) {
    return task.space.recordCount > 0;
  }

  /** The records are used up, as they must be at the task's next frame. */
  void end(Frame frame, ReplayTask task) {
    ReplaySpace space = task.space;
    if (space.recordCount > 0) {
      space.recordCount = 0;
      space.stopsAfterRecords = false;
      if (!SyscallBuffer.isUsedUp(space.memory)) {
        throw session.diverged(
            DivergenceKind.OTHER_STOP, frame, task, "it makes fewer buffered calls than recorded");
      }
    }
  }

  /** Whether the task is in the hook, or in a stub that is about to call it. */
  static boolean isCalling(ReplayTask task) {
    return task.space.sites.isCalling(task.task.registers().rip());
  }

  /** Runs a task that is in the hook out of it: to its stop, or to a call that is not buffered. */
  Stop leave(ReplayTask task) {
    TraceeMemory memory = task.space.memory;
    memory.writeWord(JrrLayout.HOOK_STOP_AT, 0);
    Stop stop;
    do {
      task.task.contEmulating();
      stop = task.task.waitForStop();
    } while (isFault(task, stop));
    memory.writeWord(
        JrrLayout.HOOK_STOP_AT, task.space.stopsAfterRecords ? task.space.recordCount : -1);
    keepUp(task);
    return stop;
  }

  /** The hook met an address that is not mapped: as when recording, it makes no call. */
  boolean isFault(ReplayTask task, Stop stop) {
    boolean isFault =
        stop instanceof Stop.SignalDelivery
            && SyscallBuffer.isInHook(task.task.registers().rip())
            && session.siginfo(task).isFault()
            && !session.siginfo(task).isTrap();
    if (isFault) {
      task.task.changeRegisters().set(Registers.RIP, JrrLayout.HOOK_BAIL);
    }
    return isFault;
  }

  /** The task stopped: what the hook did to memory since the last time is known from now on. */
  void keepUp(ReplayTask task) {
    ReplaySpace space = task.space;
    if (space.changes.isEmpty()) {
      return;
    }
    long position = SyscallBuffer.position(space.memory);
    long toMake = SyscallBuffer.toMake(space.memory);
    NavigableMap<Long, BufferedRecords.NotedCall> passed =
        space.changes.headMap(toMake >= 0 ? toMake : position, false);
    for (BufferedRecords.NotedCall call : passed.values()) {
      session.effects().keepUp(task, NotedEffects.ofMemory(call, session.effects()::nameOf));
    }
    passed.clear();
  }

  /**
   * Whether the task, which is about to make a call, is at the hook's stop: it goes to the tail.
   */
  boolean leaveStop(Frame frame, ReplayTask task) {
    Registers registers = task.task.registers();
    if (registers.rip() == JrrLayout.HOOK_DIVERGED + 2) {
      throw session.diverged(
          DivergenceKind.INPUT, frame, task, SyscallBuffer.difference(task.space.memory));
    }
    if (!SyscallBuffer.isAtStop(registers)) {
      return false;
    }
    ReplaySpace space = task.space;
    boolean mayMake = space.namesContents || !space.changes.isEmpty();
    long toMake = mayMake ? SyscallBuffer.toMake(space.memory) : -1;
    if (toMake >= 0) {
      make(frame, task, toMake);
      SyscallBuffer.made(space.memory);
    }
    SyscallBuffer.leaveStop(task.task);
    return true;
  }

  /** Does what the call did whose record begins there. */
  private void make(Frame frame, ReplayTask task, long record) {
    EffectApplier effects = session.effects();
    BufferedRecords.NotedCall call = task.space.changes.remove(record);
    if (call != null) {
      effects.apply(frame, task, NotedEffects.of(call, task, effects::nameOf));
      return;
    }
    call = task.space.records.notedAt(record);
    Effect.WriteMemory write = effects.contents().read(call);
    effects.apply(frame, task, List.of(write));
    DebugRegisters.stored(task, write.address(), write.bytes().length);
  }
}
