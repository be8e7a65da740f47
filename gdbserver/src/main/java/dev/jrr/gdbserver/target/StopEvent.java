package dev.jrr.gdbserver.target;

/** Why a target stands where it stands. */
public sealed interface StopEvent {
  /** A stop that belongs to one thread, which becomes the debugger's selected one. */
  sealed interface OfThread extends StopEvent {
    /** The thread. */
    ThreadId thread();
  }

  /**
   * A breakpoint on an instruction was reached.
   *
   * @param thread which reached it; its ip is the breakpoint's address, never the byte after a trap
   * @param kind SOFTWARE or HARDWARE
   */
  record AtBreakpoint(ThreadId thread, BreakpointKind kind) implements OfThread {
    /**
     * @throws IllegalArgumentException for a watchpoint's kind
     */
    public AtBreakpoint {
      if (kind.isWatchpoint()) {
        throw new IllegalArgumentException(kind + " is a watchpoint");
      }
    }
  }

  /**
   * Watched memory was touched.
   *
   * @param thread which did; its ip is after the instruction that did, as on the processor
   * @param kind WRITE, READ or ACCESS, as the watchpoint was inserted
   * @param address a byte that was touched and is watched
   */
  record AtWatchpoint(ThreadId thread, BreakpointKind kind, TargetAddress address)
      implements OfThread {
    /**
     * @throws IllegalArgumentException for a breakpoint's kind
     */
    public AtWatchpoint {
      if (!kind.isWatchpoint()) {
        throw new IllegalArgumentException(kind + " is not a watchpoint");
      }
    }
  }

  /** The step, or the range of steps, that was asked for is done. */
  record Stepped(ThreadId thread) implements OfThread {}

  /** A recorded signal is about to be delivered; resuming delivers it as recorded. */
  record Signalled(ThreadId thread, Signal signal) implements OfThread {}

  /** The interruption took effect. */
  record Interrupted(ThreadId thread) implements OfThread {}

  /** Nothing was recorded before this point. */
  record HistoryBegin(ThreadId thread) implements OfThread {}

  /** Nothing was recorded after this point; the thread is as it last was. */
  record HistoryEnd(ThreadId thread) implements OfThread {}

  /** A process was forked; the child has its first instruction before it. */
  record Forked(ThreadId thread, ThreadId child) implements OfThread {}

  /** The same by vfork: the parent waits. */
  record Vforked(ThreadId thread, ThreadId child) implements OfThread {}

  /** The child of a vfork has let go of its parent, which can run again. */
  record VforkDone(ThreadId thread) implements OfThread {}

  /** The process executes another program, none of whose instructions has been executed. */
  record Executed(ThreadId thread, String path) implements OfThread {}

  /** A system call that is caught begins. */
  record SyscallEntry(ThreadId thread, int number) implements OfThread {}

  /** A system call that is caught is done. */
  record SyscallReturn(ThreadId thread, int number) implements OfThread {}

  /**
   * A process is gone.
   *
   * @param status 0 to 255
   */
  record Exited(int process, int status) implements StopEvent {}

  /** A process was killed by a signal. */
  record Killed(int process, Signal signal) implements StopEvent {}

  /** No thread that was resumed is left, though others are. */
  record NoneResumed() implements StopEvent {}
}
