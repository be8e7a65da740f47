package dev.jrr.gdbserver.session;

import dev.jrr.gdbserver.protocol.PacketCursor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Every packet that the server knows, by name. */
final class PacketTable {
  private static final String NAMED = "qQv";
  private static final String NAME_ENDS = ":;,";

  private static final Map<String, PacketSpec> BY_NAME = new HashMap<>();

  static {
    Stream.of(
            SessionPackets.PACKETS,
            ThreadPackets.PACKETS,
            RegisterPackets.PACKETS,
            MemoryPackets.PACKETS,
            BreakpointPackets.PACKETS,
            ResumePackets.PACKETS,
            ProcessPackets.PACKETS,
            TransferPackets.PACKETS,
            FilePackets.PACKETS)
        .flatMap(List::stream)
        .forEach(PacketTable::add);
  }

  private PacketTable() {}

  private static void add(PacketSpec spec) {
    if (BY_NAME.put(spec.name(), spec) != null) {
      throw new IllegalStateException("two rows for " + spec.name());
    }
  }

  /** The row of a packet, whose name is read from it; empty when the server does not know it. */
  static Optional<PacketSpec> find(PacketCursor packet) {
    int first = packet.peek();
    if (first < 0) {
      return Optional.empty();
    }
    String name;
    if (NAMED.indexOf(first) >= 0) {
      name = packet.textBefore(NAME_ENDS);
    } else {
      name = String.valueOf((char) first);
      packet.take((char) first);
    }
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** The names of all packets, sorted. */
  static List<String> names() {
    return BY_NAME.keySet().stream().sorted().toList();
  }
}
