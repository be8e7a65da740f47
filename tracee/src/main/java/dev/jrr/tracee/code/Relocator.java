package dev.jrr.tracee.code;

/**
 * Moves instructions to another address: rip-relative operands and direct branches are encoded
 * anew, a direct call pushes the return address that it would have pushed, all else is copied.
 */
public final class Relocator {
  private Relocator() {}

  /** Whether the instruction does the same elsewhere, once it is encoded for its new place. */
  public static boolean canMove(Instruction instruction) {
    if (instruction.isIn(InstructionGroup.SYSCALL)
        || instruction.isIn(InstructionGroup.SYSENTER)
        || instruction.isIn(InstructionGroup.INTERRUPT)
        || instruction.isIn(InstructionGroup.INTERRUPT_RETURN)
        || instruction.isIn(InstructionGroup.PRIVILEGED)) {
      return false;
    }
    if (instruction.isIn(InstructionGroup.CALL)) {
      return instruction.branchTarget().isPresent();
    }
    if (instruction.isIn(InstructionGroup.RELATIVE_BRANCH)) {
      return conditionOf(instruction.bytes()) >= -1 || isCounted(instruction.bytes());
    }
    byte[] bytes = instruction.bytes();
    // Traps, and what is emulated or emulates itself by its own address.
    return !isStringRepeat(bytes) && MachineCode.isOrdinary(bytes);
  }

  private static boolean isStringRepeat(byte[] bytes) {
    int prefix = bytes[0] & 0xff;
    return (prefix == 0xf2 || prefix == 0xf3)
        && bytes.length <= 3
        && ((bytes[bytes.length - 1] & 0xf4) == 0xa4 || (bytes[bytes.length - 1] & 0xfe) == 0xaa);
  }

  /** Whether it is loop, loope, loopne or jrcxz, whose targets are near. */
  static boolean isCounted(byte[] bytes) {
    int at = opcodeAt(bytes);
    return at == bytes.length - 2 && (bytes[at] & 0xfc) == 0xe0;
  }

  /** The condition of a jcc (0 to 15), -1 for jmp, -2 for a branch that has no long form. */
  static int conditionOf(byte[] bytes) {
    int at = opcodeAt(bytes);
    int opcode = bytes[at] & 0xff;
    if (opcode == 0xeb || opcode == 0xe9) {
      return -1;
    }
    if ((opcode & 0xf0) == 0x70) {
      return opcode & 0xf;
    }
    return opcode == 0x0f && (bytes[at + 1] & 0xf0) == 0x80 ? bytes[at + 1] & 0xf : -2;
  }

  private static int opcodeAt(byte[] bytes) {
    int at = 0;
    while (at < bytes.length - 1 && isPrefix(bytes[at] & 0xff)) {
      at++;
    }
    return at;
  }

  /** Of a branch: hints, bnd, the address size (jecxz) and REX. */
  private static boolean isPrefix(int value) {
    return value == 0x2e
        || value == 0x3e
        || value == 0xf2
        || value == 0x67
        || (value & 0xf0) == 0x40;
  }

  /**
   * Appends the instruction as it must read at the writer's place.
   *
   * @throws OutOfReachException where a target is more than 2 GiB away
   */
  public static void move(Instruction instruction, CodeWriter to) {
    Relocation.of(instruction).write(instruction.address(), to);
  }
}
