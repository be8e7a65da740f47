package dev.jrr.gdbserver.agent;

/** Bytecode that is not sound, or that failed while it was evaluated. */
public final class BadExpressionException extends Exception {
  private static final long serialVersionUID = 1L;

  BadExpressionException(String message) {
    super(message);
  }

  BadExpressionException(String message, Throwable cause) {
    super(message, cause);
  }
}
