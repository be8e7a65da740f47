package dev.jrr.tracee.syscalls;

import java.util.HashMap;
import java.util.Map;

/**
 * How long the structures are that SIOCETHTOOL's ifreq points to: each begins with its command
 * (linux/ethtool.h), by which the kernel tells them apart.
 */
final class EthtoolCommands {
  /** The length without what a count in the structure adds: so many bytes each. */
  private record Shape(int bytes, int countOffset, int unit) {}

  /** struct ethtool_value, which most commands take. */
  private static final int VALUE = 8;

  /** ETHTOOL_GSSET_INFO: a 32-bit word for each bit that is set in 64 at offset 8. */
  private static final int SET_INFO = 0x37;

  private static final int SET_INFO_BYTES = 16;

  /** ETHTOOL_GLINKSETTINGS and SLINKSETTINGS: three masks of as many words as byte 15 says. */
  private static final int LINK_SETTINGS = 0x4c;

  private static final int SET_LINK_SETTINGS = 0x4d;
  private static final int LINK_SETTINGS_BYTES = 48;
  private static final int MASK_WORDS_OFFSET = 15;

  /** COMMAND:BYTES, or COMMAND:BYTES+COUNT_OFFSET*UNIT. */
  private static final String SHAPES =
      "0x01:44 0x02:44 0x03:196 0x04:12+8*1 0x05:20 0x06:20 0x0b:16+12*1 0x0c:16+12*1 0x0e:92 "
          + "0x0f:92 0x10:36 0x11:36 0x12:16 0x13:16 0x1a:16+12*8 0x1b:12+8*32 0x1d:8+4*8 "
          + "0x20:8+4*1 0x29:192 0x2a:192 0x2d:192 0x2e:192 0x2f:192 0x30:192+184*4 0x31:192 "
          + "0x32:192 0x38:8+4*4 0x39:8+4*4 0x3a:8+4*16 0x3b:8+4*8 0x3c:36 0x3d:36 "
          + "0x3f:16+12*1 0x40:16+12*1 0x41:44 0x42:16+12*1 0x43:16+12*1 0x44:40 0x45:40 "
          + "0x48:16+12*1 0x49:16+12*1 0x4a:8+4*8 0x50:16 0x51:16";

  private static final Map<Integer, Shape> BY_COMMAND = parse();

  private EthtoolCommands() {}

  private static Map<Integer, Shape> parse() {
    Map<Integer, Shape> shapes = new HashMap<>();
    for (String line : SHAPES.split(" ")) {
      String[] parts = line.split("[:+*]");
      boolean counts = parts.length > 2;
      shapes.put(
          Integer.decode(parts[0]),
          new Shape(
              Integer.parseInt(parts[1]),
              counts ? Integer.parseInt(parts[2]) : 0,
              counts ? Integer.parseInt(parts[3]) : 0));
    }
    return shapes;
  }

  /** Bytes of the structure at {@code address}, 0 where that cannot be read. */
  static long length(MemoryView memory, long address) {
    int command = memory.readInt(address).orElse(-1);
    if (command == -1) {
      return 0;
    }
    if (command == SET_INFO) {
      long mask = memory.readLong(address + 8).orElse(0);
      return SET_INFO_BYTES + 4L * Long.bitCount(mask);
    }
    if (command == LINK_SETTINGS || command == SET_LINK_SETTINGS) {
      byte[] words = memory.bytes(address + MASK_WORDS_OFFSET, 1);
      return LINK_SETTINGS_BYTES + (words == null ? 0 : 12L * Math.max(words[0], 0));
    }
    Shape shape = BY_COMMAND.getOrDefault(command, new Shape(VALUE, 0, 0));
    long count =
        shape.unit == 0
            ? 0
            : Integer.toUnsignedLong(memory.readInt(address + shape.countOffset).orElse(0));
    long length = shape.bytes + count * shape.unit;
    return length > Size.LIMIT ? shape.bytes : length;
  }
}
