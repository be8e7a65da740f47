package dev.jrr.trace;

import java.util.List;

/**
 * What of the recording machine a replay must find again, or be told of.
 *
 * @param cpuid the CPUID leaves as the recorded program could read them
 * @param xcr0 XCR0, the state components that the kernel enabled (Intel SDM 1, 13.3)
 * @param kernelRelease as uname(2) gives it
 * @param pageSize bytes
 * @param cpuNumber the CPU that the tasks were pinned to
 */
public record HostManifest(
    List<CpuidLeaf> cpuid, long xcr0, String kernelRelease, int pageSize, int cpuNumber) {
  public HostManifest {
    cpuid = List.copyOf(cpuid);
  }

  /** The answer of CPUID to {@code eax = leaf, ecx = subleaf}. */
  public record CpuidLeaf(int leaf, int subleaf, int eax, int ebx, int ecx, int edx) {}
}
