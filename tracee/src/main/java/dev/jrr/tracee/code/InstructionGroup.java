package dev.jrr.tracee.code;

/** Kinds of instructions that matter to one who patches or steps code. */
public enum InstructionGroup {
  /** Any jump, conditional or not, {@code loop} and {@code xbegin} included. */
  JUMP,
  CALL,
  RETURN,
  /** {@code int n}, {@code int3}, {@code int1}; neither syscall nor sysenter. */
  INTERRUPT,
  INTERRUPT_RETURN,
  /** Faults in user mode; in and out do unless iopl(2) or ioperm(2) allowed them. */
  PRIVILEGED,
  /** A jump or call whose operand is relative to its end. */
  RELATIVE_BRANCH,
  SYSCALL,
  SYSENTER
}
