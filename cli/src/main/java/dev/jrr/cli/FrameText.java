package dev.jrr.cli;

import dev.jrr.trace.Effect;
import dev.jrr.trace.Frame;
import dev.jrr.trace.ObjectId;
import dev.jrr.trace.RegisterSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A frame as one line for people: event, task, kind, what happened, then after a bar each effect
 * with its sizes. Contents of memory are left to the JSON form.
 */
final class FrameText {
  private final CallDescriber calls;

  FrameText(CallDescriber calls) {
    this.calls = calls;
  }

  String line(Frame frame) {
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

  private String story(Frame frame) {
    if (frame instanceof Frame.Exec exec) {
      return HumanText.printable(exec.executable())
          + ": "
          + HumanText.command(exec.arguments())
          + " (process "
          + exec.process()
          + ")";
    }
    if (frame instanceof Frame.Syscall call) {
      return calls.describe(call.at()) + " = " + result(call.result());
    }
    if (frame instanceof Frame.SyscallEnter call) {
      return calls.describe(call.at());
    }
    if (frame instanceof Frame.SyscallExit call) {
      return calls.name(call.number()) + " = " + result(call.result());
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
    return fields((Record) frame);
  }

  /** A kernel's answer: errors are the last 4095 values, which are told as numbers too. */
  private static String result(long result) {
    boolean address = result > 0xffff_ffffL || result < -4095;
    return address ? "0x" + Long.toHexString(result) : Long.toString(result);
  }

  private static String address(@Nullable RegisterSet at) {
    return at == null ? "?" : "0x" + Long.toHexString(at.word(CallDescriber.Registers.RIP));
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
