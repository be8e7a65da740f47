package dev.jrr.cli;

import dev.jrr.trace.Effect;
import dev.jrr.trace.Frame;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The processes of a recording, as its frames tell of them. */
final class ProcessTree {
  /** One process; a pid that was used twice is two of them. */
  static final class Process {
    private final int pid;
    private final @Nullable Process parent;
    private final long firstEvent;
    private final List<Process> children = new ArrayList<>();
    private List<String> command;
    private int tasks;
    private int liveTasks;
    private int waitStatus;
    private long lastEvent;

    Process(int pid, @Nullable Process parent, List<String> command, long firstEvent) {
      this.pid = pid;
      this.parent = parent;
      this.command = command;
      this.firstEvent = firstEvent;
      this.lastEvent = firstEvent;
      if (parent != null) {
        parent.children.add(this);
      }
    }

    int pid() {
      return pid;
    }

    /** The recorded process that made it; null for the first. */
    @Nullable Process parent() {
      return parent;
    }

    List<Process> children() {
      return children;
    }

    /** The arguments of its last exec, or until one its parent's. */
    List<String> command() {
      return command;
    }

    /** How many tasks it had in all. */
    int tasks() {
      return tasks;
    }

    long firstEvent() {
      return firstEvent;
    }

    long lastEvent() {
      return lastEvent;
    }

    /** Whether the recording saw its end. */
    boolean ended() {
      return tasks > 0 && liveTasks == 0;
    }

    /** What its parent's wait got; only if it {@link #ended}. */
    int waitStatus() {
      return waitStatus;
    }
  }

  private final Map<Integer, Process> processOfTask = new LinkedHashMap<>();
  private final List<Process> all = new ArrayList<>();

  /** Takes the next frame into account. */
  void add(Frame frame) {
    if (frame instanceof Frame.Exec exec) {
      addExec(exec);
    }
    Process process = processOfTask.get(frame.task());
    if (process == null) {
      return;
    }
    process.lastEvent = frame.event();
    for (Effect effect : frame.effects()) {
      if (effect instanceof Effect.Spawn spawn) {
        addSpawn(spawn, process, frame.event());
      }
    }
    if (frame instanceof Frame.Exit exit) {
      processOfTask.remove(exit.task());
      process.liveTasks--;
      // The leader's status is the process's; it is also the last task's when the group was killed.
      if (exit.task() == process.pid || process.liveTasks == 0) {
        process.waitStatus = exit.waitStatus();
      }
    }
  }

  private void addExec(Frame.Exec exec) {
    Process process = processOfTask.get(exec.task());
    if (process == null) {
      process = new Process(exec.process(), null, exec.arguments(), exec.event());
      addTask(exec.task(), process);
      all.add(process);
    }
    process.command = exec.arguments();
  }

  private void addSpawn(Effect.Spawn spawn, Process maker, long event) {
    Process process = maker;
    if (spawn.process() != maker.pid) {
      process = new Process(spawn.process(), maker, maker.command, event);
      all.add(process);
    }
    addTask(spawn.task(), process);
  }

  private void addTask(int task, Process process) {
    processOfTask.put(task, process);
    process.tasks++;
    process.liveTasks++;
  }

  /** All processes in the order in which they began. */
  List<Process> all() {
    return all;
  }

  /** Those that no recorded process made: the recorded program. */
  List<Process> roots() {
    return all.stream().filter(process -> process.parent == null).toList();
  }
}
