package dev.jrr.replayer;

import dev.jrr.tracee.code.PatchGroup;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Bytes of ours at a point's place, in memory only while its task runs: a jump to a stub, or an
 * int3.
 */
final class SitePatch {
  private static final byte INT3 = (byte) 0xcc;

  private final CodeMemory code;
  private final ReplayTask task;
  private final long site;
  private final byte[] patch;
  private final byte[] original;
  private boolean inserted;

  private SitePatch(CodeMemory code, ReplayTask task, long site, byte[] patch) {
    this.code = code;
    this.task = task;
    this.site = site;
    this.patch = patch;
    this.original = new byte[patch.length];
    task.space.read(site, original, 0, original.length);
  }

  /** An int3 at {@code site}. */
  static SitePatch trap(CodeMemory code, ReplayTask task, long site) {
    return new SitePatch(code, task, site, new byte[] {INT3});
  }

  /** A jump over {@code group} to {@code target}; what is left of the group is int3. */
  static SitePatch jump(CodeMemory code, ReplayTask task, PatchGroup group, long target) {
    long site = group.instructions().get(0).address();
    byte[] patch = new byte[group.length()];
    Arrays.fill(patch, INT3);
    ByteBuffer jump = ByteBuffer.wrap(patch).order(ByteOrder.LITTLE_ENDIAN);
    jump.put((byte) 0xe9).putInt((int) (target - (site + PatchGroup.JUMP)));
    return new SitePatch(code, task, site, patch);
  }

  /** Whether {@code address} is in it. */
  boolean contains(long address) {
    return address >= site && address < site + patch.length;
  }

  /** The byte of it at an address that it contains. */
  byte at(long address) {
    return patch[(int) (address - site)];
  }

  /** Whether one of gdb's breakpoints is in it. */
  boolean hasBreakpoint() {
    return task.space.hasBreakpointIn(site, site + patch.length);
  }

  /** Whether the place, where the patch is not now, holds what it did when this was made. */
  boolean isOriginal() {
    byte[] present = new byte[original.length];
    task.space.read(site, present, 0, present.length);
    return Arrays.equals(present, original);
  }

  /** The task is about to run. */
  void insert() {
    if (!inserted) {
      code.write(task.task, site, patch);
      inserted = true;
    }
  }

  /**
   * The task stopped, and everything else sees the program's own bytes. False where the program
   * itself wrote there meanwhile: what it wrote stays.
   */
  boolean lift() {
    if (!inserted) {
      return true;
    }
    inserted = false;
    byte[] present = new byte[patch.length];
    task.space.read(site, present, 0, present.length);
    boolean unchanged = Arrays.equals(present, patch);
    for (int index = 0; index < patch.length; index++) {
      if (present[index] == patch[index]) {
        present[index] = original[index];
      }
    }
    code.write(task.task, site, present);
    return unchanged;
  }
}
