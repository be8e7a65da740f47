package dev.jrr.tracee;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The stack that the kernel hands to a new program (System V ABI for x86-64, "Process
 * Initialization"): argument count, arguments, environment, auxiliary vector, strings.
 */
public final class InitialStack {
  private static final int AT_NULL = 0;
  private static final int AT_IGNORE = 1;
  private static final int AT_SYSINFO_EHDR = 33;

  private final long address;
  private final ByteBuffer words;
  private final List<String> arguments = new ArrayList<>();
  private final List<String> environment = new ArrayList<>();
  private int auxvStart;
  private int auxvEnd;

  private InitialStack(long address, byte[] bytes) {
    this.address = address;
    this.words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int at = strings(8, arguments);
    at = strings(at, environment);
    auxvStart = at;
    while (words.getLong(at) != AT_NULL) {
      at += 16;
    }
    auxvEnd = at + 16;
  }

  /** Reads and parses the stack from the stack pointer to the end of its mapping. */
  public static InitialStack read(TraceeMemory memory, long stackPointer, long end) {
    byte[] bytes = memory.read(stackPointer, (int) (end - stackPointer));
    if (bytes == null) {
      throw new IllegalStateException("the initial stack cannot be read");
    }
    return new InitialStack(stackPointer, bytes);
  }

  private int strings(int from, List<String> into) {
    int at = from;
    for (; words.getLong(at) != 0; at += 8) {
      int start = (int) (words.getLong(at) - address);
      int end = start;
      while (words.get(end) != 0) {
        end++;
      }
      into.add(new String(words.array(), start, end - start, StandardCharsets.UTF_8));
    }
    return at + 8;
  }

  /** Makes the vDSO's entry of the auxiliary vector one to be ignored, here and in the task. */
  public void hideVdso(TraceeMemory memory) {
    for (int at = auxvStart; at < auxvEnd; at += 16) {
      if (words.getLong(at) == AT_SYSINFO_EHDR) {
        words.putLong(at, AT_IGNORE);
        memory.writeWord(address + at, AT_IGNORE);
      }
    }
  }

  /** The stack pointer. */
  public long address() {
    return address;
  }

  /** Everything from the stack pointer up. */
  public byte[] bytes() {
    return words.array();
  }

  public List<String> arguments() {
    return arguments;
  }

  public List<String> environment() {
    return environment;
  }

  /** The auxiliary vector with its terminating entry. */
  public byte[] auxv() {
    return java.util.Arrays.copyOfRange(words.array(), auxvStart, auxvEnd);
  }
}
