package dev.jrr.tracee.code;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Where a short loop is left: a task comes by its end once where it comes by what is in it a
 * hundred times. Only direct jumps are known, so that a task may leave elsewhere, too.
 */
final class LoopExits {
  /** From a loop's beginning to its last jump, bytes. */
  private static final int LONGEST = 256;

  /** More are not looked at: so many places the processor can watch. */
  private static final int LIMIT = 4;

  private LoopExits() {}

  /**
   * The places behind the innermost loop around {@code code[offset]}; none where there is no loop.
   *
   * @param address of {@code code[0]}
   */
  static long[] find(Disassembler disassembler, byte[] code, int offset, long address) {
    long place = address + offset;
    int at = offset;
    while (at < code.length && at - offset < LONGEST) {
      Instruction instruction = disassembler.decode(code, at, code.length - at, address + at);
      if (instruction == null) {
        break;
      }
      OptionalLong target = jumpTarget(instruction);
      at += instruction.length();
      if (target.isPresent() && target.getAsLong() <= place) {
        long start = target.getAsLong() - address;
        boolean isShort = start >= 0 && at - start <= LONGEST;
        return isShort ? leaving(disassembler, code, (int) start, at, address) : new long[0];
      }
    }
    return new long[0];
  }

  /** Where the jumps of {@code code[start]} to before {@code end} lead out, and what is behind. */
  private static long[] leaving(
      Disassembler disassembler, byte[] code, int start, int end, long address) {
    List<Long> exits = new ArrayList<>(LIMIT);
    boolean goesOn = true;
    int at = start;
    while (at < end) {
      Instruction instruction = disassembler.decode(code, at, code.length - at, address + at);
      if (instruction == null) {
        return new long[0]; // no code, or the loop begins in the middle of an instruction
      }
      OptionalLong target = jumpTarget(instruction);
      boolean isInside =
          target.isEmpty()
              || target.getAsLong() >= address + start && target.getAsLong() < address + end;
      if (!isInside && !exits.contains(target.getAsLong())) {
        exits.add(target.getAsLong());
      }
      goesOn = !instruction.endsFlow();
      at += instruction.length();
    }
    if (goesOn && !exits.contains(address + at)) {
      exits.add(0, address + at);
    }
    return exits.stream().limit(LIMIT).mapToLong(Long::longValue).toArray();
  }

  private static OptionalLong jumpTarget(Instruction instruction) {
    return instruction.isIn(InstructionGroup.CALL)
        ? OptionalLong.empty()
        : instruction.branchTarget();
  }
}
