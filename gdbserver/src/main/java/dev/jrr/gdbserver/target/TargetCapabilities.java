package dev.jrr.gdbserver.target;

import java.util.Set;

/**
 * What a target can do; the server tells the debugger of this and of no more. Fixed for a target's
 * life.
 *
 * @param vectors the vector registers that the recorded processor had
 * @param breakpoints the kinds that can be inserted
 * @param features the rest
 */
public record TargetCapabilities(
    XsaveLayout vectors, Set<BreakpointKind> breakpoints, Set<TargetFeature> features) {
  /** Keeps copies. */
  public TargetCapabilities {
    breakpoints = Set.copyOf(breakpoints);
    features = Set.copyOf(features);
  }

  /** Whether the target has a feature. */
  public boolean has(TargetFeature feature) {
    return features.contains(feature);
  }
}
