package dev.jrr.gdbserver.agent;

import dev.jrr.gdbserver.registers.Register;
import dev.jrr.gdbserver.registers.RegisterTable;
import dev.jrr.gdbserver.target.BreakpointCondition.MemoryReader;
import dev.jrr.gdbserver.target.RegisterFile;
import dev.jrr.gdbserver.target.TargetAddress;
import dev.jrr.gdbserver.target.TargetException;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongBinaryOperator;

/**
 * Runs an expression on one thread's registers and memory. A value is 64 bits; the bytecodes that
 * say so take it as signed.
 */
public final class Evaluator {
  /** Enough for any condition a person writes; an expression that loops ends here. */
  static final int MAX_STEPS = 100_000;

  private static final int STACK_WORDS = 128;
  private static final int WORD_BITS = 64;

  /** The bytecodes that take two values, the right one on top, and leave one. */
  private static final Map<Opcode, LongBinaryOperator> BINARY = new EnumMap<>(Opcode.class);

  static {
    BINARY.put(Opcode.ADD, (left, right) -> left + right);
    BINARY.put(Opcode.SUB, (left, right) -> left - right);
    BINARY.put(Opcode.MUL, (left, right) -> left * right);
    BINARY.put(Opcode.DIV_SIGNED, (left, right) -> left / right);
    BINARY.put(Opcode.DIV_UNSIGNED, Long::divideUnsigned);
    BINARY.put(Opcode.REM_SIGNED, (left, right) -> left % right);
    BINARY.put(Opcode.REM_UNSIGNED, Long::remainderUnsigned);
    BINARY.put(Opcode.LSH, (left, right) -> shift((l, r) -> l << r, left, right, 0));
    BINARY.put(
        Opcode.RSH_SIGNED, (left, right) -> shift((l, r) -> l >> r, left, right, left >> 63));
    BINARY.put(Opcode.RSH_UNSIGNED, (left, right) -> shift((l, r) -> l >>> r, left, right, 0));
    BINARY.put(Opcode.BIT_AND, (left, right) -> left & right);
    BINARY.put(Opcode.BIT_OR, (left, right) -> left | right);
    BINARY.put(Opcode.BIT_XOR, (left, right) -> left ^ right);
    BINARY.put(Opcode.EQUAL, (left, right) -> left == right ? 1 : 0);
    BINARY.put(Opcode.LESS_SIGNED, (left, right) -> left < right ? 1 : 0);
    BINARY.put(
        Opcode.LESS_UNSIGNED, (left, right) -> Long.compareUnsigned(left, right) < 0 ? 1 : 0);
  }

  private final RegisterTable table;
  private final RegisterFile registers;
  private final MemoryReader memory;
  private final long[] stack = new long[STACK_WORDS];
  private int depth;

  /** For one evaluation. */
  public Evaluator(RegisterTable table, RegisterFile registers, MemoryReader memory) {
    this.table = table;
    this.registers = registers;
    this.memory = memory;
  }

  /**
   * The value on top of the stack at the end.
   *
   * @throws BadExpressionException when it cannot be had: division by zero, memory that cannot be
   *     read, a stack that runs empty or over, no end
   */
  public long evaluate(AgentExpression expression) throws BadExpressionException {
    int next = 0;
    for (int steps = 0; next < expression.instructions().size(); steps++) {
      AgentExpression.Instruction instruction = expression.instructions().get(next);
      if (instruction.opcode() == Opcode.END) {
        return pop();
      }
      if (steps == MAX_STEPS) {
        throw new BadExpressionException("no end after " + MAX_STEPS + " steps");
      }
      if (!instruction.opcode().jumps()) {
        execute(instruction);
        next++;
      } else if (instruction.opcode() == Opcode.GOTO || pop() != 0) {
        next = (int) instruction.operand();
      } else {
        next++;
      }
    }
    throw new BadExpressionException("runs past its end");
  }

