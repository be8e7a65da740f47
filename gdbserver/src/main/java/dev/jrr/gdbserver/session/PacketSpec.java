package dev.jrr.gdbserver.session;

import dev.jrr.gdbserver.target.TargetFeature;
import java.util.Optional;

/**
 * A row of {@link PacketTable}.
 *
 * @param name the packet's letter, or for those that begin with q, Q or v the whole name up to the
 *     first of {@code : ; ,}
 * @param needs the feature without which the packet is unknown
 * @param explained whether gdb shows the text of an error reply to this packet, so that it is worth
 *     sending one instead of a number
 * @param handler what is done about it
 */
record PacketSpec(
    String name, Optional<TargetFeature> needs, boolean explained, PacketHandler handler) {
  static PacketSpec packet(String name, PacketHandler handler) {
    return new PacketSpec(name, Optional.empty(), false, handler);
  }

  PacketSpec needing(TargetFeature feature) {
    return new PacketSpec(name, Optional.of(feature), explained, handler);
  }

  PacketSpec explainingErrors() {
    return new PacketSpec(name, needs, true, handler);
  }
}
