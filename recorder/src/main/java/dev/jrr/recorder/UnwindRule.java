package dev.jrr.recorder;

/**
 * What keeps a signal from ever finding a task inside the syscall buffer, and a program from ever
 * seeing that it was there. Each can be switched off, for tests only: they show that the programs
 * which guard a rule do fail without it.
 */
public enum UnwindRule {
  /** A signal's frame shows the original instruction where the task is in a stub. */
  FRAME_SHOWS_ORIGINAL("frame-shows-original"),
  /**
   * Who comes to an instruction that the patch covers, by sigreturn or a jump, goes on in the stub.
   */
  ENTERS_STUB("enters-stub"),
  /** A signal that comes in the hook waits until the hook was left. */
  NEVER_INSIDE("never-inside");

  private final String text;

  UnwindRule(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
