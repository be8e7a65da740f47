package dev.jrr.replayer;

import dev.jrr.trace.Frame;
import dev.jrr.tracee.syscalls.MemoryView;
import dev.jrr.tracee.syscalls.SyscallTable;
import java.util.Locale;

/** A frame as a line of a report: event, task and what happened, calls in strace's manner. */
final class FrameLine {
  private FrameLine() {}

  /** Of a frame that was applied: of memory there is what it wrote. */
  static String of(Frame frame) {
    if (frame instanceof Frame.Syscall call) {
      return head(frame) + CallText.of(call.at(), call.result(), call.effects());
    }
    if (frame instanceof Frame.SyscallEnter call) {
      return head(frame) + CallText.of(call.at(), null, call.effects()) + " ...";
    }
    return head(frame) + other(frame);
  }

  /** Of the frame whose place was not reached, with the memory of its task as it is now. */
  static String of(Frame frame, MemoryView memory) {
    if (frame instanceof Frame.Syscall call) {
      return head(frame) + CallText.of(call.at(), (Long) null, memory) + " = " + call.result();
    }
    if (frame instanceof Frame.SyscallEnter call) {
      return head(frame) + CallText.of(call.at(), (Long) null, memory) + " ...";
    }
    return head(frame) + other(frame);
  }

  private static String head(Frame frame) {
    return String.format(Locale.ROOT, "%8d  %7d  ", frame.event(), frame.task());
  }

  private static String other(Frame frame) {
    if (frame instanceof Frame.SyscallExit exit) {
      return "... " + SyscallTable.nameOf(exit.number()) + " = " + exit.result();
    }
    if (frame instanceof Frame.Exec exec) {
      return "executes " + exec.executable();
    }
    if (frame instanceof Frame.Signal signal) {
      return "signal " + signal.signal() + ", " + words(signal.disposition());
    }
    if (frame instanceof Frame.Emulated emulated) {
      return words(emulated.instruction());
    }
    if (frame instanceof Frame.Records records) {
      return records.count() + " buffered calls";
    }
    if (frame instanceof Frame.Outputs) {
      return "... writes";
    }
    if (frame instanceof Frame.HookStop) {
      return "stopped after a buffered call";
    }
    if (frame instanceof Frame.AsyncPoint) {
      return "stopped in mid-computation";
    }
    if (frame instanceof Frame.Exit exit) {
      return "ends, wait status 0x" + Integer.toHexString(exit.waitStatus());
    }
    return frame.getClass().getSimpleName();
  }

  private static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
