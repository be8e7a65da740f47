package dev.jrr.gdbserver.agent;

import dev.jrr.gdbserver.registers.RegisterTable;
import dev.jrr.gdbserver.target.BreakpointCondition;
import dev.jrr.gdbserver.target.RegisterFile;
import java.util.List;

/**
 * Holds when any of some expressions is not zero: gdb sends one for each of its breakpoints at the
 * same address.
 */
public final class AgentCondition implements BreakpointCondition {
  private final RegisterTable table;
  private final List<AgentExpression> alternatives;

  /** For expressions that name registers by a table's numbers. */
  public AgentCondition(RegisterTable table, List<AgentExpression> alternatives) {
    this.table = table;
    this.alternatives = List.copyOf(alternatives);
  }

  @Override
  public boolean holds(RegisterFile registers, MemoryReader memory) {
    for (AgentExpression expression : alternatives) {
      if (holds(expression, registers, memory)) {
        return true;
      }
    }
    return false;
  }

  /**
   * An expression that cannot be decided stops, and gdb, evaluating it again, says what is wrong.
   */
  private boolean holds(AgentExpression expression, RegisterFile registers, MemoryReader memory) {
    try {
      return new Evaluator(table, registers, memory).evaluate(expression) != 0;
    } catch (BadExpressionException e) {
      return true;
    }
  }
}
