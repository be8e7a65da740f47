package dev.jrr.recorder;

import dev.jrr.tracee.SyscallBuffer;
import dev.jrr.tracee.TraceeMemory;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The seccomp filters that a program has installed, all of which the kernel asks (seccomp(2)).
 * Calls that the hook makes they do not see, so it is told of them. Nobody changes one of these.
 */
final class OwnFilters {
  /** None was installed. */
  static final OwnFilters NONE = new OwnFilters(new BitSet(), List.of());

  /** Calls that they do not let pass whatever the arguments are. */
  private final BitSet refused;

  /** The code of each; empty where it is not known. */
  private final List<byte[]> codes;

  private OwnFilters(BitSet refused, List<byte[]> codes) {
    this.refused = refused;
    this.codes = codes;
  }

  /** These and one more, whose code is null where it is not known. */
  OwnFilters and(byte @Nullable [] code) {
    BitSet all = new BitSet(SyscallBuffer.CALLS);
    boolean isKnown = code != null && (this == NONE || !codes.isEmpty());
    if (!isKnown) {
      all.set(0, SyscallBuffer.CALLS);
      return new OwnFilters(all, List.of());
    }
    all.or(refused);
    all.or(FilterVerdicts.refused(code, SyscallPatcher.known()));
    List<byte[]> both = new ArrayList<>(codes);
    both.add(code);
    return new OwnFilters(all, both);
  }

  /** Whether they may refuse the call, by what it asks for. */
  boolean mayRefuse(int number) {
    return refused.get(number);
  }

  /** Whether they refuse all calls, for all that the hook knows of them. */
  boolean isUnknown() {
    return this != NONE && codes.isEmpty();
  }

  /** Tells the hook. */
  void tell(TraceeMemory memory) {
    SyscallBuffer.tellFilters(memory, refused, codes);
  }
}
