package dev.jrr.tracee;

/**
 * What CPU this is, as the launcher read it: {@code cpuid} cannot be trapped on every machine, so a
 * trace holds these and replay compares them. {@code leaves} is groups of six words: leaf, subleaf,
 * eax, ebx, ecx, edx; {@code xcr0} the vector state components that the kernel enabled.
 */
public record MachineIdentity(int[] leaves, long xcr0) {
  /** Leaf 0xd's answer for {@code component}: where it lies in a standard XSAVE area, or -1. */
  public int vectorOffset(int component) {
    for (int at = 0; at + 5 < leaves.length; at += 6) {
      if (leaves[at] == 0xd && leaves[at + 1] == component && leaves[at + 2] != 0) {
        return leaves[at + 3];
      }
    }
    return -1;
  }
}
