package dev.jrr.replayer;

import dev.jrr.trace.HostManifest;
import dev.jrr.trace.TraceHeader;
import dev.jrr.tracee.CpuPinning;
import dev.jrr.tracee.MachineIdentity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Whether this machine can replay a trace: programs choose their code by what cpuid says. */
final class HostCheck {
  private HostCheck() {}

  /** The CPU to replay on: the recording's if this process may use it. */
  static int cpuNumber(TraceHeader header) {
    int recorded = header.host().cpuNumber();
    return CpuPinning.contains(CpuPinning.initial(), recorded) ? recorded : CpuPinning.current();
  }

  /** The recording's CPU. */
  static MachineIdentity identity(TraceHeader header) {
    List<HostManifest.CpuidLeaf> leaves = header.host().cpuid();
    int[] words = new int[leaves.size() * 6];
    for (int index = 0; index < leaves.size(); index++) {
      HostManifest.CpuidLeaf leaf = leaves.get(index);
      int at = index * 6;
      words[at] = leaf.leaf();
      words[at + 1] = leaf.subleaf();
      words[at + 2] = leaf.eax();
      words[at + 3] = leaf.ebx();
      words[at + 4] = leaf.ecx();
      words[at + 5] = leaf.edx();
    }
    return new MachineIdentity(words, header.host().xcr0());
  }

  /** Fails where {@code machine} differs from the recording's. */
  static void compare(TraceHeader header, MachineIdentity machine) {
    List<String> differences = new ArrayList<>();
    int[] here = machine.leaves();
    int[] there = identity(header).leaves();
    for (int at = 0; at + 5 < Math.min(here.length, there.length); at += 6) {
      if (!Arrays.equals(here, at, at + 6, there, at, at + 6)) {
        differences.add("leaf 0x" + Integer.toHexString(there[at]) + "." + there[at + 1]);
      }
    }
    if (header.host().xcr0() != machine.xcr0() || !differences.isEmpty()) {
      throw new OtherMachineException(String.join(", ", differences));
    }
  }
}
