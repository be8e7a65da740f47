package dev.jrr.tracee.code;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an x86-64 ELF file has code, and where its functions begin (System V gABI, chapters 4 and
 * 5; offsets are those of {@code elf.h}'s Elf64 structures). The file may be anything at all: what
 * lies outside it or makes no sense counts as absent.
 */
final class ElfCode {
  /** Bytes from {@code start} to before {@code end} in the file. */
  record Range(int start, int end) {
    boolean contains(int offset) {
      return offset >= start && offset < end;
    }
  }

  /** A program header: {@code size} bytes at {@code offset} in the file are mapped at address. */
  private record Segment(int type, int flags, long offset, long address, long size) {}

  /** A section header; {@code entry} is the size of one of its table entries. */
  private record Section(int type, long flags, long address, long offset, long size, long entry) {}

  private static final int MAGIC = 0x464c457f;
  private static final int CLASS_64_LITTLE_ENDIAN = 0x0102;
  private static final int EM_X86_64 = 62;
  private static final int HEADER_SIZE = 64;
  private static final int PROGRAM_HEADER_SIZE = 56;
  private static final int SECTION_HEADER_SIZE = 64;
  private static final int PT_LOAD = 1;
  private static final int PT_GNU_EH_FRAME = 0x6474e550;
  private static final int PF_X = 1;
  private static final int SHT_SYMTAB = 2;
  private static final int SHT_NOBITS = 8;
  private static final int SHT_DYNSYM = 11;
  private static final int SHF_EXECINSTR = 4;
  private static final int SYMBOL_SIZE = 24;
  private static final int STT_FUNC = 2;
  private static final int STT_GNU_IFUNC = 10;

  private final ByteBuffer file;
  private final List<Segment> segments = new ArrayList<>();
  private final List<Section> sections = new ArrayList<>();

  private ElfCode(ByteBuffer file) {
    this.file = file;
    readSegments();
    readSections();
  }

  /** Reads the headers; null for what is no ELF file of 64-bit x86. */
  static @Nullable ElfCode of(ByteBuffer bytes) {
    ByteBuffer file = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    boolean right =
        file.limit() >= HEADER_SIZE
            && file.getInt(0) == MAGIC
            && file.getShort(4) == CLASS_64_LITTLE_ENDIAN
            && file.getShort(18) == EM_X86_64;
    return right ? new ElfCode(file) : null;
  }

  private void readSegments() {
    long table = file.getLong(32);
    int size = file.getShort(54) & 0xffff;
    int count = file.getShort(56) & 0xffff;
    for (int index = 0; index < count && size >= PROGRAM_HEADER_SIZE; index++) {
      long start = table + (long) index * size;
      if (!isInside(start, PROGRAM_HEADER_SIZE)) {
        return;
      }
      int at = (int) start;
      segments.add(
          new Segment(
              file.getInt(at),
              file.getInt(at + 4),
              file.getLong(at + 8),
              file.getLong(at + 16),
              file.getLong(at + 32)));
    }
  }

  private void readSections() {
    long table = file.getLong(40);
    int size = file.getShort(58) & 0xffff;
    int count = file.getShort(60) & 0xffff;
    for (int index = 0; index < count && size >= SECTION_HEADER_SIZE; index++) {
      long start = table + (long) index * size;
      if (!isInside(start, SECTION_HEADER_SIZE)) {
        return;
      }
      int at = (int) start;
      sections.add(
          new Section(
              file.getInt(at + 4),
              file.getLong(at + 8),
              file.getLong(at + 16),
              file.getLong(at + 24),
              file.getLong(at + 32),
              file.getLong(at + 56)));
    }
  }

  /**
   * What is mapped executable, ascending and disjoint. Where the file has executable sections, only
   * those: older linkers put constants into the executable segment too.
   */
  List<Range> executable() {
    List<Range> mapped = new ArrayList<>();
    for (Segment segment : segments) {
      if (segment.type == PT_LOAD && (segment.flags & PF_X) != 0) {
        add(mapped, segment.offset, segment.size);
      }
    }
    List<Range> code = new ArrayList<>();
    for (Section section : sections) {
      if (section.type != SHT_NOBITS && (section.flags & SHF_EXECINSTR) != 0) {
        add(code, section.offset, section.size);
      }
    }
    mapped = disjoint(mapped);
    if (code.isEmpty()) {
      return mapped;
    }
    List<Range> both = new ArrayList<>();
    for (Range section : disjoint(code)) {
      for (Range segment : mapped) {
        int start = Math.max(section.start, segment.start);
        int end = Math.min(section.end, segment.end);
        if (start < end) {
          both.add(new Range(start, end));
        }
      }
    }
    return both;
  }

  /** Adds the part of {@code size} bytes at {@code offset} that the file has. */
  private void add(List<Range> ranges, long offset, long size) {
    if (offset >= 0 && offset < file.limit() && size > 0) {
      ranges.add(new Range((int) offset, (int) (offset + Math.min(size, file.limit() - offset))));
    }
  }

  /** Ascending by start; what overlaps an earlier range is cut off. */
  private static List<Range> disjoint(List<Range> ranges) {
    ranges.sort((one, other) -> Integer.compare(one.start(), other.start()));
    List<Range> result = new ArrayList<>();
    int end = 0;
    for (Range range : ranges) {
      if (range.end > end) {
        result.add(new Range(Math.max(range.start, end), range.end));
        end = range.end;
      }
    }
    return result;
  }

  /**
   * The function around each of {@code places} (file offsets, ascending), null where none is known:
   * of the sized function symbols and the unwind entries that contain it the one that begins last.
   */
  @Nullable Range[] functions(int[] places) {
    @Nullable Range[] functions = new Range[places.length];
    for (Section section : sections) {
      if ((section.type == SHT_SYMTAB || section.type == SHT_DYNSYM)
          && section.entry == SYMBOL_SIZE) {
        readSymbols(section, places, functions);
      }
    }
    for (Segment segment : segments) {
      if (segment.type == PT_GNU_EH_FRAME && isInside(segment.offset, segment.size)) {
        UnwindTable table = new UnwindTable(file, (int) segment.offset, (int) segment.size);
        for (int index = 0; index < places.length; index++) {
          UnwindTable.Entry entry =
              table.find(segment.address, addressOf(places[index]), this::offsetOf);
          if (entry != null) {
            note(entry.start(), entry.size(), places, functions);
          }
        }
      }
    }
    return functions;
  }

  private void readSymbols(Section table, int[] places, @Nullable Range[] functions) {
    long end = Math.min(table.offset + table.size, file.limit());
    if (table.offset < 0) {
      return;
    }
    for (long at = table.offset; at + SYMBOL_SIZE <= end; at += SYMBOL_SIZE) {
      int type = file.get((int) at + 4) & 0xf;
      if (type == STT_FUNC || type == STT_GNU_IFUNC) {
        note(file.getLong((int) at + 8), file.getLong((int) at + 16), places, functions);
      }
    }
  }

  /** Notes a function of {@code size} bytes at an address for the places that it contains. */
  private void note(long address, long size, int[] places, @Nullable Range[] functions) {
    long offset = offsetOf(address);
    if (offset < 0 || size <= 0 || size > file.limit() - offset) {
      return;
    }
    Range range = new Range((int) offset, (int) (offset + size));
    int first = Arrays.binarySearch(places, range.start);
    for (int index = first < 0 ? -first - 1 : first;
        index < places.length && range.contains(places[index]);
        index++) {
      Range known = functions[index];
      if (known == null || known.start < range.start) {
        functions[index] = range;
      }
    }
  }

  /** Where in the file the byte at a mapped address is, -1 for nowhere. */
  private long offsetOf(long address) {
    for (Segment segment : segments) {
      long into = address - segment.address;
      if (segment.type == PT_LOAD && into >= 0 && into < segment.size) {
        return isInside(segment.offset + into, 1) ? segment.offset + into : -1;
      }
    }
    return -1;
  }

  /** Where a byte of the file is mapped for execution, 0 for nowhere. */
  private long addressOf(int offset) {
    for (Segment segment : segments) {
      long into = offset - segment.offset;
      if (segment.type == PT_LOAD
          && (segment.flags & PF_X) != 0
          && into >= 0
          && into < segment.size) {
        return segment.address + into;
      }
    }
    return 0;
  }

  private boolean isInside(long offset, long size) {
    return offset >= 0 && size >= 0 && size <= file.limit() && offset <= file.limit() - size;
  }
}
