package dev.jrr.tracee.code;

import dev.jrr.tracee.syscalls.MemoryView;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a patch replaces at a site, wherever that is: the instruction that the hook stands in for
 * and those after it, which a stub repeats. Immutable.
 */
public final class SiteCode {
  /**
   * Bytes that a site has at most: its instruction, and one that begins in the jump's last byte.
   */
  static final int LONGEST = PatchGroup.JUMP - 1 + Disassembler.LONGEST;

  /** {@link #encode} appends so many bytes at most. */
  public static final int MOST_ENCODED = 2 + LONGEST + PatchGroup.JUMP * Relocation.ENCODED;

  private static final byte[] SYSCALL = {0x0f, 0x05};
  private static final byte[] RDTSC = {0x0f, 0x31};
  private static final byte[] RDTSCP = {0x0f, 0x01, (byte) 0xf9};

  private final byte[] bytes;

  /** The instruction that {@link #bytes} begins with. */
  private final byte[] replaced;

  private final List<Relocation> following;

  private SiteCode(byte[] bytes, byte[] replaced, List<Relocation> following) {
    this.bytes = bytes;
    this.replaced = replaced;
    this.following = following;
  }

  /**
   * The code at {@code site} of {@code memory}; null where it cannot be patched.
   *
   * @param far the branches of the code that has the site in it
   * @param moved from an offset in its file to its address
   */
  public static @Nullable SiteCode at(
      long site, Disassembler disassembler, MemoryView memory, FarBranches far, long moved) {
    byte[] first = new byte[RDTSCP.length];
    byte[] replaced = memory.read(site, first, 0, first.length) < 2 ? null : replacedBy(first);
    PatchGroup group =
        replaced == null ? null : PatchGroup.after(site, replaced.length, disassembler, memory);
    if (replaced == null || group == null) {
      return null;
    }
    byte[] bytes = memory.bytes(site, replaced.length + group.length());
    return bytes == null || far.leadInto(site, bytes.length, moved, disassembler, memory)
        ? null
        : new SiteCode(bytes, replaced, relocations(group.instructions()));
  }

  /** The code that was patched at {@code site} and read {@code bytes}. */
  static SiteCode ofPatched(long site, byte[] bytes, Disassembler disassembler) {
    byte[] replaced = instructionOf(bytes);
    return new SiteCode(
        bytes,
        replaced,
        relocations(PatchGroup.decodeAll(disassembler, bytes, replaced.length, site)));
  }

  private static List<Relocation> relocations(List<Instruction> instructions) {
    return instructions.stream().map(Relocation::of).toList();
  }

  /**
   * The instruction that {@code code} begins with.
   *
   * @throws IllegalArgumentException if a stub cannot do its work
   */
  static byte[] instructionOf(byte[] code) {
    byte[] instruction = replacedBy(code);
    if (instruction == null) {
      throw new IllegalArgumentException("no stub for " + Arrays.toString(code));
    }
    return instruction;
  }

  private static byte @Nullable [] replacedBy(byte[] code) {
    for (byte[] instruction : List.of(SYSCALL, RDTSC, RDTSCP)) {
      if (Arrays.equals(instruction, Arrays.copyOf(code, instruction.length))) {
        return instruction;
      }
    }
    return null;
  }

  /** Whether such an instruction, of {@link #instructionOf}, is a system call. */
  static boolean isCall(byte[] instruction) {
    return Arrays.equals(instruction, SYSCALL);
  }

  /**
   * The stub at {@code start} for this code at {@code site}, whose surroundings are the same, too;
   * null where it does not reach.
   */
  public @Nullable SyscallStub stub(long start, long site) {
    try {
      return SyscallStub.of(start, site, this);
    } catch (OutOfReachException far) {
      return null;
    }
  }

  /**
   * The lowest address from {@code low} to before {@code high} where its stub may start for this
   * code at {@code site}, so that the jump there is a trap wherever somebody may jump to behind the
   * first instruction; 0 where there is none.
   */
  public long place(long site, long low, long high) {
    return JumpPlace.choose(site, this::mayBeEntered, low, high);
  }

  /** The same where the jump's last byte is a trap, too: stubs of most other sites may be near. */
  public long placeForMost(long site, long low, long high) {
    return JumpPlace.choose(
        site, offset -> offset == PatchGroup.JUMP - 1 || mayBeEntered(offset), low, high);
  }

  /** Whether an instruction begins {@code offset} bytes from the site that is not just padding. */
  private boolean mayBeEntered(int offset) {
    int at = replaced.length;
    for (Relocation instruction : following) {
      if (at >= offset) {
        break;
      }
      if (instruction.endsFlow()) {
        return false;
      }
      at += instruction.length();
    }
    return at == offset;
  }

  /** Bytes that are replaced. */
  public int length() {
    return bytes.length;
  }

  /** The bytes; not to be changed. */
  byte[] bytes() {
    return bytes;
  }

  /** The instruction that the stub makes itself; not to be changed. */
  byte[] replaced() {
    return replaced;
  }

  /** What comes after it. */
  List<Relocation> following() {
    return following;
  }

  /** Whether it is what {@code memory} has at {@code site}. */
  public boolean isAt(long site, MemoryView memory) {
    byte[] there = new byte[bytes.length];
    return memory.read(site, there, 0, there.length) == there.length && Arrays.equals(bytes, there);
  }

  /** Appends what {@link #decode} reads. */
  public void encode(ByteBuffer to) {
    to.put((byte) bytes.length).put(bytes).put((byte) following.size());
    following.forEach(relocation -> relocation.encode(to));
  }

  /**
   * The next one of {@code from}.
   *
   * @throws IllegalArgumentException if that is none
   */
  public static SiteCode decode(ByteBuffer from) {
    try {
      int length = from.get();
      if (length < PatchGroup.JUMP || length > LONGEST) {
        throw new IllegalArgumentException("a site of " + length + " bytes");
      }
      byte[] bytes = new byte[length];
      from.get(bytes);
      byte[] replaced = instructionOf(bytes);
      List<Relocation> following = new ArrayList<>();
      int offset = replaced.length;
      for (int left = from.get(); left > 0; left--) {
        Relocation next = Relocation.decode(from, bytes, offset);
        following.add(next);
        offset += next.length();
      }
      if (offset != length) {
        throw new IllegalArgumentException("instructions up to " + offset + " of " + length);
      }
      return new SiteCode(bytes, replaced, List.copyOf(following));
    } catch (BufferUnderflowException e) {
      throw new IllegalArgumentException("the code of a site is cut off", e);
    }
  }
}
