package dev.jrr.cli;

import dev.jrr.replayer.CallText;
import dev.jrr.trace.Effect;
import dev.jrr.trace.Frame;
import dev.jrr.trace.ObjectId;
import dev.jrr.trace.RegisterSet;
import dev.jrr.tracee.syscalls.Errno;
import dev.jrr.tracee.syscalls.SyscallTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A frame as one line for people: event, task, kind, what happened, then after a bar each effect
 * with its sizes. Contents of memory are left to the JSON form.
 */
final class FrameText {
  private FrameText() {}

  static String line(Frame frame) {
    StringBuilder line = new StringBuilder();
    line.append(
        String.format(
            Locale.ROOT,
            "%8d  %7d  %-12s  %s",
            frame.event(),
            frame.task(),
            FrameFields.kind(frame).toLowerCase(Locale.ROOT),
            story(frame)));
    String separator = "  | ";
    for (Effect effect : frame.effects()) {
      line.append(separator).append(effect(effect));
      separator = "; ";
    }
    return line.toString();
  }

  private static String story(Frame frame) {
    if (frame instanceof Frame.Exec exec) {
      return HumanText.printable(exec.executable())
          + ": "
          + HumanText.command(exec.arguments())
          + " (process "
          + exec.process()
          + ")";
    }
    if (frame instanceof Frame.Syscall call) {
      return CallText.of(call.at(), call.result(), call.effects());
    }
    if (frame instanceof Frame.SyscallEnter call) {
      return CallText.of(call.at(), null, call.effects());
    }
    if (frame instanceof Frame.SyscallExit call) {
      return SyscallTable.nameOf(call.number()) + "(...) = " + result(call.result());
    }
    if (frame instanceof Frame.Signal signal) {
      return WaitStatus.signalName(signal.signal())
          + " at "
          + address(signal.at())
          + ", "
          + words(signal.arrival())
          + ", "
          + words(signal.disposition());
    }
    if (frame instanceof Frame.Emulated emulated) {
      return words(emulated.instruction()) + " at " + address(emulated.at());
    }
    if (frame instanceof Frame.Exit exit) {
      return WaitStatus.text(exit.waitStatus());
    }
    if (frame instanceof Frame.Records records) {
      return records.count() + " buffered calls, " + records.bytes().length + "B";
    }
    if (frame instanceof Frame.Outputs) {
      return "part of what the call writes";
    }
    if (frame instanceof Frame.HookStop stop) {
      return "stopped after a buffered call at " + address(stop.at());
    }
    if (frame instanceof Frame.AsyncPoint point) {
      return "stopped at "
          + address(point.at())
          + ", told by "
          + point.contents().length
          + "B of memory and "
          + point.changed().length
          + " changed words";
    }
    return fields((Record) frame);
  }

  /** A kernel's answer, as strace shows it. */
  private static String result(long result) {
    String error = Errno.nameOfResult(result);
    if (error != null) {
      return "-1 " + error;
    }
    return result > 0xffff_ffffL ? "0x" + Long.toHexString(result) : Long.toString(result);
  }

  private static String address(@Nullable RegisterSet at) {
    return at == null ? "?" : "0x" + Long.toHexString(at.word(CallText.RIP));
  }

  private static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String effect(Effect effect) {
    return fields((Record) effect);
  }

  /** The kind and each component, bytes by their number. */
  private static String fields(Record value) {
    StringBuilder text = new StringBuilder(FrameFields.kind(value).toLowerCase(Locale.ROOT));
    FrameFields.components(value)
        .forEach(
            (name, content) -> text.append(' ').append(name).append('=').append(shown(content)));
    return text.toString();
  }

  private static String shown(@Nullable Object content) {
    if (content instanceof byte[] bytes) {
      return bytes.length + "B";
    }
    if (content instanceof RegisterSet registers) {
      return "rip:" + address(registers);
    }
    if (content instanceof ObjectId object) {
      return object.sha256().substring(0, 12);
    }
    if (content instanceof Record nested) {
      return "(" + fields(nested) + ")";
    }
    if (content instanceof List<?> list) {
      List<String> all = new ArrayList<>();
      list.forEach(element -> all.add(shown(element)));
      return all.toString();
    }
    if (content instanceof String text) {
      return HumanText.command(List.of(text));
    }
    return String.valueOf(content);
  }
}
