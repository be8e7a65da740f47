package dev.jrr.programs;

import java.util.Random;

/** Reproducible numbers: a failing test prints the seed. */
final class SeededRandom {
  /** {@code -Dseed=N}, else a new one in each run. */
  static final long SEED = Long.getLong("seed", System.nanoTime());

  private final Random random;

  SeededRandom(long seed) {
    random = new Random(seed);
  }

  /** From 0 to {@code bound} - 1. */
  int below(int bound) {
    return random.nextInt(bound);
  }

  /** From 0 to {@code bound} - 1. */
  long below(long bound) {
    return Math.floorMod(random.nextLong(), bound);
  }
}
