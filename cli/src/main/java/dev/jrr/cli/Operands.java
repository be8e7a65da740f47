package dev.jrr.cli;

/**
 * What follows a command's options.
 *
 * @param label as the help names it; empty if there is nothing
 * @param least how many there must be
 * @param most how many there may be
 * @param program whether it is a program with arguments of its own: the first operand then ends the
 *     options
 */
record Operands(String label, int least, int most, boolean program) {
  static final Operands NONE = new Operands("", 0, 0, false);

  /** One trace, by default the latest. */
  static final Operands TRACE = new Operands("TRACE", 0, 1, false);

  static final Operands TRACES = new Operands("TRACE", 0, Integer.MAX_VALUE, false);

  static final Operands PROGRAM = new Operands("PROGRAM [ARGUMENT]", 1, Integer.MAX_VALUE, true);
}
