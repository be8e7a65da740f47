package dev.jrr.gdbserver.agent;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An expression that was taken apart and found sound: every bytecode known and whole, every jump to
 * the beginning of one. Immutable.
 */
public final class AgentExpression {
  /** The longest expression taken. */
  public static final int MAX_BYTES = 0x4000;

  private final List<Instruction> instructions;

  /**
   * One bytecode.
   *
   * @param operand its operand; for a jump, the index of the instruction to go to
   */
  record Instruction(Opcode opcode, long operand) {}

  private AgentExpression(List<Instruction> instructions) {
    this.instructions = List.copyOf(instructions);
  }

  /**
   * Takes bytecode apart.
   *
   * @throws BadExpressionException when it is not sound
   */
  public static AgentExpression parse(byte[] code) throws BadExpressionException {
    if (code.length > MAX_BYTES) {
      throw new BadExpressionException("longer than " + MAX_BYTES + " bytes");
    }
    List<Instruction> instructions = new ArrayList<>();
    Map<Long, Integer> indexOfOffset = new HashMap<>();
    for (int offset = 0; offset < code.length; ) {
      int at = offset;
      Opcode opcode =
          Opcode.of(code[at])
              .orElseThrow(() -> new BadExpressionException("bytecode " + code[at] + " at " + at));
      indexOfOffset.put((long) at, instructions.size());
      instructions.add(new Instruction(opcode, operand(code, at + 1, opcode.operandBytes())));
      offset += 1 + opcode.operandBytes();
    }
    return new AgentExpression(resolveJumps(instructions, indexOfOffset));
  }

  private static long operand(byte[] code, int from, int lengthBytes)
      throws BadExpressionException {
    if (from + lengthBytes > code.length) {
      throw new BadExpressionException("ends within a bytecode");
    }
    long value = 0;
    for (int i = from; i < from + lengthBytes; i++) {
      value = value << 8 | code[i] & 0xff;
    }
    return value;
  }

  private static List<Instruction> resolveJumps(
      List<Instruction> instructions, Map<Long, Integer> indexOfOffset)
      throws BadExpressionException {
    List<Instruction> resolved = new ArrayList<>(instructions.size());
    for (Instruction instruction : instructions) {
      if (!instruction.opcode().jumps()) {
        resolved.add(instruction);
        continue;
      }
      Integer index = indexOfOffset.get(instruction.operand());
      if (index == null) {
        throw new BadExpressionException("jump to " + instruction.operand());
      }
      resolved.add(new Instruction(instruction.opcode(), index));
    }
    return resolved;
  }

  List<Instruction> instructions() {
    return instructions;
  }
}
