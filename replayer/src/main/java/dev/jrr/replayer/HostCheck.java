package dev.jrr.replayer;

import dev.jrr.layout.HookCode;
import dev.jrr.trace.HostManifest;
import dev.jrr.trace.TraceHeader;
import dev.jrr.tracee.CpuPinning;
import dev.jrr.tracee.MachineIdentity;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether this machine can replay a trace: programs choose their code by what cpuid says. */
final class HostCheck {
  /** Words of a leaf: leaf, subleaf, and the four registers that cpuid answers in. */
  private static final int LEAF_WORDS = 6;

  private static final String[] WORDS = {"leaf", "subleaf", "eax", "ebx", "ecx", "edx"};

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

  /**
   * Fails where the trace has buffered calls of another hook.
   *
   * @throws OtherHookException which names both versions
   */
  static void compareHook(TraceHeader header) {
    String recorded = header.jrrVersion();
    int mark = recorded.indexOf('+');
    boolean isOther = mark >= 0 && !recorded.substring(mark + 1).equals(HookCode.source());
    if (isOther && (header.requiredFeatures() & TraceHeader.BUFFERED_CALLS) != 0) {
      throw new OtherHookException(
          "jrr " + recorded + " recorded it, this is +" + HookCode.source());
    }
  }

  /**
   * Fails where {@code machine} differs from the recording's.
   *
   * @throws OtherMachineException which says in what
   */
  static void compare(TraceHeader header, MachineIdentity machine) {
    MachineIdentity recorded = identity(header);
    List<String> differences = differences(recorded.leaves(), machine.leaves());
    if (recorded.xcr0() != machine.xcr0()) {
      differences.add(
          "the vector state in use is 0x"
              + Long.toHexString(machine.xcr0())
              + " instead of 0x"
              + Long.toHexString(recorded.xcr0()));
    }
    if (!differences.isEmpty()) {
      throw new OtherMachineException(
          "it was recorded on "
              + processor(recorded.leaves())
              + ", this is "
              + processor(machine.leaves())
              + ": "
              + String.join("; ", differences));
    }
  }

  /** The leaves in which two answers of cpuid differ, with what each says. */
  private static List<String> differences(int[] recorded, int[] here) {
    List<String> differences = new ArrayList<>();
    for (int at = 0; at + LEAF_WORDS <= Math.max(recorded.length, here.length); at += LEAF_WORDS) {
      if (at + LEAF_WORDS > recorded.length || at + LEAF_WORDS > here.length) {
        differences.add("cpuid was asked for other leaves");
        return differences;
      }
      for (int word = 0; word < LEAF_WORDS; word++) {
        if (recorded[at + word] != here[at + word]) {
          differences.add(
              String.format(
                  Locale.ROOT,
                  "cpuid 0x%x.%x %s is %08x instead of %08x",
                  recorded[at],
                  recorded[at + 1],
                  WORDS[word],
                  here[at + word],
                  recorded[at + word]));
        }
      }
    }
    return differences;
  }

  /** Maker, family and model: leaf 0's name and leaf 1's signature (Intel SDM volume 2, CPUID). */
  private static String processor(int[] leaves) {
    StringBuilder text = new StringBuilder();
    for (int at = 0; at + LEAF_WORDS <= leaves.length; at += LEAF_WORDS) {
      if (leaves[at] == 0) {
        letters(leaves[at + 3], text);
        letters(leaves[at + 5], text);
        letters(leaves[at + 4], text);
      } else if (leaves[at] == 1) {
        int signature = leaves[at + 2];
        int family = signature >> 8 & 0xf;
        int model = signature >> 4 & 0xf;
        if (family == 6 || family == 15) {
          model |= signature >> 12 & 0xf0;
        }
        family += family == 15 ? signature >> 20 & 0xff : 0;
        text.append(" family ").append(family).append(" model ").append(model);
      }
    }
    return text.toString();
  }

  private static void letters(int word, StringBuilder text) {
    for (int shift = 0; shift < 32; shift += 8) {
      char letter = (char) (word >> shift & 0xff);
      text.append(letter >= ' ' && letter <= '~' ? letter : '?');
    }
  }
}
