package dev.jrr.tracee.code;

import dev.jrr.layout.JrrLayout;
import dev.jrr.tracee.Registers;
import dev.jrr.tracee.TraceeMemory;
import dev.jrr.tracee.syscalls.MemoryView;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The extended jump stub of one {@code syscall}, {@code rdtsc} or {@code rdtscp} instruction, which
 * stands in for it and for so many instructions after it as a 5-byte jump needs.
 *
 * <pre>
 *   site:  jmp stub; int3...              (replaces the instruction and what follows)
 *   stub:  mov [program rsp], rsp; mov rsp, the hook's stack
 *          call [hook]                    (goes on at tail when it did the instruction's work)
 *          mov rsp, [program rsp]
 *   bail:  syscall, rdtsc or rdtscp       (traced; registers and stack are the program's)
 *          lea rcx, after the site's own  (of a syscall: what the kernel leaves there is the stub's)
 *   tail:  what followed it, moved
 *          jmp after the site
 * </pre>
 */
public final class SyscallStub {
  /** Bytes that a stub takes at most. */
  public static final int SIZE_LIMIT = 128;

  private static final byte[] SYSCALL = {0x0f, 0x05};
  private static final byte[] RDTSC = {0x0f, 0x31};
  private static final byte[] RDTSCP = {0x0f, 0x01, (byte) 0xf9};
  private static final byte INT3 = (byte) 0xcc;

  private final long site;
  private final long start;
  private final long bail;

  /** Where the kernel comes back to, and the hook: behind the instruction. */
  private final long back;

  private final byte[] code;
  private final byte[] original;

  /** Offsets of the moved instructions in {@link #original}, and where each now stands. */
  private final int[] offsets;

  private final long[] places;

  private SyscallStub(
      long site,
      long start,
      long bail,
      long back,
      byte[] code,
      byte[] original,
      int[] offsets,
      long[] places) {
    this.site = site;
    this.start = start;
    this.bail = bail;
    this.back = back;
    this.code = code;
    this.original = original;
    this.offsets = offsets;
    this.places = places;
  }

  /**
   * The stub at {@code start} for the instruction at {@code site} of {@code memory}; null where the
   * site cannot be patched.
   */
  public static @Nullable SyscallStub build(
      long start, long site, Disassembler disassembler, MemoryView memory) {
    byte[] first = new byte[RDTSCP.length];
    byte[] replaced = memory.read(site, first, 0, first.length) < 2 ? null : replacedBy(first);
    PatchGroup following =
        replaced == null ? null : PatchGroup.after(site, replaced.length, disassembler, memory);
    if (replaced == null || following == null) {
      return null;
    }
    byte[] original = new byte[replaced.length + following.length()];
    if (memory.read(site, original, 0, original.length) < original.length) {
      return null;
    }
    try {
      return build(start, site, original, following.instructions());
    } catch (OutOfReachException far) {
      return null;
    }
  }

  /** The instruction that {@code code} begins with, if a stub can do its work. */
  private static byte @Nullable [] replacedBy(byte[] code) {
    for (byte[] instruction : List.of(SYSCALL, RDTSC, RDTSCP)) {
      if (Arrays.equals(instruction, Arrays.copyOf(code, instruction.length))) {
        return instruction;
      }
    }
    return null;
  }

  /**
   * The same at {@code newStart} for the same code at {@code newSite}, whose surroundings are the
   * same, too; null where it does not reach.
   */
  public @Nullable SyscallStub again(long newStart, long newSite, Disassembler disassembler) {
    if (newStart == start && newSite == site) {
      return this;
    }
    try {
      return build(
          newStart,
          newSite,
          original,
          PatchGroup.decodeAll(disassembler, original, replaced(original).length, newSite));
    } catch (OutOfReachException far) {
      return null;
    }
  }

  /** Whether a patch with {@code replacement} is a jump to such a stub. */
  public static boolean isPatch(byte[] replacement) {
    return replacement.length >= PatchGroup.JUMP && (replacement[0] & 0xff) == 0xe9;
  }

  /** The stub that a recording made, from its patch: {@code replacement} is the jump to it. */
  public static SyscallStub ofPatch(
      long site, byte[] original, byte[] replacement, Disassembler disassembler) {
    int distance = ByteBuffer.wrap(replacement).order(ByteOrder.LITTLE_ENDIAN).getInt(1);
    return build(
        site + PatchGroup.JUMP + distance,
        site,
        original,
        PatchGroup.decodeAll(disassembler, original, replaced(original).length, site));
  }

  private static byte[] replaced(byte[] original) {
    byte[] instruction = replacedBy(original);
    if (instruction == null) {
      throw new IllegalArgumentException("no stub for " + Arrays.toString(original));
    }
    return instruction;
  }

  /** Whether this is the stub of such a patch at its site. */
  public boolean isOf(byte[] originalBytes, byte[] replacement) {
    return Arrays.equals(original, originalBytes) && Arrays.equals(replacement(), replacement);
  }

  private static SyscallStub build(
      long start, long site, byte[] original, List<Instruction> following) {
    byte[] replaced = replaced(original);
    boolean isCall = Arrays.equals(replaced, SYSCALL);
    CodeWriter out = new CodeWriter(start);
    out.emit(0x48, 0x89, 0x24, 0x25); // mov [HOOK_PROGRAM_RSP], rsp
    out.word((int) JrrLayout.HOOK_PROGRAM_RSP);
    out.emit(0x48, 0xc7, 0xc4); // mov rsp, HOOK_STACK_END
    out.word((int) JrrLayout.HOOK_STACK_END);
    out.emit(0xff, 0x14, 0x25); // call [HOOK_POINTER]
    out.word((int) (isCall ? JrrLayout.HOOK_POINTER : JrrLayout.TIME_POINTER));
    out.emit(0x48, 0x8b, 0x24, 0x25); // mov rsp, [HOOK_PROGRAM_RSP]
    out.word((int) JrrLayout.HOOK_PROGRAM_RSP);
    final long bail = out.here();
    out.bytes(replaced);
    final long back = out.here();
    if (isCall) {
      out.emit(0x48, 0x8d, 0x0d); // lea rcx, [rip + ...], which leaves the flags alone
      out.word((int) (site + replaced.length - (out.here() + 4)));
    }
    int[] offsets = new int[following.size() + 1];
    long[] places = new long[following.size() + 1];
    int offset = replaced.length;
    for (int index = 0; index < following.size(); index++) {
      Instruction instruction = following.get(index);
      offsets[index] = offset;
      places[index] = out.here();
      Relocator.move(instruction, out);
      offset += instruction.length();
    }
    offsets[following.size()] = offset;
    places[following.size()] = out.here();
    out.jump(site + original.length);
    return new SyscallStub(site, start, bail, back, out.toBytes(), original, offsets, places);
  }

  /** Where the instruction stands. */
  public long site() {
    return site;
  }

  /** Where the stub stands. */
  public long start() {
    return start;
  }

  /** Its code. */
  public byte[] code() {
    return code.clone();
  }

  /** The bytes at the site as they were. */
  public byte[] original() {
    return original.clone();
  }

  /** What stands there instead. */
  public byte[] replacement() {
    byte[] bytes = new byte[original.length];
    Arrays.fill(bytes, INT3);
    ByteBuffer jump = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    jump.put((byte) 0xe9).putInt((int) (start - (site + PatchGroup.JUMP)));
    return bytes;
  }

  /**
   * Writes the bytes at the site as they were, to where they are after a move by {@code distance}.
   */
  public void restore(TraceeMemory memory, long distance) {
    memory.write(site + distance, original, 0, original.length);
  }

  /** Bytes that were replaced. */
  public int length() {
    return original.length;
  }

  /** Whether {@code ip} is in the stub before its own instruction: the hook is being called. */
  public boolean isSettingUp(long ip) {
    return ip >= start && ip < bail;
  }

  /** Whether {@code ip} is at the stub's own instruction: it is about to stop. */
  public boolean isAtCall(long ip) {
    return ip == bail;
  }

  /** Whether {@code ip} is behind the instruction, where rcx is not yet what the program finds. */
  public boolean isReturning(long ip) {
    return ip >= back && ip < places[0];
  }

  /** What rcx holds for the program where it holds {@code rcx}: no address in the stub. */
  public long ownRcx(long rcx) {
    return rcx == back ? site + offsets[0] : rcx;
  }

  /** Takes a task that is in the stub to where it would be without. */
  public void leave(Registers registers) {
    registers.set(Registers.RCX, ownRcx(registers.get(Registers.RCX)));
    registers.set(Registers.RIP, toOriginal(registers.rip()));
  }

  /** Whether {@code ip} is at the jump back, which is no instruction of the program's. */
  public boolean isAtJumpBack(long ip) {
    return ip == places[places.length - 1];
  }

  /** Whether {@code ip} is in the stub. */
  public boolean contains(long ip) {
    return ip >= start && ip < start + code.length;
  }

  /** Whether {@code ip} points into the replaced bytes, not to the first of them. */
  public boolean isInsideSite(long ip) {
    return ip > site && ip < site + original.length;
  }

  /** The program's own address that {@code ip}, in the stub from its instruction on, stands for. */
  public long toOriginal(long ip) {
    if (ip < back) {
      return site;
    }
    int index = places.length - 1;
    while (index > 0 && places[index] > ip) {
      index--;
    }
    return site + offsets[index];
  }

  /**
   * Where a task at {@code ip}, inside the replaced bytes, goes on. At the end of a call that is
   * behind the stub's own, so that the kernel may turn it back to make the call again.
   */
  public long goesOnAt(long ip) {
    return ip == site + offsets[0] ? back : toStub(ip);
  }

  /** Where the instruction at {@code ip}, inside the replaced bytes, now stands. */
  public long toStub(long ip) {
    int index = offsets.length - 1;
    while (index > 0 && site + offsets[index] > ip) {
      index--;
    }
    return places[index];
  }
}
