package dev.jrr.replayer;

import dev.jrr.tracee.MemoryMaps;
import dev.jrr.tracee.Task;
import dev.jrr.tracee.TraceeMemory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * Kernel tasks made out of others, by a call that one of them is made to execute. Each is a process
 * of its own and the supervisor's child; it is stopped before its first instruction.
 */
final class Clones {
  private static final int CLONE = 56;
  private static final int MADVISE = 28;
  private static final int CLONE_VM = 0x100;
  private static final int CLONE_PARENT = 0x8000;
  private static final int SIGCHLD = 17;

  /** madvise(2): what a child of fork lacks, and its undoing; what it has zeroed, and that's. */
  static final int DONTFORK = 10;

  private static final int DOFORK = 11;
  static final int WIPEONFORK = 18;
  private static final int KEEPONFORK = 19;

  private Clones() {}

  /** A range whose pages a fork would not copy, and the advice that says so. */
  private record Mark(long start, long length, int advice) {
    int opposite() {
      return advice == DONTFORK ? DOFORK : KEEPONFORK;
    }
  }

  /** A task with a copy of the memory, as the program's fork makes it; null where it failed. */
  static @Nullable Task forking(Task task, CallList calls) {
    return make(task, calls, 0);
  }

  /** A task that shares the memory; null where it failed. */
  static @Nullable Task sharing(Task task, CallList calls) {
    return make(task, calls, CLONE_VM);
  }

  private static @Nullable Task make(Task task, CallList calls, int sharing) {
    if (calls.call(CLONE, sharing | CLONE_PARENT | SIGCHLD, 0, 0, 0, 0) < 0) {
      return null;
    }
    int tid = calls.newTask();
    TraceeMemory memory = sharing != 0 ? task.memory() : new TraceeMemory(tid);
    Task made = new Task(task.ptrace(), tid, memory);
    made.waitForStop();
    if (task.dispatches() && !made.dispatchCalls()) {
      throw new IllegalStateException("task " + tid + " cannot be made to dispatch calls");
    }
    return made;
  }

  /**
   * A task with a copy of all memory, also of what the program has marked as not for its children;
   * {@code marked} says whether there is such. Null where it failed.
   */
  static @Nullable Task copying(Task task, boolean marked) {
    List<Mark> marks = marked ? marks(task.tid()) : List.of();
    Task copy;
    try (CallList calls = new CallList(task)) {
      for (Mark mark : marks) {
        calls.addAny(MADVISE, mark.start, mark.length, mark.opposite());
      }
      copy = forking(task, calls);
      setAgain(marks, calls);
    }
    if (copy != null && !marks.isEmpty()) {
      try (CallList calls = new CallList(copy)) {
        setAgain(marks, calls);
      }
    }
    return copy;
  }

  private static void setAgain(List<Mark> marks, CallList calls) {
    for (Mark mark : marks) {
      calls.addAny(MADVISE, mark.start, mark.length, mark.advice);
    }
  }

  /** Reads them from the VmFlags of /proc/PID/smaps (proc(5)): dc is do not copy, wf wipe. */
  private static List<Mark> marks(int tid) {
    List<Mark> marks = new ArrayList<>();
    List<MemoryMaps.Mapping> mappings = MemoryMaps.read(tid);
    int index = -1;
    try {
      Path smaps = Path.of("/proc/" + tid + "/smaps");
      for (String line : Files.readAllLines(smaps, StandardCharsets.ISO_8859_1)) {
        if (line.startsWith("Size:")) {
          index++;
        } else if (line.startsWith("VmFlags:")) {
          MemoryMaps.Mapping mapping = mappings.get(index);
          StringTokenizer flags = new StringTokenizer(line);
          while (flags.hasMoreTokens()) {
            String flag = flags.nextToken();
            if (flag.equals("dc") || flag.equals("wf")) {
              int advice = flag.equals("dc") ? DONTFORK : WIPEONFORK;
              marks.add(new Mark(mapping.start(), mapping.length(), advice));
            }
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return marks;
  }
}
