package dev.jrr.replayer;

/** The ways in which replay can differ from the recording, with their stable codes. */
public enum DivergenceKind {
  REGISTERS("JRR-E301", "the registers at an event differ"),
  OTHER_STOP("JRR-E302", "the task stopped for another reason than recorded"),
  INPUT("JRR-E303", "a call was given other memory contents than recorded"),
  UNKNOWN_TASK("JRR-E304", "the trace names a task that replay does not have"),
  ADDRESS_SPACE("JRR-E305", "a recorded mapping could not be made"),
  MEMORY("JRR-E306", "recorded memory could not be written"),
  TASK_LOST("JRR-E307", "a task of the replay ended on its own");

  private final String code;
  private final String text;

  DivergenceKind(String code, String text) {
    this.code = code;
    this.text = text;
  }

  /** Its stable code. */
  public String code() {
    return code;
  }

  /** What it means, in a clause. */
  public String text() {
    return text;
  }
}
