package dev.jrr.programs;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/**
 * The rounds of a test: {@code -Drepeat=N} says how often each program is run in each mode, and
 * {@code -Dmodes=REGEX} in which modes.
 */
final class Rounds {
  private static final int REPEAT = Integer.getInteger("repeat", 1);
  private static final String MODES = System.getProperty("modes", ".*");

  private Rounds() {}

  /** The program, the mode and the number of the round, from 1. */
  static Stream<Arguments> of(Object program, List<Mode> modes) {
    return modes.stream()
        .filter(mode -> mode.name().matches(MODES))
        .flatMap(
            mode ->
                IntStream.rangeClosed(1, REPEAT)
                    .mapToObj(round -> Arguments.of(program, mode, round)));
  }
}
