package dev.jrr.tracee;

import java.nio.charset.StandardCharsets;

/** {@code /proc/<tid>/status} (proc(5)) as it was when it was read. */
public record StatusFile(String text) {
  /** Reads it; that of a task that is gone is empty. */
  public static StatusFile read(int tid) {
    return new StatusFile(new String(ProcFile.read(tid, "status"), StandardCharsets.ISO_8859_1));
  }

  /** What follows a name such as {@code NSpid}, without the line's end; empty without it. */
  public String line(String name) {
    String label = name + ":\t";
    int at = text.startsWith(label) ? 0 : text.indexOf("\n" + label) + 1;
    boolean found = at > 0 || text.startsWith(label);
    return found ? text.substring(at + label.length(), text.indexOf('\n', at)) : "";
  }

  /** The 64 bits that a line such as {@code SigBlk} or {@code CapEff} shows; 0 without it. */
  public long mask(String name) {
    String digits = line(name);
    return digits.isEmpty() ? 0 : Long.parseUnsignedLong(digits, 16);
  }
}
