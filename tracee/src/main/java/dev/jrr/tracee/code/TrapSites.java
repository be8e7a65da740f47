package dev.jrr.tracee.code;

import dev.jrr.tracee.MachineInstruction;
import dev.jrr.tracee.code.ElfCode.Range;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Finds rdrand, rdseed and rdpid in files: their results are nondeterministic and nothing traps
 * them, so they are replaced when the file is mapped. First the bytes are searched, which most
 * files end with; only what is found there is confirmed by {@link SiteConfirmation}.
 */
public final class TrapSites {
  private static final long OPCODE_BYTES = 0xc7c7c7c7c7c7c7c7L;
  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private TrapSites() {}

  /**
   * A place to replace: {@code instruction} begins at {@code offset} in the file.
   *
   * <p>Its length is that of the whole instruction, prefixes that mean nothing included, which
   * {@link MachineInstruction#decode} does not know: do not decode it again.
   */
  public record Site(long offset, MachineInstruction instruction) {
    /** Bytes of the instruction. */
    public int length() {
      return instruction.length();
    }

    /** RDRAND, RDSEED or RDPID. */
    public MachineInstruction.Kind kind() {
      return instruction.kind();
    }
  }

  /**
   * The sites in the executable parts of an ELF file, ascending, from the buffer's position to its
   * limit (neither moves); none in other files. A place that may be data is not among them.
   *
   * @throws CapstoneMissingException when the bytes occur, but there is no Capstone to say whether
   *     they are instructions
   */
  public static List<Site> find(ByteBuffer file) {
    return find(file, Disassembler::open);
  }

  static List<Site> find(ByteBuffer bytes, Supplier<Disassembler> disassemblers) {
    ElfCode elf = ElfCode.of(bytes);
    if (elf == null) {
      return List.of();
    }
    ByteBuffer file = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
    List<Range> code = elf.executable();
    int[] places = new int[0];
    for (Range range : code) {
      places = search(file, range, places);
    }
    if (places.length == 0) {
      return List.of();
    }
    @Nullable Range[] functions = elf.functions(places);
    List<Site> sites = new ArrayList<>();
    try (Disassembler disassembler = disassemblers.get()) {
      SiteConfirmation confirmation = new SiteConfirmation(file, disassembler);
      for (int index = 0; index < places.length; index++) {
        int place = places[index];
        Range part = code.stream().filter(range -> range.contains(place)).findFirst().orElseThrow();
        Site site = confirmation.confirm(place, part, functions[index]);
        if (site != null) {
          sites.add(site);
        }
      }
    }
    return List.copyOf(sites);
  }

  /** {@code found} and where in {@code range} the bytes 0f c7 f0..ff are. */
  static int[] search(ByteBuffer file, Range range, int[] found) {
    int[] places = found;
    int at = range.start();
    // Eight bytes at once: is any of them c7? The carry of the test may claim one too many, never
    // one too few, and each is looked at.
    for (; at + 8 <= range.end(); at += 8) {
      long difference = file.getLong(at) ^ OPCODE_BYTES;
      if (((difference - LOW_BITS) & ~difference & HIGH_BITS) != 0) {
        places = look(file, range, at, at + 8, places);
      }
    }
    return look(file, range, at, range.end(), places);
  }

  /** As {@link #search}, for those whose c7 is from {@code start} to before {@code end}. */
  private static int[] look(ByteBuffer file, Range range, int start, int end, int[] found) {
    int[] places = found;
    int last = Math.min(end, range.end() - 1);
    for (int at = Math.max(start, range.start() + 1); at < last; at++) {
      if (file.get(at) == (byte) 0xc7
          && file.get(at - 1) == 0x0f
          && (file.get(at + 1) & 0xf0) == 0xf0) {
        places = Arrays.copyOf(places, places.length + 1);
        places[places.length - 1] = at - 1;
      }
    }
    return places;
  }
}
