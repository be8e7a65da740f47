package dev.jrr.replayer;

import dev.jrr.trace.Frame;
import dev.jrr.trace.RegisterSet;
import dev.jrr.tracee.Registers;

/** Which registers must be as recorded at a frame's place. */
final class RegisterCheck {
  /** The trap flag: stepping shows it in what {@code syscall} leaves in r11. */
  private static final long TRAP_FLAG = 0x100;

  /** The resume flag: a debug-register hit shows it. */
  private static final long RESUME_FLAG = 0x10000;

  private RegisterCheck() {}

  /** The bits of register {@code index} that count. */
  private static long compared(int index, boolean atCall) {
    if (index == Registers.ORIG_RAX) {
      return atCall ? -1L : 0;
    }
    return index == Registers.EFLAGS ? ~(RESUME_FLAG | TRAP_FLAG) : -1L;
  }

  /** Whether register {@code index} differs where it must not. */
  static boolean differs(int index, Registers actual, RegisterSet expected, boolean atCall) {
    return ((actual.get(index) ^ expected.word(index)) & compared(index, atCall)) != 0;
  }

  /** Whether the call's number counts at {@code frame}: its task is at a call's entry. */
  static boolean isAtCall(Frame frame) {
    return Place.of(frame) == Place.CALL;
  }
}
