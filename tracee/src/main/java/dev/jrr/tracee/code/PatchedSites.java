package dev.jrr.tracee.code;

import dev.jrr.tracee.SyscallBuffer;
import dev.jrr.tracee.syscalls.MemoryView;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The patched syscall sites of one address space, and the two ways between a site and its stub. */
public final class PatchedSites {
  private final TreeMap<Long, SyscallStub> bySite = new TreeMap<>();
  private final TreeMap<Long, SyscallStub> byStub = new TreeMap<>();

  /** What a child of fork starts with. */
  public PatchedSites copy() {
    PatchedSites copy = new PatchedSites();
    copy.bySite.putAll(bySite);
    copy.byStub.putAll(byStub);
    return copy;
  }

  /** A site was patched. */
  public void add(SyscallStub stub) {
    bySite.put(stub.site(), stub);
    byStub.put(stub.start(), stub);
  }

  /** The range is unmapped or mapped anew: its sites are no more. */
  public void remove(long address, long length) {
    takeSitesIn(address, length);
  }

  /** Takes out the stubs that stand in the range; the caller puts back what was at their sites. */
  public List<SyscallStub> takeStubsIn(long address, long length) {
    return taken(
        byStub.subMap(address - SyscallStub.SIZE_LIMIT, address + length),
        stub -> stub.start() + SyscallStub.SIZE_LIMIT > address);
  }

  /** Takes out the stubs of the sites in the range; the caller puts back what was there. */
  public List<SyscallStub> takeSitesIn(long address, long length) {
    return taken(
        bySite.subMap(address - 16, address + length),
        stub -> stub.site() + stub.length() > address);
  }

  /** Takes out all. */
  public List<SyscallStub> takeAll() {
    List<SyscallStub> all = List.copyOf(bySite.values());
    clear();
    return all;
  }

  private List<SyscallStub> taken(Map<Long, SyscallStub> near, Predicate<SyscallStub> overlaps) {
    if (near.isEmpty()) {
      return List.of();
    }
    List<SyscallStub> taken = near.values().stream().filter(overlaps).toList();
    for (SyscallStub stub : taken) {
      bySite.remove(stub.site());
      byStub.remove(stub.start());
    }
    return taken;
  }

  /** A new program. */
  public void clear() {
    bySite.clear();
    byStub.clear();
  }

  /**
   * The program's own code around {@code site}: all that {@link SiteCode#at} looks at, as far as it
   * is mapped.
   */
  public byte[] surroundings(long site, MemoryView memory) {
    byte[] code = new byte[2 * PatchGroup.NEIGHBOURHOOD];
    long from = site - PatchGroup.NEIGHBOURHOOD;
    int got = original(memory).read(from, code, 0, code.length);
    return Arrays.copyOf(code, got);
  }

  /** {@code memory} as it would be without patches. */
  public MemoryView original(MemoryView memory) {
    return (address, into, offset, length) -> {
      int got = memory.read(address, into, offset, length);
      long from = address - SiteCode.LONGEST;
      for (SyscallStub stub : bySite.subMap(from, address + got).values()) {
        stub.restore(into, offset, got, address);
      }
      return got;
    };
  }

  /** The stub of the patched site at exactly {@code address}, or null. */
  public @Nullable SyscallStub at(long address) {
    return bySite.get(address);
  }

  /** The stub that {@code ip} is in, or null. */
  public @Nullable SyscallStub around(long ip) {
    Map.Entry<Long, SyscallStub> entry = byStub.floorEntry(ip);
    return entry != null && entry.getValue().contains(ip) ? entry.getValue() : null;
  }

  /** Whether {@code ip} is in the hook, or in a stub that is about to call it. */
  public boolean isCalling(long ip) {
    SyscallStub stub = around(ip);
    return SyscallBuffer.isInHook(ip) || stub != null && stub.isSettingUp(ip);
  }

  /** Whether {@code ip} is in a stub, behind its call, and rcx not yet the program's. */
  public boolean isReturning(long ip) {
    SyscallStub stub = around(ip);
    return stub != null && stub.isReturning(ip);
  }

  /** Whether {@code ip} is at a stub's jump back to the program. */
  public boolean isAtJumpBack(long ip) {
    SyscallStub stub = around(ip);
    return stub != null && stub.isAtJumpBack(ip);
  }

  /**
   * Where the instruction at {@code ip} now stands: in the stub, if it is inside a patched site.
   */
  public long toStub(long ip) {
    SyscallStub stub = inside(ip);
    return stub == null ? ip : stub.toStub(ip);
  }

  /** Where a task at {@code ip} goes on: in the stub, if that is inside a patched site. */
  public long goesOnAt(long ip) {
    SyscallStub stub = inside(ip);
    return stub == null ? ip : stub.goesOnAt(ip);
  }

  /**
   * The stub for a task that was trapped at {@code ip}, since a patch has moved what was there;
   * null if that is not why.
   */
  public @Nullable SyscallStub trappedAt(long ip) {
    SyscallStub stub = inside(ip);
    return stub != null && stub.isTrapAt(ip) ? stub : null;
  }

  private @Nullable SyscallStub inside(long ip) {
    Map.Entry<Long, SyscallStub> entry = bySite.lowerEntry(ip);
    return entry != null && entry.getValue().isInsideSite(ip) ? entry.getValue() : null;
  }

  /** The program's own address for {@code ip}. */
  public long toOriginal(long ip) {
    SyscallStub stub = around(ip);
    return stub == null ? ip : stub.toOriginal(ip);
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return bySite.isEmpty();
  }
}
