package dev.jrr.replayer;

import dev.jrr.replayer.DivergenceReport.CodeLine;
import dev.jrr.tracee.code.CapstoneMissingException;
import dev.jrr.tracee.code.Disassembler;
import dev.jrr.tracee.code.Instruction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The instructions around a place, as a report shows them. */
final class CodeListing {
  /** Instructions shown on each side. */
  private static final int SIDE = 4;

  /** Bytes before the place up to which a function's beginning is worth to be decoded from. */
  private static final int FARTHEST = 4096;

  private CodeListing() {}

  /**
   * The instructions around {@code ip}, those before it only where {@code before}, the bytes since
   * the function's beginning, is known (else 0). Bytes in hex where there is no disassembler.
   */
  static List<CodeLine> of(ReplaySpace space, long ip, long before) {
    long known = before > 0 && before <= FARTHEST ? before : 0;
    byte[] code = space.readForDebugger(ip - known, (int) known + SIDE * Disassembler.LONGEST);
    if (code.length <= known) {
      return List.of();
    }
    try (Disassembler disassembler = Disassembler.open()) {
      return decoded(disassembler, code, ip - known, ip);
    } catch (CapstoneMissingException missing) {
      return List.of(new CodeLine(ip, hex(code, (int) known, 16), true));
    }
  }

  private static List<CodeLine> decoded(
      Disassembler disassembler, byte[] code, long start, long ip) {
    List<CodeLine> lines = new ArrayList<>();
    int after = 0;
    int at = 0;
    while (at < code.length && after <= SIDE) {
      long address = start + at;
      Instruction instruction = disassembler.decode(code, at, code.length - at, address);
      boolean current = address == ip;
      if (Long.compareUnsigned(address, ip) >= 0) {
        after++;
      } else if (instruction != null && address + instruction.length() > ip) {
        // What was taken for code is not how the processor came here: begin at the place.
        lines.clear();
        at = (int) (ip - start);
        continue;
      }
      String text = instruction == null ? "(bad) " + hex(code, at, 1) : instruction.toString();
      lines.add(new CodeLine(address, text, current));
      at += instruction == null ? 1 : instruction.length();
    }
    int here = 0;
    while (here < lines.size() && !lines.get(here).current()) {
      here++;
    }
    return List.copyOf(lines.subList(Math.max(0, here - SIDE), lines.size()));
  }

  private static String hex(byte[] bytes, int from, int most) {
    StringBuilder text = new StringBuilder();
    for (int at = from; at < Math.min(bytes.length, from + most); at++) {
      text.append(at == from ? "" : " ");
      text.append(String.format(Locale.ROOT, "%02x", bytes[at]));
    }
    return text.toString();
  }
}
