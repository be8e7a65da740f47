/**
 * gdb's agent expressions: the conditions of breakpoints, compiled by gdb to bytecode for a small
 * stack machine so that the server decides them. Evaluating in the server is what makes a
 * conditional breakpoint in a hot loop bearable, and what makes it possible at all when time runs
 * backwards.
 *
 * <p>The instruction set is that of gdb's manual, appendix "The GDB Agent Expression Mechanism";
 * {@link dev.jrr.gdbserver.agent.Opcode} is its table. Left out are the instructions that collect
 * trace data, print, or touch trace variables and floating point: gdb does not use them in
 * conditions, and an expression that holds one is refused when it comes.
 *
 * <p>The invariant: an {@link dev.jrr.gdbserver.agent.AgentExpression} that could be parsed can be
 * evaluated in bounded time and space, whatever its bytes.
 */
@org.jspecify.annotations.NullMarked
package dev.jrr.gdbserver.agent;
