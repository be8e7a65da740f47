package dev.jrr.tracee.code;

import java.util.function.IntPredicate;

/**
 * Where a jump may lead that is put over several instructions, so that its displacement is a trap
 * wherever one of them but the first begins: whoever jumps to that one does not run on in the
 * displacement, but stops there, and is helped on.
 *
 * <pre>
 *   site    +1     +2     +3     +4
 *   e9      |--- displacement ---|         the byte at an instruction's start is a trap
 * </pre>
 */
public final class JumpPlace {
  /**
   * Bytes that trap by themselves, ascending: int3, hlt, and those that are no instruction in
   * 64-bit code (Intel SDM volume 2, appendix A.3), APX's and AVX-512's prefixes left out.
   */
  private static final int[] TRAPS = {
    0x06, 0x07, 0x0e, 0x16, 0x17, 0x1e, 0x1f, 0x27, 0x2f, 0x37, 0x3f, 0x60, 0x61, 0x82, 0x9a, 0xcc,
    0xce, 0xea, 0xf4
  };

  /** The trap after which ip is past the byte. */
  public static final int INT3 = 0xcc;

  private JumpPlace() {}

  /**
   * The lowest address from {@code low} to before {@code high} to which a jump at {@code group}'s
   * start may lead; 0 where there is none.
   */
  public static long choose(PatchGroup group, long low, long high) {
    long site = group.instructions().get(0).address();
    return choose(site, offset -> group.indexAt(site + offset) >= 0, low, high);
  }

  /**
   * The same for a jump at {@code site}, where {@code begins} tells at which offsets, from 1 on,
   * instructions begin that somebody may jump to.
   */
  static long choose(long site, IntPredicate begins, long low, long high) {
    long end = site + PatchGroup.JUMP;
    long address = low;
    while (address < high) {
      long distance = address - end;
      long wanted = distance;
      for (int place = 3; place >= 0 && wanted == distance; place--) {
        if (begins.test(1 + place)) {
          wanted = withTrap(distance, place);
        }
      }
      if (wanted == distance) {
        return distance == (int) distance ? address : 0;
      }
      address = end + wanted;
    }
    return 0;
  }

  /** The lowest number from {@code distance} on whose byte {@code place} is a trap. */
  private static long withTrap(long distance, int place) {
    int shift = 8 * place;
    int present = (int) (distance >> shift) & 0xff;
    for (int trap : TRAPS) {
      if (trap == present) {
        return distance;
      }
      if (trap > present) {
        return ((distance >> shift) + trap - present) << shift;
      }
    }
    return ((distance >> shift) + 256 - present + TRAPS[0]) << shift;
  }

  /** Whether {@code value} traps where it is executed. */
  public static boolean isTrap(byte value) {
    for (int trap : TRAPS) {
      if (trap == (value & 0xff)) {
        return true;
      }
    }
    return false;
  }
}
