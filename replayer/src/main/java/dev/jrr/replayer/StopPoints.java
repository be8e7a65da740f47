package dev.jrr.replayer;

import dev.jrr.gdbserver.target.Breakpoint;
import dev.jrr.gdbserver.target.BreakpointCondition;
import dev.jrr.gdbserver.target.BreakpointKind;
import dev.jrr.gdbserver.target.Errno;
import dev.jrr.gdbserver.target.RegisterFile;
import dev.jrr.gdbserver.target.StopEvent;
import dev.jrr.gdbserver.target.TargetAddress;
import dev.jrr.gdbserver.target.TargetException;
import dev.jrr.gdbserver.target.ThreadId;
import dev.jrr.tracee.syscalls.MemoryView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * gdb's breakpoints and watchpoints in the debugged process, and whether one stops a run. In memory
 * a breakpoint is only while a task of its process runs ({@link ReplaySpace}).
 */
final class StopPoints {
  /** What a watchpoint's memory held before a frame was applied. */
  private record Held(Breakpoint watchpoint, byte[] bytes) {}

  private final Map<Breakpoint, BreakpointCondition> points = new HashMap<>();
  private final DebugRegisters debugRegisters = new DebugRegisters();
  private final Function<ReplayTask, RegisterFile> registers;
  private final List<Held> held = new ArrayList<>();

  /**
   * @param registers reads a task's registers for conditions
   */
  StopPoints(Function<ReplayTask, RegisterFile> registers) {
    this.registers = registers;
  }

  /**
   * @throws TargetException when the debug registers do not suffice for a watchpoint
   */
  void add(Breakpoint point, BreakpointCondition condition) throws TargetException {
    if (point.kind().isWatchpoint()) {
      debugRegisters.add(point);
    }
    points.put(point, condition);
  }

  /** Removes {@code point}, if it is there, also from what the tasks of its process share. */
  void remove(Breakpoint point, Iterable<ReplayTask> tasks) {
    if (points.remove(point) == null) {
      return;
    }
    if (point.kind().isWatchpoint()) {
      debugRegisters.remove(point);
    }
    for (ReplayTask task : tasks) {
      if (task.process == point.process()) {
        task.space.removeBreakpoint(point.address().value());
      }
    }
  }

  /** Removes all: what they were in is gone. */
  void clear(Iterable<ReplayTask> tasks) {
    for (Breakpoint point : points.keySet().toArray(new Breakpoint[0])) {
      remove(point, tasks);
    }
  }

  /** After a restart: new tasks have no debug registers set. */
  void forgetTasks() {
    debugRegisters.forgetLoaded();
    held.clear();
  }

  /** Puts the points of its process where {@code task} will meet them. */
  void prepare(ReplayTask task) {
    for (Breakpoint point : points.keySet()) {
      if (!point.kind().isWatchpoint() && point.process() == task.process) {
        task.space.addBreakpoint(point.address().value());
      }
    }
    debugRegisters.load(task);
  }

  /** The stop for a breakpoint at the ip of {@code task}; null where there is none that holds. */
  @Nullable StopEvent atBreakpoint(ReplayTask task, ThreadId thread) {
    long ip = task.pc();
    for (Map.Entry<Breakpoint, BreakpointCondition> entry : points.entrySet()) {
      Breakpoint point = entry.getKey();
      if (point.address().value() == ip
          && point.process() == task.process
          && !point.kind().isWatchpoint()
          && holds(entry.getValue(), task)) {
        return new StopEvent.AtBreakpoint(thread, point.kind());
      }
    }
    return null;
  }

  /** The stop for a watchpoint that an instruction of {@code task} has just hit. */
  @Nullable StopEvent atWatchpoint(ReplayTask task, ThreadId thread) {
    for (Breakpoint hit : debugRegisters.hits(task)) {
      BreakpointCondition condition = points.get(hit);
      if (condition != null && holds(condition, task)) {
        return new StopEvent.AtWatchpoint(thread, hit.kind(), hit.address());
      }
    }
    return null;
  }

  /**
   * Before a frame is applied to {@code task}: what a call writes passes no debug register, so it
   * is found by comparing.
   */
  void beforeFrame(ReplayTask task) {
    held.clear();
    for (Breakpoint point : points.keySet()) {
      if (point.kind().isWatchpoint() && point.process() == task.process) {
        held.add(new Held(point, bytes(task.space, point)));
      }
    }
  }

  /** After it: the stop for a watchpoint whose memory the frame has changed. */
  @Nullable StopEvent afterFrame(ReplayTask task, ThreadId thread) {
    for (Held before : held) {
      Breakpoint point = before.watchpoint;
      BreakpointCondition condition = points.get(point);
      if (point.kind() != BreakpointKind.READ
          && condition != null
          && !Arrays.equals(before.bytes, bytes(task.space, point))
          && holds(condition, task)) {
        return new StopEvent.AtWatchpoint(thread, point.kind(), point.address());
      }
    }
    return null;
  }

  private static byte[] bytes(MemoryView memory, Breakpoint watchpoint) {
    byte[] bytes = new byte[watchpoint.lengthBytes()];
    int got = memory.read(watchpoint.address().value(), bytes, 0, bytes.length);
    return got == bytes.length ? bytes : Arrays.copyOf(bytes, got);
  }

  private boolean holds(BreakpointCondition condition, ReplayTask task) {
    return condition == BreakpointCondition.ALWAYS
        || condition.holds(
            registers.apply(task), (address, length) -> read(task.space, address, length));
  }

  /**
   * Reads memory as gdb is shown it.
   *
   * @throws TargetException where nothing is mapped
   */
  static byte[] read(ReplaySpace space, TargetAddress address, int length) throws TargetException {
    byte[] bytes = space.readForDebugger(address.value(), length);
    if (bytes.length == 0) {
      throw new TargetException(Errno.EFAULT, "nothing is mapped at " + address);
    }
    return bytes;
  }
}
