package dev.jrr.tracee;

/**
 * Why a task stopped or that it ended: a wait status decoded once (ptrace(2), wait(2)). A switch
 * over the kinds goes through {@link Visitor}, which has no default: a new kind breaks the build
 * where it is not handled.
 */
public sealed interface Stop {
  /** Calls the method for this kind. */
  <R> R accept(Visitor<R> visitor);

  /** Whether the task is about to end, or has ended. */
  default boolean isEnd() {
    return this instanceof Exiting || this instanceof Exited || this instanceof Signalled;
  }

  /** One method a kind. */
  interface Visitor<R> {
    R syscall(Syscall stop);

    R seccompTrap(SeccompTrap stop);

    R signal(SignalDelivery stop);

    R groupStop(GroupStop stop);

    R trap(EventTrap stop);

    R newTask(NewTask stop);

    R vforkDone(VforkDone stop);

    R exec(Exec stop);

    R exiting(Exiting stop);

    R exited(Exited stop);

    R signalled(Signalled stop);
  }

  /** A syscall's entry or exit (which of the two follows from how the task was resumed). */
  record Syscall() implements Stop {
    public <R> R accept(Visitor<R> visitor) {
      return visitor.syscall(this);
    }
  }

  /** The filter's TRACE verdict: before the call is made. */
  record SeccompTrap() implements Stop {
    public <R> R accept(Visitor<R> visitor) {
      return visitor.seccompTrap(this);
    }
  }

  /** A signal is about to be delivered; resuming decides whether it is. */
  record SignalDelivery(int signal) implements Stop {
    public <R> R accept(Visitor<R> visitor) {
      return visitor.signal(this);
    }
  }

  /** The thread group is stopped by {@code signal} (job control). */
  record GroupStop(int signal) implements Stop {
    public <R> R accept(Visitor<R> visitor) {
      return visitor.groupStop(this);
    }
  }

  /**
   * PTRACE_EVENT_STOP with SIGTRAP: a new task's first stop, an interrupt, or the end of a group
   * stop.
   */
  record EventTrap() implements Stop {
    public <R> R accept(Visitor<R> visitor) {
      return visitor.trap(this);
    }
  }

  /** How a new task was made. */
  enum Creation {
    FORK,
    VFORK,
    CLONE
  }

  /** The task made another one, whose id is the event message. */
  record NewTask(Creation creation) implements Stop {
    public <R> R accept(Visitor<R> visitor) {
      return visitor.newTask(this);
    }
  }

  /** A vfork child let go of its parent's memory. */
  record VforkDone() implements Stop {
    public <R> R accept(Visitor<R> visitor) {
      return visitor.vforkDone(this);
    }
  }

  /**
   * A new program is in place; none of its instructions ran. The event message is the former tid.
   */
  record Exec() implements Stop {
    public <R> R accept(Visitor<R> visitor) {
      return visitor.exec(this);
    }
  }

  /** The task is about to end; the event message is its wait status. */
  record Exiting() implements Stop {
    public <R> R accept(Visitor<R> visitor) {
      return visitor.exiting(this);
    }
  }

  /** Gone, with an exit code. */
  record Exited(int code) implements Stop {
    public <R> R accept(Visitor<R> visitor) {
      return visitor.exited(this);
    }
  }

  /** Gone, by a signal. */
  record Signalled(int signal, boolean coreDumped) implements Stop {
    public <R> R accept(Visitor<R> visitor) {
      return visitor.signalled(this);
    }
  }

  /** The kinds that carry nothing: one instance each, so that the hot ones cost no allocation. */
  Syscall SYSCALL = new Syscall();

  SeccompTrap SECCOMP_TRAP = new SeccompTrap();

  /**
   * Decodes a wait status. A group stop, an event stop and a signal stop differ only in the high
   * half: 0x80 (event stop) shifted by 16 with a stopping signal is a group stop.
   */
  static Stop decode(int status) {
    if ((status & 0x7f) == 0) {
      return new Exited(status >> 8 & 0xff);
    }
    if ((status & 0xff) != 0x7f) {
      return new Signalled(status & 0x7f, (status & 0x80) != 0);
    }
    int signal = status >> 8 & 0xff;
    int event = status >> 16;
    return switch (event) {
      case 0 -> signal == (5 | 0x80) ? SYSCALL : new SignalDelivery(signal);
      case 1 -> new NewTask(Creation.FORK);
      case 2 -> new NewTask(Creation.VFORK);
      case 3 -> new NewTask(Creation.CLONE);
      case 4 -> new Exec();
      case 5 -> new VforkDone();
      case 6 -> new Exiting();
      case 7 -> SECCOMP_TRAP;
      case 128 -> signal == 5 ? new EventTrap() : new GroupStop(signal);
      default ->
          throw new IllegalArgumentException(
              "unknown ptrace event in status 0x" + Integer.toHexString(status));
    };
  }
}
