package dev.jrr.tracee.code;

import java.nio.ByteBuffer;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The sorted index of a file's unwind entries (LSB Core, "Exception Frames": {@code .eh_frame_hdr}
 * and {@code .eh_frame}), of which only the bounds of functions are read. Linkers write one form of
 * the index; any other counts as absent.
 *
 * <pre>
 *  | version 1 | frame pointer 0x1b | count 0x03 | table 0x3b | pointer i32 | count u32 | entries
 *  0           1                    2            3            4             8           12
 *
 *  entry | function i32 | frame description i32 |   both relative to the index's own address
 * </pre>
 */
final class UnwindTable {
  /** A function of {@code size} bytes at an address. */
  record Entry(long start, long size) {}

  /** DW_EH_PE_pcrel | sdata4, udata4, datarel | sdata4. */
  private static final int FORM = 0x3b031b01;

  private static final int HEADER_SIZE = 12;
  private static final int ENTRY_SIZE = 8;

  private final ByteBuffer file;
  private final int offset;
  private final int count;

  /** Of {@code size} bytes at {@code offset}, which lie in the file. */
  UnwindTable(ByteBuffer file, int offset, int size) {
    this.file = file;
    this.offset = offset;
    boolean known = size >= HEADER_SIZE && file.getInt(offset) == FORM;
    int room = (size - HEADER_SIZE) / ENTRY_SIZE;
    this.count = known ? (int) Math.min(file.getInt(offset + 8) & 0xffffffffL, room) : 0;
  }

  /**
   * The entry of the function that contains {@code address}, null if there is none. {@code base} is
   * the index's own address; {@code offsetOf} turns an address into a file offset or -1.
   */
  @Nullable Entry find(long base, long address, LongUnaryOperator offsetOf) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (base + word(middle, 0) <= address) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low == 0) {
      return null;
    }
    long start = base + word(low - 1, 0);
    long description = offsetOf.applyAsLong(base + word(low - 1, 4));
    long size = description < 0 ? 0 : sizeOf((int) description);
    return address - start < size ? new Entry(start, size) : null;
  }

  private long word(int index, int field) {
    return file.getInt(offset + HEADER_SIZE + index * ENTRY_SIZE + field);
  }

  /**
   * The size of the function of a frame description entry: length u32, distance back to its common
   * entry u32, start and size, as wide as the common entry says. 0 where that makes no sense.
   */
  private long sizeOf(int entry) {
    try {
      if (file.getInt(entry) == -1) {
        return 0; // the 64-bit form, which no linker writes for .eh_frame
      }
      int width = pointerWidth(entry + 4 - file.getInt(entry + 4));
      int at = entry + 8 + width;
      return switch (width) {
        case 2 -> file.getShort(at) & 0xffff;
        case 4 -> file.getInt(at) & 0xffffffffL;
        case 8 -> file.getLong(at);
        default -> 0;
      };
    } catch (IndexOutOfBoundsException e) {
      return 0;
    }
  }

  /** The width of the code pointers of a common information entry, 0 if it is not understood. */
  private int pointerWidth(int entry) {
    int version = file.get(entry + 8);
    int at = entry + 9;
    StringBuilder augmentation = new StringBuilder();
    for (; file.get(at) != 0; at++) {
      augmentation.append((char) file.get(at));
    }
    at = afterLeb(afterLeb(at + 1)); // code and data alignment
    at = version == 1 ? at + 1 : afterLeb(at); // return address register
    if (augmentation.length() == 0) {
      return 8;
    }
    if (augmentation.charAt(0) != 'z') {
      return 0;
    }
    at = afterLeb(at);
    for (int index = 1; index < augmentation.length(); index++) {
      switch (augmentation.charAt(index)) {
        case 'R':
          return width(file.get(at));
        case 'L':
          at++;
          break;
        case 'P':
          at += 1 + width(file.get(at));
          break;
        default: // 'S' and 'B' have no data
          break;
      }
    }
    return 8;
  }

  /** Bytes of a pointer of a DW_EH_PE encoding: its low three bits say the format. */
  private static int width(byte encoding) {
    return switch (encoding & 7) {
      case 0, 4 -> 8;
      case 2 -> 2;
      case 3 -> 4;
      default -> 0;
    };
  }

  private int afterLeb(int at) {
    int end = at;
    while (file.get(end) < 0) {
      end++;
    }
    return end + 1;
  }
}
