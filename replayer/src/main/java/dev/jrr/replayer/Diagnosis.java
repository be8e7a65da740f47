package dev.jrr.replayer;

import dev.jrr.layout.JrrLayout;
import dev.jrr.replayer.DivergenceReport.RegisterLine;
import dev.jrr.trace.Frame;
import dev.jrr.trace.ObjectStore;
import dev.jrr.trace.RegisterSet;
import dev.jrr.trace.TraceException;
import dev.jrr.tracee.Registers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the report on a divergence from what the replay's task and the trace hold. */
final class Diagnosis {
  private final ObjectStore objects;

  Diagnosis(ObjectStore objects) {
    this.objects = objects;
  }

  /**
   * @param task where it stands now, null where there is none
   * @param detail what differs; for {@link DivergenceKind#REGISTERS} their names are put before it
   * @param history the frames that were applied last
   */
  DivergenceReport report(
      DivergenceKind kind,
      Frame frame,
      @Nullable ReplayTask task,
      String detail,
      Collection<Frame> history) {
    List<String> lines = new ArrayList<>();
    for (Frame before : history) {
      if (before.event() < frame.event()) {
        lines.add(printable(FrameLine.of(before)));
      }
    }
    if (task == null) {
      lines.add(printable(FrameLine.of(frame)));
      return new DivergenceReport(
          kind,
          frame.event(),
          frame.task(),
          "",
          detail,
          "",
          "",
          List.of(),
          "",
          "",
          List.of(),
          lines);
    }
    lines.add(printable(FrameLine.of(frame, task.space)));
    Registers actual = task.task.registers();
    List<RegisterLine> registers = registers(frame, actual);
    MappingNames.Named mapped = task.space.mappings.at(actual.rip());
    ElfSymbols.Symbol symbol = symbol(mapped, actual.rip());
    return new DivergenceReport(
        kind,
        frame.event(),
        frame.task(),
        printable(task.name),
        kind == DivergenceKind.REGISTERS ? differing(registers) + detail : detail,
        printable(expectedCall(frame, task)),
        printable(actualCall(frame, task)),
        registers,
        printable(place(mapped, actual.rip())),
        symbol == null ? "" : printable(text(symbol)),
        CodeListing.of(task.space, actual.rip(), symbol == null ? 0 : symbol.offset()),
        lines);
  }

  private static List<RegisterLine> registers(Frame frame, Registers actual) {
    RegisterSet expected = Place.of(frame).isChecked() ? Place.registers(frame) : at(frame);
    List<RegisterLine> lines = new ArrayList<>();
    boolean atCall = RegisterCheck.isAtCall(frame);
    for (int index = 0; index < Registers.COUNT; index++) {
      long value = actual.get(index);
      lines.add(
          expected == null
              ? new RegisterLine(RegisterSet.NAMES[index], value, value, false)
              : new RegisterLine(
                  RegisterSet.NAMES[index],
                  expected.word(index),
                  value,
                  RegisterCheck.differs(index, actual, expected, atCall)));
    }
    return lines;
  }

  /** The registers of a frame whose task is there already, where it has any. */
  private static @Nullable RegisterSet at(Frame frame) {
    return frame instanceof Frame.Signal signal ? signal.at() : null;
  }

  private static String differing(List<RegisterLine> registers) {
    List<String> names = new ArrayList<>();
    for (RegisterLine line : registers) {
      if (line.differs()) {
        names.add(line.name());
      }
    }
    return String.join(", ", names) + (names.size() == 1 ? " differs" : " differ");
  }

  private static String expectedCall(Frame frame, ReplayTask task) {
    return Place.of(frame) == Place.CALL
        ? CallText.of(Place.registers(frame), (Long) null, task.space)
        : "";
  }

  /** The call that the task is about to make; it stands at one where the frame expects one. */
  private static String actualCall(Frame frame, ReplayTask task) {
    Registers actual = task.task.registers();
    return Place.of(frame) == Place.CALL && actual.syscallNumber() >= 0
        ? CallText.of(RegisterSet.copyOf(actual.words()), (Long) null, task.space)
        : "";
  }

  private static String place(MappingNames.@Nullable Named mapped, long ip) {
    String address = "0x" + Long.toHexString(ip);
    if (ip >= JrrLayout.JRR_BASE && ip < JrrLayout.JRR_END) {
      return address + ", in jrr's own code";
    }
    if (mapped == null) {
      return address + ", where the recording has mapped nothing";
    }
    return address
        + ", "
        + (mapped.name().isEmpty() ? "anonymous memory" : mapped.name())
        + "+0x"
        + Long.toHexString(mapped.offsetOf(ip));
  }

  private ElfSymbols.@Nullable Symbol symbol(MappingNames.@Nullable Named mapped, long ip) {
    if (mapped == null || mapped.object() == null) {
      return null;
    }
    try {
      return ElfSymbols.find(objects.path(mapped.object()), mapped.offsetOf(ip));
    } catch (TraceException missing) {
      return null;
    }
  }

  private static String text(ElfSymbols.Symbol symbol) {
    return symbol.text() + (symbol.file().isEmpty() ? "" : " (" + symbol.file() + ")");
  }

  /** Names are the program's choice: none of them may steer the reader's terminal. */
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
