package dev.jrr.gdbserver.target;

/**
 * A place where a run has to stop. Two that are equal are the same breakpoint.
 *
 * @param kind what makes it hit
 * @param process whose memory it is in
 * @param address the instruction's address, or the first byte watched
 * @param lengthBytes how many bytes are watched; for an instruction, the length of a trap (1)
 */
public record Breakpoint(
    BreakpointKind kind, int process, TargetAddress address, int lengthBytes) {}
