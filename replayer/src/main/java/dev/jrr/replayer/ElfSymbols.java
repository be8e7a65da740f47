package dev.jrr.replayer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The functions that an ELF file names in {@code .symtab}, else in {@code .dynsym} (System V gABI,
 * chapter 4; offsets are those of elf.h's Elf64 structures). The file may hold anything: what makes
 * no sense counts as absent.
 */
final class ElfSymbols {
  /**
   * A function around a place: {@code offset} bytes before it, and the source file where the table
   * has that (of functions that are local to one), else empty.
   */
  record Symbol(String name, long offset, String file) {
    /** As disassemblers write it. */
    String text() {
      return name + "+0x" + Long.toHexString(offset);
    }
  }

  private static final int MAGIC = 0x464c457f;
  private static final int CLASS_64_LITTLE_ENDIAN = 0x0102;
  private static final int HEADER_SIZE = 64;
  private static final int PROGRAM_HEADER_SIZE = 56;
  private static final int SECTION_HEADER_SIZE = 64;
  private static final int SYMBOL_SIZE = 24;
  private static final int PT_LOAD = 1;
  private static final int SHT_SYMTAB = 2;
  private static final int SHT_DYNSYM = 11;
  private static final int STT_FUNC = 2;
  private static final int STT_FILE = 4;
  private static final int STT_GNU_IFUNC = 10;

  private final ByteBuffer file;

  private ElfSymbols(ByteBuffer file) {
    this.file = file;
  }

  /** The function of {@code path} that has the byte at {@code offset} of the file, or null. */
  static @Nullable Symbol find(Path path, long offset) {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long size = Math.min(channel.size(), Integer.MAX_VALUE);
      return find(channel.map(FileChannel.MapMode.READ_ONLY, 0, size), offset);
    } catch (IOException unreadable) {
      return null;
    }
  }

  /** The same for a file that is in memory. */
  static @Nullable Symbol find(ByteBuffer bytes, long offset) {
    ByteBuffer file = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    if (file.limit() < HEADER_SIZE
        || file.getInt(0) != MAGIC
        || file.getShort(4) != CLASS_64_LITTLE_ENDIAN) {
      return null;
    }
    ElfSymbols symbols = new ElfSymbols(file);
    long address = symbols.addressOf(offset);
    if (address < 0) {
      return null;
    }
    Symbol symbol = symbols.inTables(SHT_SYMTAB, address);
    return symbol != null ? symbol : symbols.inTables(SHT_DYNSYM, address);
  }

  private boolean isInside(long offset, long size) {
    return offset >= 0 && size >= 0 && size <= file.limit() && offset <= file.limit() - size;
  }

  /** The address in the file's own terms of the byte at {@code offset}, -1 for none. */
  private long addressOf(long offset) {
    long table = file.getLong(32);
    int size = file.getShort(54) & 0xffff;
    int count = file.getShort(56) & 0xffff;
    for (int index = 0; index < count; index++) {
      long header = table + (long) index * size;
      if (size < PROGRAM_HEADER_SIZE || !isInside(header, PROGRAM_HEADER_SIZE)) {
        return -1;
      }
      int at = (int) header;
      long into = offset - file.getLong(at + 8);
      if (file.getInt(at) == PT_LOAD && into >= 0 && into < file.getLong(at + 32)) {
        return file.getLong(at + 16) + into;
      }
    }
    return -1;
  }

  private @Nullable Symbol inTables(int type, long address) {
    long table = file.getLong(40);
    int size = file.getShort(58) & 0xffff;
    int count = file.getShort(60) & 0xffff;
    for (int index = 0; index < count; index++) {
      long header = table + (long) index * size;
      if (size < SECTION_HEADER_SIZE || !isInside(header, SECTION_HEADER_SIZE)) {
        return null;
      }
      if (file.getInt((int) header + 4) == type) {
        long link = file.getInt((int) header + 40) & 0xffff_ffffL;
        long strings = table + link * size;
        if (link < count && isInside(strings, SECTION_HEADER_SIZE)) {
          return inTable((int) header, file.getLong((int) strings + 24), address);
        }
      }
    }
    return null;
  }

  /** Of the functions around {@code address} the one that begins last. */
  private @Nullable Symbol inTable(int header, long strings, long address) {
    long start = file.getLong(header + 24);
    long end = start + file.getLong(header + 32);
    if (!isInside(start, end - start)) {
      return null;
    }
    int best = -1;
    long bestFile = 0;
    long source = 0;
    for (long entry = start; entry + SYMBOL_SIZE <= end; entry += SYMBOL_SIZE) {
      int at = (int) entry;
      int type = file.get(at + 4) & 0xf;
      boolean local = (file.get(at + 4) & 0xf0) == 0;
      if (type == STT_FILE) {
        source = file.getInt(at) & 0xffff_ffffL;
      } else if ((type == STT_FUNC || type == STT_GNU_IFUNC)
          && isAround(at, address)
          && (best < 0 || file.getLong(at + 8) >= file.getLong(best + 8))) {
        best = at;
        bestFile = local ? source : 0;
      }
    }
    if (best < 0) {
      return null;
    }
    return new Symbol(
        text(strings + (file.getInt(best) & 0xffff_ffffL)),
        address - file.getLong(best + 8),
        bestFile == 0 ? "" : text(strings + bestFile));
  }

  private boolean isAround(int symbol, long address) {
    long into = address - file.getLong(symbol + 8);
    return into >= 0 && into < file.getLong(symbol + 16);
  }

  private String text(long at) {
    int end = (int) Math.min(Math.max(at, 0), file.limit());
    int start = end;
    while (end < file.limit() && file.get(end) != 0) {
      end++;
    }
    byte[] bytes = new byte[end - start];
    file.get(start, bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
