package dev.jrr.gdbserver.target;

import java.util.List;
import java.util.Optional;

/**
 * What is debugged: a replay, which stands still except while {@link #resume} runs.
 *
 * <p>All methods are called on the target thread, one at a time. Those with a default body belong
 * to a {@link TargetFeature} and are called only when {@link #capabilities} names it. Unless said
 * otherwise, {@link TargetException} means: no such process, no such memory, or not allowed in a
 * replay; the target is then as it was before.
 */
public interface Target {
  /** What this target can do; always the same answer. */
  TargetCapabilities capabilities();

  /** Every thread of every process that exists at this point; empty when all are gone. */
  List<ThreadId> threads();

  /** The thread that the last stop is about; empty only when there are no threads. */
  Optional<ThreadId> currentThread();

  /** Why the target stands where it stands. At the start of a replay that is HistoryBegin. */
  StopEvent currentStop();

  /** What the program calls the thread, as in /proc/PID/task/TID/comm; may be empty. */
  String threadName(ThreadId thread) throws TargetException;

  /** One short line more about a thread for lists of threads (what it waits for); may be empty. */
  String threadDescription(ThreadId thread) throws TargetException;

  /** The registers of a thread, its ip shown as that of the original instruction. */
  RegisterFile readRegisters(ThreadId thread) throws TargetException;

  /** Sets the registers of a thread; a replay does that in a diversion or refuses (EPERM). */
  void writeRegisters(ThreadId thread, RegisterFile registers) throws TargetException;

  /**
   * Reads memory as the program would see it natively: no inserted breakpoint and no patched site
   * shows.
   *
   * @return at least one byte; fewer than asked for when readable memory ends before
   * @throws TargetException EFAULT when the first byte cannot be read
   */
  byte[] readMemory(int process, TargetAddress address, int lengthBytes) throws TargetException;

  /** Writes memory, all or nothing; a replay does that in a diversion or refuses (EPERM). */
  void writeMemory(int process, TargetAddress address, byte[] bytes) throws TargetException;

  /**
   * Inserts a breakpoint; one that is already there only gets the new condition. For a watchpoint
   * the condition counts too.
   */
  void insertBreakpoint(Breakpoint breakpoint, BreakpointCondition condition)
      throws TargetException;

  /** Removes a breakpoint that was inserted. */
  void removeBreakpoint(Breakpoint breakpoint) throws TargetException;

  /**
   * Runs until something stops the target, and says what. Returns soon after the request's {@link
   * Interruption} is requested, also when that was before the call.
   *
   * @throws TargetException when the run itself failed (a divergence); the target then stands
   *     somewhere, and {@link #currentStop} says where
   */
  StopEvent resume(ResumeRequest request) throws TargetException;

  /** Ends a process for this debugger; no exit is reported. */
  void kill(int process) throws TargetException;

  /** Leaves a process to itself. */
  void detach(int process) throws TargetException;

  /**
   * Goes back to the start of the recording, whatever was killed; {@link TargetFeature#RESTART}.
   */
  default StopEvent restart() throws TargetException {
    throw TargetException.unsupported("restart");
  }

  /** The auxiliary vector as the kernel made it at exec; {@link TargetFeature#AUXV}. */
  default byte[] auxiliaryVector(int process) throws TargetException {
    throw TargetException.unsupported("auxiliary vector");
  }

  /** The program's path on the recorded machine; {@link TargetFeature#EXECUTABLE_PATH}. */
  default String executablePath(int process) throws TargetException {
    throw TargetException.unsupported("executable path");
  }

  /**
   * The {@code siginfo_t} of the signal that the thread stopped for; {@link TargetFeature#SIGINFO}.
   */
  default byte[] signalInfo(ThreadId thread) throws TargetException {
    throw TargetException.unsupported("siginfo");
  }

  /** What the dynamic linker has mapped; {@link TargetFeature#LIBRARIES}. */
  default SharedLibraries libraries(int process) throws TargetException {
    throw TargetException.unsupported("list of libraries");
  }

  /**
   * Opens a file as the process would have seen it at this point; {@link TargetFeature#FILES}.
   *
   * @param process whose file system it is, or 0 for the first process'
   * @param path absolute
   * @throws TargetException ENOENT, EISDIR, ENOTDIR or EACCES
   */
  default TargetFile openFile(int process, String path) throws TargetException {
    throw TargetException.unsupported("files");
  }

  /**
   * What a symbolic link holds; {@link TargetFeature#FILES}.
   *
   * @throws TargetException ENOENT, or EINVAL when it is no link
   */
  default String readLink(int process, String path) throws TargetException {
    throw TargetException.unsupported("files");
  }

  /**
   * Does a monitor command and says what it printed; {@link TargetFeature#MONITOR}.
   *
   * @throws TargetException with a line for the user when there is no such command or it failed
   */
  default String monitor(String command) throws TargetException {
    throw TargetException.unsupported("monitor commands");
  }
}
