package dev.jrr.replayer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a person needs to see where replay left the recording. Lists are empty where there is
 * nothing to show.
 *
 * @param kind what differs, in general
 * @param event the recorded event whose place was not reached as recorded
 * @param task the recorded thread
 * @param taskName its name
 * @param detail what differs, in particular
 * @param expectedCall the recorded call, empty where the event is none
 * @param actualCall the call that the task makes, empty where it makes none
 * @param registers all general registers, side by side
 * @param mapping what is mapped at ip, and where in it that is
 * @param symbol the function there, empty where it is not known
 * @param code the instructions there
 * @param history the frames before, and last the event's own
 */
public record DivergenceReport(
    DivergenceKind kind,
    long event,
    int task,
    String taskName,
    String detail,
    String expectedCall,
    String actualCall,
    List<RegisterLine> registers,
    String mapping,
    String symbol,
    List<CodeLine> code,
    List<String> history) {

  /** One register, side by side. */
  public record RegisterLine(String name, long expected, long actual, boolean differs) {}

  /** One instruction; {@code current} is the one at ip. */
  public record CodeLine(long address, String text, boolean current) {}

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
    if (!expectedCall.isEmpty() && !actualCall.isEmpty() && !expectedCall.equals(actualCall)) {
      text.append("  expected ").append(expectedCall).append('\n');
      text.append("  actual   ").append(actualCall).append('\n');
    }
    if (!registers.isEmpty()) {
      text.append("    register  expected          actual\n");
    }
    for (RegisterLine line : registers) {
      text.append(
          String.format(
              Locale.ROOT,
              "  %s %-8s  %016x  %016x\n",
              line.differs ? "*" : " ",
              line.name,
              line.expected,
              line.actual));
    }
    if (!mapping.isEmpty()) {
      text.append("  at ").append(mapping);
      text.append(symbol.isEmpty() ? "" : ", in " + symbol).append('\n');
    }
    for (CodeLine line : code) {
      text.append(
          String.format(
              Locale.ROOT, "  %s %x  %s\n", line.current ? "=>" : "  ", line.address, line.text));
    }
    text.append("  the last events (event, task, what):\n");
    for (int index = 0; index < history.size(); index++) {
      text.append("  ").append(history.get(index));
      text.append(index == history.size() - 1 ? "   <- here\n" : "\n");
    }
    text.append("  likely causes:\n");
    for (String cause : kind.causes()) {
      text.append("  - ").append(cause).append('\n');
    }
    return text.toString();
  }

  /** The same as maps, lists, texts and numbers, for JSON. Words of 64 bits are texts in hex. */
  public Map<String, Object> fields() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("code", kind.code());
    fields.put("kind", kind.name());
    fields.put("what", kind.text());
    fields.put("detail", detail);
    fields.put("event", event);
    fields.put("task", task);
    fields.put("taskName", taskName);
    fields.put("expectedCall", expectedCall);
    fields.put("actualCall", actualCall);
    List<Object> lines = new ArrayList<>();
    for (RegisterLine line : registers) {
      Map<String, Object> register = new LinkedHashMap<>();
      register.put("name", line.name);
      register.put("expected", "0x" + Long.toHexString(line.expected));
      register.put("actual", "0x" + Long.toHexString(line.actual));
      register.put("differs", line.differs);
      lines.add(register);
    }
    fields.put("registers", lines);
    fields.put("mapping", mapping);
    fields.put("symbol", symbol);
    List<Object> instructions = new ArrayList<>();
    for (CodeLine line : code) {
      Map<String, Object> instruction = new LinkedHashMap<>();
      instruction.put("address", "0x" + Long.toHexString(line.address));
      instruction.put("text", line.text);
      instruction.put("current", line.current);
      instructions.add(instruction);
    }
    fields.put("instructions", instructions);
    fields.put("history", history);
    fields.put("causes", kind.causes());
    return fields;
  }
}
