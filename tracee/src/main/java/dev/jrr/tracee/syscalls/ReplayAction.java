package dev.jrr.tracee.syscalls;

/** What replay does at the call. */
public sealed interface ReplayAction {
  /** The action in words, for the documentation. */
  String text();

  /** The call is not made: its result and outputs come from the trace. */
  record Emulate() implements ReplayAction {
    @Override
    public String text() {
      return "emulate";
    }
  }

  /** The call is made again, with the recorded arguments, and must give the recorded result. */
  record Execute() implements ReplayAction {
    @Override
    public String text() {
      return "execute";
    }
  }

  /**
   * Recorder and replayer each have a handler of this name. The names are those of the calls, or of
   * the operation that matters ({@code prctl_tsc}); {@code enosys} and {@code enoprotoopt} are
   * answered with that error without being made.
   */
  record Special(String name) implements ReplayAction {
    @Override
    public String text() {
      return "special: " + name;
    }
  }

  /** The one {@link Emulate}. */
  ReplayAction EMULATE = new Emulate();

  /** The one {@link Execute}. */
  ReplayAction EXECUTE = new Execute();
}
