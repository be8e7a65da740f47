package dev.jrr.recorder;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a user should know of this recording; each text once, in the order of its first occurrence.
 */
final class RecordingWarnings {
  private final Set<String> texts = new LinkedHashSet<>();

  /** By any thread. */
  synchronized void add(String text) {
    texts.add(text);
  }

  synchronized List<String> all() {
    return new ArrayList<>(texts);
  }
}
