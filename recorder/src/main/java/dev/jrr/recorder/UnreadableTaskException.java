package dev.jrr.recorder;

import dev.jrr.tracee.TraceeMemory;

/** A task may be traced but not read: another user's, or its program file may not be read. */
public final class UnreadableTaskException extends RuntimeException {
  private static final long serialVersionUID = 1;
  private static final int EPERM = 1;
  private static final int EACCES = 13;

  private UnreadableTaskException(String message) {
    super(message);
  }

  /** The memory of a task that is stopped; without contents when it was killed meanwhile. */
  static TraceeMemory memoryOf(int tid) {
    TraceeMemory memory = new TraceeMemory(tid);
    int error = memory.openError();
    if (error == EPERM || error == EACCES) {
      String program = FileStatus.link("/proc/" + tid + "/exe");
      throw new UnreadableTaskException(
          "the memory of task "
              + tid
              + (program.isEmpty() ? "" : " (" + program + ")")
              + " may not be read");
    }
    return memory;
  }
}
