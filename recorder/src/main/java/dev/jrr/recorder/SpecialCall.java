package dev.jrr.recorder;

import dev.jrr.trace.Effect;
import java.util.List;

/**
 * A family of calls that a row of the syscall model cannot describe: those that change the address
 * space, the set of tasks, descriptors that are echoed. Stateless but for the session's own
 * objects; what one call needs from entry to exit is in its {@link PendingCall#note}.
 */
interface SpecialCall {
  /** Before the call is made; may set {@link PendingCall#emulatedResult} so that it is not. */
  default void enter(RecordedTask task, PendingCall call) {}

  /** The task was resumed into a call that may block, and nobody else has run since. */
  default void entered(RecordedTask task) {}

  /** After the call; adds what replay has to do besides the result. Not for interrupted calls. */
  default void exit(RecordedTask task, PendingCall call, long result, List<Effect> effects) {}
}
