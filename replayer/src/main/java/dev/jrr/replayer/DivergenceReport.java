package dev.jrr.replayer;

import dev.jrr.trace.Frame;
import dev.jrr.trace.RegisterSet;
import dev.jrr.tracee.Registers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person needs to see where replay left the recording. {@code registers} is name, expected
 * and actual value of each; empty where the frame names none.
 */
public record DivergenceReport(
    DivergenceKind kind,
    long event,
    int task,
    String taskName,
    String detail,
    List<RegisterLine> registers,
    String mapping,
    String code,
    List<String> history) {

  /** One register, side by side. */
  public record RegisterLine(String name, long expected, long actual) {
    public boolean differs() {
      return expected != actual;
    }
  }

  static DivergenceReport of(
      DivergenceKind kind,
      Frame frame,
      @Nullable ReplayTask task,
      String detail,
      Collection<Frame> history) {
    List<RegisterLine> lines = new ArrayList<>();
    String mapping = "";
    String code = "";
    if (task != null) {
      Registers actual = task.task.registers();
      RegisterSet expected = expected(frame);
      for (int index = 0; index < Registers.COUNT; index++) {
        long value = actual.get(index);
        lines.add(
            new RegisterLine(
                RegisterSet.NAMES[index], expected == null ? value : expected.word(index), value));
      }
      MappingNames.Named named = task.space.mappings.at(actual.rip());
      mapping =
          named == null
              ? "no recorded mapping"
              : (named.name().isEmpty() ? "anonymous memory" : named.name())
                  + "+0x"
                  + Long.toHexString(actual.rip() - named.start() + named.offset());
      code = hex(task.space.readForDebugger(actual.rip(), 16));
    }
    List<String> last = new ArrayList<>();
    for (Frame before : history) {
      last.add(line(before));
    }
    last.add(line(frame) + "   <- here");
    return new DivergenceReport(
        kind,
        frame.event(),
        frame.task(),
        task == null ? "" : task.name,
        detail,
        lines,
        mapping,
        code,
        last);
  }

  private static @Nullable RegisterSet expected(Frame frame) {
    return Place.of(frame) == Place.HERE ? null : Place.registers(frame);
  }

  private static String hex(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (byte one : bytes) {
      text.append(String.format("%02x ", one));
    }
    return text.toString().trim();
  }

  private static String line(Frame frame) {
    String text =
        frame.event()
            + " task "
            + frame.task()
            + " "
            + frame.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    if (frame instanceof Frame.Syscall call) {
      return text + " " + call.at().word(Registers.ORIG_RAX) + " = " + call.result();
    }
    if (frame instanceof Frame.SyscallExit exit) {
      return text + " " + exit.number() + " = " + exit.result();
    }
    return frame instanceof Frame.Signal signal ? text + " " + signal.signal() : text;
  }

  /** One line: what differs, and where. */
  public String summary() {
    return kind.code()
        + " event "
        + event
        + ", task "
        + task
        + (taskName.isEmpty() ? "" : " (" + taskName + ")")
        + ": "
        + kind.text()
        + ": "
        + detail;
  }

  /** The whole report. */
  public String text() {
    StringBuilder text = new StringBuilder(summary()).append('\n');
    for (RegisterLine line : registers) {
      text.append(
          String.format(
              "  %-8s expected %016x  actual %016x%s%n",
              line.name, line.expected, line.actual, line.differs() ? "  <-" : ""));
    }
    text.append("  at ").append(mapping).append('\n');
    text.append("  code ").append(code).append('\n');
    text.append("  the last frames:\n");
    for (String line : history) {
      text.append("    ").append(line).append('\n');
    }
    return text.toString();
  }
}
