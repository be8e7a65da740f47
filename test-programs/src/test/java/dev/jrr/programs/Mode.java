package dev.jrr.programs;

import java.util.List;

/** A way in which a program is run. */
enum Mode {
  /** Without jrr: what the program does by itself. */
  NATIVE(List.of()),
  /** Recorded with every system call stopping, then replayed. */
  TRACED(List.of("--no-syscallbuf")),
  /** Recorded with calls made by the hook where they can be, then replayed. */
  BUFFERED(List.of());

  @SuppressWarnings("ImmutableEnumChecker") // What List.of gives cannot change.
  private final List<String> recordOptions;

  Mode(List<String> recordOptions) {
    this.recordOptions = recordOptions;
  }

  /** What {@code jrr record} is given. */
  List<String> recordOptions() {
    return recordOptions;
  }
}