  private void execute(AgentExpression.Instruction instruction) throws BadExpressionException {
    long operand = instruction.operand();
    LongBinaryOperator operator = BINARY.get(instruction.opcode());
    if (operator != null) {
      long right = pop();
      push(apply(operator, pop(), right));
      return;
    }
    switch (instruction.opcode()) {
      case LOG_NOT -> push(pop() == 0 ? 1 : 0);
      case BIT_NOT -> push(~pop());
      case EXT -> push(signExtend(pop(), operand));
      case ZERO_EXT -> push(zeroExtend(pop(), operand));
      case REF8 -> push(load(1));
      case REF16 -> push(load(2));
      case REF32 -> push(load(4));
      case REF64 -> push(load(8));
      case CONST8, CONST16, CONST32, CONST64 -> push(operand);
      case REG -> push(register((int) operand));
      case DUP -> push(peek(0));
      case POP -> pop();
      case SWAP -> rotate(2);
      case PICK -> push(peek((int) operand));
      case ROT -> rotate(3);
      default ->
          throw new AssertionError(instruction.opcode() + " is neither in the table nor here");
    }
  }

  private static long apply(LongBinaryOperator operator, long left, long right)
      throws BadExpressionException {
    try {
      return operator.applyAsLong(left, right);
    } catch (ArithmeticException e) {
      throw new BadExpressionException("division by zero", e);
    }
  }

  private static long shift(LongBinaryOperator shift, long left, long places, long whenFar) {
    return Long.compareUnsigned(places, WORD_BITS) < 0 ? shift.applyAsLong(left, places) : whenFar;
  }

  private static long signExtend(long value, long bits) {
    if (bits <= 0 || bits >= WORD_BITS) {
      return value;
    }
    int unused = WORD_BITS - (int) bits;
    return value << unused >> unused;
  }

  private static long zeroExtend(long value, long bits) {
    if (bits <= 0 || bits >= WORD_BITS) {
      return value;
    }
    int unused = WORD_BITS - (int) bits;
    return value << unused >>> unused;
  }

  private long load(int lengthBytes) throws BadExpressionException {
    TargetAddress address = new TargetAddress(pop());
    byte[] bytes;
    try {
      bytes = memory.read(address, lengthBytes);
    } catch (TargetException e) {
      throw new BadExpressionException("cannot read " + address, e);
    }
    if (bytes.length < lengthBytes) {
      throw new BadExpressionException("cannot read all of " + address);
    }
    return littleEndian(bytes);
  }

  private long register(int number) throws BadExpressionException {
    Register register =
        table
            .byNumber(number)
            .filter(candidate -> candidate.lengthBytes() <= Long.BYTES)
            .orElseThrow(() -> new BadExpressionException("no register " + number));
    return littleEndian(register.read(registers));
  }

  private static long littleEndian(byte[] bytes) {
    long value = 0;
    for (int i = bytes.length - 1; i >= 0; i--) {
      value = value << 8 | bytes[i] & 0xff;
    }
    return value;
  }

  private void push(long value) throws BadExpressionException {
    if (depth == STACK_WORDS) {
      throw new BadExpressionException("stack runs over");
    }
    stack[depth++] = value;
  }

  private long pop() throws BadExpressionException {
    long value = peek(0);
    depth--;
    return value;
  }

  /** The value {@code below} places under the top. */
  private long peek(int below) throws BadExpressionException {
    if (below >= depth) {
      throw new BadExpressionException("stack runs empty");
    }
    return stack[depth - 1 - below];
  }

  /** Moves the top value {@code places - 1} places down and the ones above that up by one. */
  private void rotate(int places) throws BadExpressionException {
    peek(places - 1);
    long top = stack[depth - 1];
    int bottom = depth - places;
    System.arraycopy(stack, bottom, stack, bottom + 1, places - 1);
    stack[bottom] = top;
  }
}
