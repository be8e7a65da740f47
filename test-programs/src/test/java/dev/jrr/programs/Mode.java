package dev.jrr.programs;

import java.util.List;

/** A way in which a program is run. */
enum Mode {
  /** Without jrr: what the program does by itself. */
  NATIVE(List.of()),
  /** Recorded with every system call stopping, then replayed. */
  TRACED(List.of("--no-syscallbuf")),
  /** Recorded with calls made by the hook where they can be, then replayed. */
  BUFFERED(List.of()),
  /**
   * The same in the order of {@code --chaos}; the seed is {@code -Dseed=N}, 1 by default, in the
   * first round of {@code -Drepeat}, and one more in each that follows.
   */
  CHAOS(List.of()),
  /** The same as buffered, while the program is stopped wherever it is every few microseconds. */
  RESTLESS(List.of("--restless"));

  /** What every program is run in; another order matters to those of several threads. */
  static final List<Mode> USUAL = List.of(NATIVE, TRACED, BUFFERED);

  /** What programs of several threads or with signals at any instruction are run in. */
  static final List<Mode> THREADED = List.of(NATIVE, TRACED, BUFFERED, CHAOS);

  @SuppressWarnings("ImmutableEnumChecker") // What List.of gives cannot change.
  private final List<String> recordOptions;

  Mode(List<String> recordOptions) {
    this.recordOptions = recordOptions;
  }

  /** What {@code jrr record} is given in that round, the first of which is 1. */
  List<String> recordOptions(int round) {
    return this == CHAOS
        ? List.of("--chaos=" + (Long.getLong("seed", 1) + round - 1))
        : recordOptions;
  }
}
