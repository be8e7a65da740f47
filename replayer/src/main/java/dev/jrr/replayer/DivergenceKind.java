package dev.jrr.replayer;

import java.util.List;
import java.util.Locale;

/** The ways in which replay can differ from the recording, with their stable codes. */
public enum DivergenceKind {
  REGISTERS(
      311,
      "the registers at an event differ",
      "an earlier call wrote or returned something that jrr's model of it does not have",
      "memory shared with a process that was not recorded changed what the program computed",
      "an instruction's result depends on the machine, and jrr does not know it"),
  OTHER_STOP(
      312,
      "the task stopped for another reason than recorded",
      "the program took another branch: something that it read before differs",
      "an instruction of its code faults here and did not where it was recorded",
      "somebody else sent the replay's process a signal"),
  INPUT(
      313,
      "a call was given other memory contents than recorded",
      "the program computed other data from the same calls: see the causes of JRR-E311",
      "the model of an earlier call left out a part of what that call wrote"),
  UNKNOWN_TASK(
      314,
      "the trace names a task that replay does not have",
      "the event that starts the task was recorded wrongly or not at all"),
  ADDRESS_SPACE(
      315,
      "a recorded mapping could not be made",
      "a limit of this machine or container is lower: address space (ulimit -v), mappings "
          + "(vm.max_map_count), memory",
      "the recording used a mapping that this kernel does not offer at that address"),
  MEMORY(
      316,
      "recorded memory could not be written",
      "an earlier mapping or unmapping was recorded wrongly",
      "this kernel does not let jrr write read-only memory by /proc/PID/mem"),
  TASK_LOST(
      317,
      "a task of the replay ended on its own",
      "the kernel or a person killed the replay's process: out of memory, a limit, kill(1)"),
  ENDLESS(
      318,
      "a task runs without end where it should come to an event",
      "the program took another branch: something that it read before differs",
      "the event is an async point, and what the program computed before it differs",
      "finding the async point takes more than 10 times as long as all of the recording");

  private final int number;
  private final String text;

  @SuppressWarnings("ImmutableEnumChecker") // What List.of gives cannot change.
  private final List<String> causes;

  DivergenceKind(int number, String text, String... causes) {
    this.number = number;
    this.text = text;
    this.causes = List.of(causes);
  }

  /** The number in its stable code. */
  public int number() {
    return number;
  }

  /** Its stable code, such as {@code JRR-E311}. */
  public String code() {
    return String.format(Locale.ROOT, "JRR-E%03d", number);
  }

  /** What it means, in a clause. */
  public String text() {
    return text;
  }

  /** What most often is behind it, the likeliest first. */
  public List<String> causes() {
    return causes;
  }
}
