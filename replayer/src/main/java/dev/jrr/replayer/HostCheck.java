package dev.jrr.replayer;

import dev.jrr.trace.HostManifest;
import dev.jrr.trace.TraceHeader;
import dev.jrr.tracee.CpuPinning;
import dev.jrr.tracee.MachineIdentity;
import java.util.ArrayList;
import java.util.List;

/** Whether this machine can replay a trace: programs choose their code by what cpuid says. */
final class HostCheck {
  private HostCheck() {}

  /** The CPU to replay on: the recording's if this process may use it. */
  static int cpuNumber(TraceHeader header) {
    int recorded = header.host().cpuNumber();
    return CpuPinning.contains(CpuPinning.initial(), recorded) ? recorded : CpuPinning.current();
  }

  /** Fails where {@code machine} differs from the recording's. */
  static void compare(TraceHeader header, MachineIdentity machine) {
    List<String> differences = new ArrayList<>();
    int[] here = machine.leaves();
    List<HostManifest.CpuidLeaf> there = header.host().cpuid();
    for (int index = 0; index < there.size() && index * 6 + 5 < here.length; index++) {
      HostManifest.CpuidLeaf leaf = there.get(index);
      int at = index * 6;
      boolean same =
          leaf.leaf() == here[at]
              && leaf.subleaf() == here[at + 1]
              && leaf.eax() == here[at + 2]
              && leaf.ebx() == here[at + 3]
              && leaf.ecx() == here[at + 4]
              && leaf.edx() == here[at + 5];
      if (!same) {
        differences.add("leaf 0x" + Integer.toHexString(leaf.leaf()) + "." + leaf.subleaf());
      }
    }
    if (header.host().xcr0() != machine.xcr0() || !differences.isEmpty()) {
      throw new OtherMachineException(String.join(", ", differences));
    }
  }
}
