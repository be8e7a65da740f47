package dev.jrr.tracee.code;

import dev.jrr.tracee.TraceeMemory;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The groups of instructions at places that were asked about, kept: the same loops are stopped in
 * again and again. What is kept is for the code as it was then, which is compared.
 */
public final class PatchPlaces {
  /** Places kept. */
  private static final int LIMIT = 2048;

  /** What is at one place: no group, or one, and whether nobody jumps to its inside. */
  private static final class Place {
    private final byte[] code;
    private final @Nullable PatchGroup group;
    private final boolean quiet;

    /** Null until asked for. */
    private long @Nullable [] loopExits;

    Place(byte[] code, @Nullable PatchGroup group, boolean quiet) {
      this.code = code;
      this.group = group;
      this.quiet = quiet;
    }
  }

  private static final ThreadLocal<PatchPlaces> OF_THREAD =
      ThreadLocal.withInitial(PatchPlaces::new);

  private final Map<Long, Place> places = new RecentPlaces<>(LIMIT);

  private PatchPlaces() {}

  /** This thread's own. */
  public static PatchPlaces ofThisThread() {
    return OF_THREAD.get();
  }

  /** The group at {@code ip}, or null where no jump can be put. */
  public @Nullable PatchGroup group(TraceeMemory memory, long ip) {
    return at(memory, ip).group;
  }

  /** Whether a jump can be put at {@code ip} and nobody is known to jump to what it covers. */
  public boolean isQuiet(TraceeMemory memory, long ip) {
    return at(memory, ip).quiet;
  }

  /**
   * Where the short loop around {@code ip} is left, at most as many places as the processor can
   * watch; none where there is no such loop, or {@link #stayedIn} was told. Not to be changed.
   */
  public long[] loopExits(TraceeMemory memory, long ip) {
    PatchGroup.Surroundings around = PatchGroup.Surroundings.read(ip, memory);
    Place place = at(around, ip);
    long[] exits = place.loopExits;
    if (exits == null) {
      int before = around.before();
      exits = LoopExits.find(Disassembler.ofThisThread(), around.code(), before, ip - before);
      place.loopExits = exits;
    }
    return exits;
  }

  /** A task did not leave the loop around {@code ip} soon: it is no short one. */
  public void stayedIn(long ip) {
    Place place = places.get(ip);
    if (place != null) {
      place.loopExits = new long[0];
    }
  }

  private Place at(TraceeMemory memory, long ip) {
    return at(PatchGroup.Surroundings.read(ip, memory), ip);
  }

  private Place at(PatchGroup.Surroundings around, long ip) {
    byte[] code = around.code();
    int before = around.before();
    Place known = places.get(ip);
    if (known != null && Arrays.equals(known.code, code)) {
      return known;
    }
    Disassembler disassembler = Disassembler.ofThisThread();
    PatchGroup group = PatchGroup.find(disassembler, code, before, ip - before);
    Place place =
        new Place(code, group, group != null && group.isQuiet(disassembler, code, before));
    places.put(ip, place);
    return place;
  }
}
