package dev.jrr.recorder;

import java.util.Set;

/**
 * How calls are made while recording.
 *
 * @param enabled whether without a stop where they can be
 * @param without rules that are switched off, for tests
 */
public record BufferOptions(boolean enabled, Set<UnwindRule> without) {
  public BufferOptions {
    without = Set.copyOf(without);
  }

  /** Whether {@code rule} holds. */
  boolean has(UnwindRule rule) {
    return !without.contains(rule);
  }
}
