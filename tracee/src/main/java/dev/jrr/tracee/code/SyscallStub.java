package dev.jrr.tracee.code;

import dev.jrr.layout.JrrLayout;
import dev.jrr.tracee.Registers;
import dev.jrr.tracee.TraceeMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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

  private static final byte INT3 = (byte) 0xcc;

  private final long site;
  private final long start;
  private final byte[] original;
  private final long bail;

  /** Where the kernel comes back to, and the hook: behind the instruction. */
  private final long back;

  /** Where the first of the moved instructions stands. */
  private final long tail;

  /** Bytes of the instruction at the site. */
  private final int replaced;

  /** Null until it is asked for: that takes a disassembler. */
  private @Nullable Moved moved;

  /**
   * The stub's code and what it repeats.
   *
   * @param offsets of the moved instructions in the original code, and its end
   * @param places where each now stands, and the jump back
   */
  private record Moved(byte[] code, int[] offsets, long[] places) {}

  private SyscallStub(long start, long site, byte[] original, @Nullable SiteCode siteCode) {
    this.site = site;
    this.start = start;
    this.original = original;
    byte[] instruction = SiteCode.instructionOf(original);
    this.replaced = instruction.length;
    CodeWriter out = new CodeWriter(start);
    this.bail = setUp(SiteCode.isCall(instruction), out);
    out.bytes(instruction);
    this.back = out.here();
    if (SiteCode.isCall(instruction)) {
      out.emit(0x48, 0x8d, 0x0d); // lea rcx, [rip + ...], which leaves the flags alone
      out.word((int) (site + replaced - (out.here() + 4)));
    }
    this.tail = out.here();
    this.moved = siteCode == null ? null : move(siteCode.following(), out);
  }

  /** Writes what comes before the stub's own instruction; where that stands. */
  private static long setUp(boolean isCall, CodeWriter out) {
    out.emit(0x48, 0x89, 0x24, 0x25); // mov [HOOK_PROGRAM_RSP], rsp
    out.word((int) JrrLayout.HOOK_PROGRAM_RSP);
    out.emit(0x48, 0xc7, 0xc4); // mov rsp, HOOK_STACK_END
    out.word((int) JrrLayout.HOOK_STACK_END);
    out.emit(0xff, 0x14, 0x25); // call [HOOK_POINTER]
    out.word((int) (isCall ? JrrLayout.HOOK_POINTER : JrrLayout.TIME_POINTER));
    out.emit(0x48, 0x8b, 0x24, 0x25); // mov rsp, [HOOK_PROGRAM_RSP]
    out.word((int) JrrLayout.HOOK_PROGRAM_RSP);
    return out.here();
  }

  private Moved move(List<Relocation> following, CodeWriter out) {
    int[] offsets = new int[following.size() + 1];
    long[] places = new long[following.size() + 1];
    int offset = replaced;
    for (int index = 0; index < following.size(); index++) {
      offsets[index] = offset;
      places[index] = out.here();
      Relocation instruction = following.get(index);
      instruction.write(site + offset, out);
      offset += instruction.length();
    }
    offsets[following.size()] = offset;
    places[following.size()] = out.here();
    out.jump(site + original.length);
    return new Moved(out.toBytes(), offsets, places);
  }

  private Moved moved() {
    Moved known = moved;
    if (known == null) {
      SiteCode decoded = SiteCode.ofPatched(site, original, Disassembler.ofThisThread());
      known = Objects.requireNonNull(new SyscallStub(start, site, original, decoded).moved);
      moved = known;
    }
    return known;
  }

  /**
   * The stub at {@code start} for {@code code} at {@code site}.
   *
   * @throws OutOfReachException where the one does not reach the other
   */
  static SyscallStub of(long start, long site, SiteCode code) {
    return new SyscallStub(start, site, code.bytes(), code);
  }

  /** Whether a patch with {@code replacement} is a jump to such a stub. */
  public static boolean isPatch(byte[] replacement) {
    return replacement.length >= PatchGroup.JUMP && (replacement[0] & 0xff) == 0xe9;
  }

  /**
   * The stub that a recording made, from its patch: {@code replacement} is the jump to it. It asks
   * this thread's disassembler where there is need.
   */
  public static SyscallStub ofPatch(long site, byte[] original, byte[] replacement) {
    int distance = ByteBuffer.wrap(replacement).order(ByteOrder.LITTLE_ENDIAN).getInt(1);
    return new SyscallStub(site + PatchGroup.JUMP + distance, site, original, null);
  }

  /** Whether this is the stub of such a patch at its site. */
  public boolean isOf(byte[] originalBytes, byte[] replacement) {
    return Arrays.equals(original, originalBytes) && Arrays.equals(replacement(), replacement);
  }

  /** Where the instruction stands. */
  public long site() {
    return site;
  }

  /** Where the stub stands. */
  public long start() {
    return start;
  }

  /** Whether it stands in for a reading of the time stamp, not for a call. */
  public boolean isOfTimeStamp() {
    return !SiteCode.isCall(SiteCode.instructionOf(original));
  }

  /** Its code. */
  public byte[] code() {
    return moved().code.clone();
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

  /** The same in a copy of {@code length} bytes from {@code address} on, at {@code offset}. */
  void restore(byte[] copy, int offset, int length, long address) {
    long from = Math.max(site, address);
    long to = Math.min(site + original.length, address + length);
    if (from < to) {
      int at = offset + (int) (from - address);
      System.arraycopy(original, (int) (from - site), copy, at, (int) (to - from));
    }
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
    return ip >= back && ip < tail;
  }

  /** What rcx holds for the program where it holds {@code rcx}: no address in the stub. */
  public long ownRcx(long rcx) {
    return rcx == back ? site + replaced : rcx;
  }

  /** Takes a task that is in the stub to where it would be without. */
  public void leave(Registers registers) {
    registers.set(Registers.RCX, ownRcx(registers.get(Registers.RCX)));
    registers.set(Registers.RIP, toOriginal(registers.rip()));
  }

  /** Whether {@code ip} is at the jump back, which is no instruction of the program's. */
  public boolean isAtJumpBack(long ip) {
    if (ip < tail) {
      return false;
    }
    long[] places = moved().places;
    return ip == places[places.length - 1];
  }

  /** Whether {@code ip} is in the stub. */
  public boolean contains(long ip) {
    return ip >= start && ip < start + SIZE_LIMIT;
  }

  /** Whether {@code ip} points into the replaced bytes, not to the first of them. */
  public boolean isInsideSite(long ip) {
    return ip > site && ip < site + original.length;
  }

  /** Whether a task that goes on at {@code ip}, inside the replaced bytes, is trapped there. */
  boolean isTrapAt(long ip) {
    return JumpPlace.isTrap(replacement()[(int) (ip - site)]);
  }

  /** The program's own address that {@code ip}, in the stub from its instruction on, stands for. */
  public long toOriginal(long ip) {
    if (ip <= tail) {
      return ip < back ? site : site + replaced;
    }
    Moved known = moved();
    int index = known.places.length - 1;
    while (index > 0 && known.places[index] > ip) {
      index--;
    }
    return site + known.offsets[index];
  }

  /**
   * Where a task at {@code ip}, inside the replaced bytes, goes on. At the end of a call that is
   * behind the stub's own, so that the kernel may turn it back to make the call again.
   */
  public long goesOnAt(long ip) {
    return ip == site + replaced ? back : toStub(ip);
  }

  /** Where the instruction at {@code ip}, inside the replaced bytes, now stands. */
  public long toStub(long ip) {
    if (ip <= site + replaced) {
      return tail;
    }
    Moved known = moved();
    int index = known.offsets.length - 1;
    while (index > 0 && site + known.offsets[index] > ip) {
      index--;
    }
    return known.places[index];
  }
}
