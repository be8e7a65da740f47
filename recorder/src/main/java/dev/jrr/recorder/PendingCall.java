package dev.jrr.recorder;

import dev.jrr.trace.Effect;
import dev.jrr.trace.RegisterSet;
import dev.jrr.tracee.Registers;
import dev.jrr.tracee.RemoteCalls;
import dev.jrr.tracee.syscalls.Call;
import dev.jrr.tracee.syscalls.Redirection;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call between its entry and its exit. */
final class PendingCall {
  /** Calls that need not wait are over sooner, with the stops that they take here. */
  private static final long WAITED_NS = 200_000;

  final RegisterSet at;

  /** The row with this call's arguments; null where the model has none. */
  final @Nullable Call call;

  final int inputDigest;
  @Nullable Redirection redirection;

  /** Argument registers differ from the program's until the exit. */
  boolean argumentsChanged;

  /** Who handles the call beyond its row; null for ordinary ones. */
  @Nullable SpecialCall special;

  /** What the special handler keeps from entry to exit. */
  @Nullable Object note;

  /** The call was not made: this is its result. */
  @Nullable Long emulatedResult;

  /** The recorder makes the call itself, in the place of the program's, at its exit. */
  @Nullable Making making;

  /** Whatever its row says, this one does not wait for anything. */
  boolean returnsAtOnce;

  /** Whatever its row says, this one may wait for what {@code seccomp}'s listener answers. */
  boolean asksListener;

  /** How a call is made that the program's own instruction cannot make as it is. */
  interface Making {
    /** Makes it; the task is where calls can be made. */
    long make(RemoteCalls remote);
  }

  /** When the task was let into the call, where that may wait, by System.nanoTime. */
  long enteredNs;

  /** What {@link RecordSession#turns} told then. */
  long enteredTurn;

  /** A SyscallEnter frame was written: the exit is a frame of its own. */
  boolean entryRecorded;

  /** Effects that the entry frame, or the one frame for both, begins with. */
  final List<Effect> entryEffects = new ArrayList<>(0);

  PendingCall(RegisterSet at, @Nullable Call call, int inputDigest) {
    this.at = at;
    this.call = call;
    this.inputDigest = inputDigest;
  }

  /** Argument {@code index} as the program passed it. */
  long argument(int index) {
    return at.word(Registers.argumentIndex(index));
  }

  /** The call's number. */
  int number() {
    return (int) at.word(Registers.ORIG_RAX);
  }

  /**
   * Whether the task stood still in it: another had the CPU meanwhile, or it took so long.
   *
   * @param turn what {@link RecordSession#turns} tells now
   */
  boolean hasWaited(long turn) {
    return enteredNs != 0 && (turn != enteredTurn || System.nanoTime() - enteredNs > WAITED_NS);
  }

  boolean mayBlock() {
    return call != null && (call.mayBlock() && !returnsAtOnce || asksListener);
  }
}
