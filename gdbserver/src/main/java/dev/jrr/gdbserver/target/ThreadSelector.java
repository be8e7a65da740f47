package dev.jrr.gdbserver.target;

/** Which threads something is meant for. */
public sealed interface ThreadSelector {
  /** Whether a thread is among them. */
  boolean matches(ThreadId thread);

  /** Every thread of every process. */
  record Every() implements ThreadSelector {
    @Override
    public boolean matches(ThreadId thread) {
      return true;
    }
  }

  /** Every thread of one process, those too that it has yet to start. */
  record OfProcess(int process) implements ThreadSelector {
    @Override
    public boolean matches(ThreadId thread) {
      return thread.process() == process;
    }
  }

  /** One thread. */
  record One(ThreadId id) implements ThreadSelector {
    @Override
    public boolean matches(ThreadId thread) {
      return id.equals(thread);
    }
  }
}
