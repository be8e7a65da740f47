package dev.jrr.tracee.code;

import dev.jrr.tracee.MachineInstruction;

/** What can be told of an instruction from its bytes alone. */
final class MachineCode {
  private MachineCode() {}

  /** Whether it neither traps on purpose nor is one that the supervisor emulates at its address. */
  static boolean isOrdinary(byte[] bytes) {
    int first = bytes[0] & 0xff;
    boolean trap = first == 0xcc || first == 0xf1 || first == 0xf4 || first == 0xcd;
    boolean undefined = bytes.length >= 2 && first == 0x0f && (bytes[1] & 0xff) == 0x0b;
    return !trap && !undefined && MachineInstruction.decode(bytes, bytes.length) == null;
  }
}
