package dev.jrr.replayer;

import dev.jrr.gdbserver.target.SharedLibraries;
import dev.jrr.gdbserver.target.TargetAddress;
import dev.jrr.tracee.syscalls.MemoryView;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a program's own memory says of its dynamic linking: program headers by the auxiliary vector
 * (getauxval(3)), from there the linker's {@code r_debug} and chain of {@code link_map} (link.h).
 * The memory may hold anything: what makes no sense counts as absent.
 */
final class LinkMaps {
  private static final int AT_PHDR = 3;
  private static final int AT_PHNUM = 5;
  private static final int AT_BASE = 7;
  private static final int PT_LOAD = 1;
  private static final int PT_DYNAMIC = 2;
  private static final int PT_INTERP = 3;
  private static final int PT_PHDR = 6;
  private static final int PROGRAM_HEADER_SIZE = 56;
  private static final int ELF_HEADER_SIZE = 64;
  private static final long DT_DEBUG = 21;

  /** No program has as many; a chain that is longer is none. */
  private static final int MOST = 10_000;

  private record Segment(int type, long offset, long address) {}

  private final MemoryView memory;
  private final long base;
  private final long headers;
  private final List<Segment> segments = new ArrayList<>();

  LinkMaps(MemoryView memory, byte[] auxv) {
    this.memory = memory;
    ByteBuffer words = ByteBuffer.wrap(auxv).order(ByteOrder.LITTLE_ENDIAN);
    this.base = value(words, AT_BASE);
    this.headers = value(words, AT_PHDR);
    long count = Math.min(value(words, AT_PHNUM), 128);
    for (int index = 0; index < count; index++) {
      byte[] header = memory.bytes(headers + (long) index * PROGRAM_HEADER_SIZE, 24);
      if (header != null) {
        ByteBuffer fields = ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN);
        segments.add(new Segment(fields.getInt(0), fields.getLong(8), fields.getLong(16)));
      }
    }
  }

  private static long value(ByteBuffer auxv, int type) {
    for (int at = 0; at + 16 <= auxv.limit(); at += 16) {
      if (auxv.getLong(at) == type) {
        return auxv.getLong(at + 8);
      }
    }
    return 0;
  }

  /** Where the dynamic linker was mapped, 0 for a static program. */
  long linkerBase() {
    return base;
  }

  /** The path of the dynamic linker as the program has it; null for a static program. */
  @Nullable String linkerPath() {
    Segment interpreter = segment(PT_INTERP);
    return interpreter == null ? null : text(bias() + interpreter.address);
  }

  private @Nullable Segment segment(int type) {
    for (Segment segment : segments) {
      if (segment.type == type) {
        return segment;
      }
    }
    return null;
  }

  /** What was added to the addresses in the program's file. */
  private long bias() {
    Segment table = segment(PT_PHDR);
    if (table != null) {
      return headers - table.address;
    }
    for (Segment segment : segments) {
      if (segment.type == PT_LOAD && segment.offset == 0) {
        // The table follows the header in the files of all linkers.
        return headers - ELF_HEADER_SIZE - segment.address;
      }
    }
    return 0;
  }

  /** The libraries in the linker's order, each by the name of what is mapped there. */
  SharedLibraries libraries(MappingNames mappings) {
    List<SharedLibraries.Library> libraries = new ArrayList<>();
    long main = firstLinkMap();
    long at = main == 0 ? 0 : word(main + 24);
    while (at != 0 && libraries.size() < MOST) {
      long dynamic = word(at + 16);
      MappingNames.Named mapped = mappings.at(dynamic);
      String own = text(word(at + 8));
      String path = mapped != null && mapped.object() != null ? mapped.name() : own;
      if (path != null && !path.isEmpty()) {
        libraries.add(
            new SharedLibraries.Library(
                path,
                new TargetAddress(at),
                new TargetAddress(word(at)),
                new TargetAddress(dynamic)));
      }
      at = word(at + 24);
    }
    return new SharedLibraries(new TargetAddress(main), libraries);
  }

  private long firstLinkMap() {
    Segment dynamic = segment(PT_DYNAMIC);
    if (dynamic == null) {
      return 0;
    }
    long at = bias() + dynamic.address;
    for (int count = 0; count < MOST; count++, at += 16) {
      long tag = word(at);
      if (tag == 0) {
        return 0;
      }
      if (tag == DT_DEBUG) {
        long debug = word(at + 8);
        return debug == 0 ? 0 : word(debug + 8);
      }
    }
    return 0;
  }

  private long word(long address) {
    OptionalLong word = memory.readLong(address);
    return word.orElse(0);
  }

  private @Nullable String text(long address) {
    byte[] bytes = memory.cString(address);
    return bytes == null ? null : new String(bytes, 0, bytes.length - 1, StandardCharsets.UTF_8);
  }
}
