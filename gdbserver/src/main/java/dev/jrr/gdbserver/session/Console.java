package dev.jrr.gdbserver.session;

/** Where a session writes text for the user outside of any reply. */
@FunctionalInterface
public interface Console {
  /** Shows a text, of any length, in the debugger. */
  void print(String text);
}
