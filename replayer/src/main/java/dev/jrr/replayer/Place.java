package dev.jrr.replayer;

import dev.jrr.trace.Frame;
import dev.jrr.trace.RegisterSet;
import org.jspecify.annotations.Nullable;

/** How a task comes to a frame's place. */
enum Place {
  /** It is there: nothing runs. */
  HERE,
  /** At a syscall instruction, as the call is entered. */
  CALL,
  /** At a syscall instruction, before the call. */
  BEFORE_SYSCALL,
  /** Where an instruction raises the frame's signal. */
  FAULT,
  /** Where the task was stopped in mid-computation. */
  ASYNC,
  /** After the last of its buffered calls. */
  HOOK_STOP,
  /** Somewhere after the last of its buffered calls: it was killed. */
  KILLED,
  /** At an instruction that traps because its result is recorded. */
  INSTRUCTION;

  /** Whether no call, fault or trap of the task's own tells that it is there. */
  boolean isBetweenCalls() {
    return this == ASYNC || this == HOOK_STOP || this == KILLED;
  }

  /** Whether the task has to get to it, and is then compared with what was recorded. */
  boolean isChecked() {
    return this != HERE && this != KILLED;
  }

  static Place of(Frame frame) {
    if (frame instanceof Frame.Signal signal) {
      return switch (signal.arrival()) {
        case HERE -> HERE;
        case FAULT -> FAULT;
        case BEFORE_SYSCALL -> BEFORE_SYSCALL;
      };
    }
    if (frame instanceof Frame.Emulated) {
      return INSTRUCTION;
    }
    if (frame instanceof Frame.AsyncPoint) {
      return ASYNC;
    }
    if (frame instanceof Frame.HookStop) {
      return HOOK_STOP;
    }
    if (frame instanceof Frame.Exit exit && exit.at() == null) {
      return KILLED;
    }
    return atCall(frame) == null ? HERE : CALL;
  }

  /** The registers at the frame's call, null where it has none. */
  private static @Nullable RegisterSet atCall(Frame frame) {
    if (frame instanceof Frame.Syscall call) {
      return call.at();
    }
    if (frame instanceof Frame.SyscallEnter enter) {
      return enter.at();
    }
    if (frame instanceof Frame.Exec exec) {
      return exec.at();
    }
    return frame instanceof Frame.Exit exit ? exit.at() : null;
  }

  /** The registers at the frame's place. */
  static RegisterSet registers(Frame frame) {
    RegisterSet at = atCall(frame);
    if (at != null) {
      return at;
    }
    if (frame instanceof Frame.Signal signal) {
      return signal.at();
    }
    if (frame instanceof Frame.Emulated emulated) {
      return emulated.at();
    }
    if (frame instanceof Frame.AsyncPoint point) {
      return point.at();
    }
    if (frame instanceof Frame.HookStop stop) {
      return stop.at();
    }
    throw new IllegalArgumentException("no registers in " + frame);
  }

  /** The digest of what the frame's call reads, 0 where it reads nothing. */
  static int inputDigest(Frame frame) {
    if (frame instanceof Frame.Syscall call) {
      return call.inputDigest();
    }
    return frame instanceof Frame.SyscallEnter enter ? enter.inputDigest() : 0;
  }
}
