package dev.jrr.gdbserver.target;

/** What one thread is to do when the target is resumed. */
public sealed interface ResumeAction {
  /** Run on. */
  record Continue() implements ResumeAction {}

  /** Execute one instruction and stop. */
  record Step() implements ResumeAction {}

  /**
   * Execute instructions one by one while the ip lies in {@code [start, end)} and stop at the first
   * that does not; at least one is executed. Stopping earlier is allowed, after one instruction
   * too.
   */
  record StepInRange(TargetAddress start, TargetAddress end) implements ResumeAction {}

  /** Stay where it is. */
  record Stay() implements ResumeAction {}
}
