package dev.jrr.gdbserver.session;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Objects that are being told in parts, kept from their first part on so that the parts fit
 * together.
 */
final class TransferCache {
  /** Objects told at the same time; gdb asks for one after the other. */
  private static final int MOST_KEPT = 8;

  private final Map<String, byte[]> kept = new HashMap<>();

  /**
   * The object as its earlier parts had it; empty when it has to be made.
   *
   * @param fromStart whether the first part is wanted, which is always made anew
   */
  Optional<byte[]> get(String name, boolean fromStart) {
    return fromStart ? Optional.empty() : Optional.ofNullable(kept.get(name));
  }

  void put(String name, byte[] object) {
    if (kept.size() >= MOST_KEPT) {
      kept.clear();
    }
    kept.put(name, object);
  }

  /** The target ran: objects may have changed. */
  void clear() {
    kept.clear();
  }
}
