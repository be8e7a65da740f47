package dev.jrr.trace;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The record of one event: which task, where it must be (checked), and what then happens to it (its
 * effects, in order). Event numbers are dense and start at 1.
 *
 * <p>{@code at} is the task's registers at the place that the event names, with {@code rip} at the
 * instruction after {@code syscall} for calls (as the kernel shows it) and {@code orig_rax} the
 * call's number.
 */
public sealed interface Frame {
  /** The event's number, from 1. */
  long event();

  /** The recorded thread id of the task it belongs to. */
  int task();

  /** What replay applies, in order. */
  default List<Effect> effects() {
    return List.of();
  }

  /**
   * The task has a new program. {@code at} is the execve call's entry; null for the session's first
   * program. The effects build the address space from nothing.
   */
  record Exec(
      long event,
      int task,
      int process,
      @Nullable RegisterSet at,
      String executable,
      List<String> arguments,
      List<String> environment,
      byte[] auxv,
      List<Effect> effects)
      implements Frame {}

  /**
   * A call entered and left with no other task in between. {@code inputDigest} is the CRC32C of the
   * memory that the call reads ({@code 0} where it reads none).
   */
  record Syscall(
      long event, int task, RegisterSet at, int inputDigest, long result, List<Effect> effects)
      implements Frame {}

  /** A call entered that blocks; other tasks run before its {@link SyscallExit}. */
  record SyscallEnter(long event, int task, RegisterSet at, int inputDigest, List<Effect> effects)
      implements Frame {}

  /**
   * The blocked call's end. A {@code result} of -512 to -516 (the kernel's ERESTART family) means
   * interrupted: replay leaves the task at the syscall instruction again, as for a restart.
   */
  record SyscallExit(long event, int task, int number, long result, List<Effect> effects)
      implements Frame {}

  /**
   * Part of what a call wrote that wrote much: between its {@link SyscallEnter} and its {@link
   * SyscallExit}, so that no frame is larger than memory allows.
   */
  record Outputs(long event, int task, List<Effect> effects) implements Frame {}

  /** What a signal did. */
  enum Disposition {
    /** A handler runs; the effects are its frame and registers. */
    HANDLER,
    /** Nothing that user code can see. */
    IGNORED,
    /** The default action stopped the thread group. */
    STOPPED,
    /** The default action ends the thread group; an {@link Exit} follows for each task. */
    TERMINATED
  }

  /** How replay comes to the place of a signal. */
  enum Arrival {
    /** The task is there already: nothing ran since its previous event. */
    HERE,
    /** The instruction at {@code at.rip} raises the signal again. */
    FAULT,
    /** At the task's next syscall instruction, before the call is made; rax is its number. */
    BEFORE_SYSCALL
  }

  /** A signal is delivered. {@code siginfo} is the kernel's 128 bytes. */
  record Signal(
      long event,
      int task,
      RegisterSet at,
      int signal,
      byte[] siginfo,
      Arrival arrival,
      Disposition disposition,
      List<Effect> effects)
      implements Frame {}

  /**
   * The task is at a place that nothing of its own determines: it was stopped in mid-computation. A
   * signal that follows is delivered {@link Arrival#HERE}; otherwise another task goes on.
   *
   * <p>{@code lines} are addresses of memory lines, {@code contents} their bytes one after the
   * other: replay's visits of the place are told apart by them. {@code vectors} are the 16 xmm
   * registers, {@code code} the bytes at the place, which a JIT compiler may write only on the way.
   * {@code changed} are addresses of words that the task was seen to change shortly before, {@code
   * values} what they hold at the place: nothing need lead to these.
   */
  record AsyncPoint(
      long event,
      int task,
      RegisterSet at,
      byte[] code,
      byte[] vectors,
      long[] lines,
      byte[] contents,
      long[] changed,
      long[] values)
      implements Frame {}

  /**
   * Calls that the task makes from here on without a stop: {@code count} records of the syscall
   * buffer, as hook.c wrote them. The task's next frame comes after the last of them.
   */
  record Records(long event, int task, int count, byte[] bytes) implements Frame {}

  /** The task stopped right after the last of its {@link Records}; {@code at} is where. */
  record HookStop(long event, int task, RegisterSet at) implements Frame {}

  /**
   * Instructions whose result depends on the machine, trapped and emulated; and any that a patch
   * has moved, where a task came to its place by a jump of its own.
   */
  enum Instruction {
    RDTSC,
    RDTSCP,
    RDRAND,
    RDSEED,
    RDPID,
    MOVED
  }

  /** A trapped instruction; the effects hold its registers afterwards. */
  record Emulated(
      long event, int task, RegisterSet at, Instruction instruction, List<Effect> effects)
      implements Frame {}

  /**
   * The task is gone. {@code at} is the exit call's entry, null where it died otherwise. {@code
   * waitStatus} as wait(2) gives it to the parent.
   */
  record Exit(long event, int task, @Nullable RegisterSet at, int waitStatus, List<Effect> effects)
      implements Frame {}
}
