package dev.jrr.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

/** What filters say by the number alone; codes are those of linux/bpf_common.h. */
final class FilterVerdictsTest {
  private static final int LOAD = 0x20;
  private static final int LOAD_LENGTH = 0x80;
  private static final int LOAD_WORD = 0x60;
  private static final int STORE = 0x02;
  private static final int GO = 0x05;
  private static final int IF_EQUAL = 0x15;
  private static final int IF_EQUAL_TO_X = 0x1d;
  private static final int IF_AT_LEAST = 0x35;
  private static final int IF_ANY_BIT = 0x45;
  private static final int ADD = 0x04;
  private static final int AND = 0x54;
  private static final int DIVIDE_BY_X = 0x3c;
  private static final int A_TO_X = 0x07;
  private static final int RETURN = 0x06;
  private static final int RETURN_A = 0x16;

  private static final int NUMBER = 0;
  private static final int ARCHITECTURE = 4;
  private static final int ARGUMENT = 16;
  private static final int X86_64 = 0xc000003e;
  private static final int ALLOW = 0x7fff0000;
  private static final int LOG = 0x7ffc0000;
  private static final int ERRNO = 0x00050001;
  private static final int KILL = 0x80000000;

  private static final int LIMIT = 8;

  private static int[] step(int code, int k) {
    return new int[] {code, 0, 0, k};
  }

  private static int[] jump(int code, int k, int whenTrue, int whenFalse) {
    return new int[] {code, whenTrue, whenFalse, k};
  }

  private static BitSet refused(int[]... steps) {
    ByteBuffer code = ByteBuffer.allocate(steps.length * 8).order(ByteOrder.LITTLE_ENDIAN);
    for (int[] step : steps) {
      code.putShort((short) step[0]).put((byte) step[1]).put((byte) step[2]).putInt(step[3]);
    }
    return FilterVerdicts.refused(code.array(), all());
  }

  private static BitSet bits(int... numbers) {
    BitSet bits = new BitSet();
    for (int number : numbers) {
      bits.set(number);
    }
    return bits;
  }

  private static BitSet all() {
    BitSet bits = new BitSet();
    bits.set(0, LIMIT);
    return bits;
  }

  @Test
  void goesByNumberAndArchitecture() {
    assertThat(
            refused(
                step(LOAD, ARCHITECTURE),
                jump(IF_EQUAL, X86_64, 1, 0),
                step(RETURN, KILL),
                step(LOAD, NUMBER),
                jump(IF_EQUAL, 3, 1, 0),
                jump(IF_AT_LEAST, 6, 0, 1),
                step(RETURN, ERRNO),
                step(RETURN, ALLOW)))
        .isEqualTo(bits(3, 6, 7));
  }

  @Test
  void refusesWhatDependsOnAnArgument() {
    assertThat(
            refused(
                step(LOAD, NUMBER),
                jump(IF_EQUAL, 2, 0, 3),
                step(LOAD, ARGUMENT),
                jump(IF_ANY_BIT, 4, 0, 1),
                step(RETURN, ERRNO),
                step(RETURN, ALLOW)))
        .isEqualTo(bits(2));
  }

  @Test
  void allowsWhereEveryWayDoes() {
    assertThat(
            refused(
                step(LOAD, ARGUMENT),
                jump(IF_EQUAL, 1, 0, 1),
                step(RETURN, ALLOW),
                step(RETURN, ALLOW | 5)))
        .isEqualTo(bits());
  }

  @Test
  void keepsWhatIsKnownThroughMemoryAndArithmetic() {
    assertThat(
            refused(
                step(LOAD, NUMBER),
                step(AND, 3),
                step(ADD, 10),
                step(STORE, 5),
                step(LOAD, ARGUMENT),
                step(LOAD_LENGTH, 0),
                step(A_TO_X, 0),
                step(LOAD_WORD, 5),
                jump(IF_EQUAL, 12, 0, 1),
                step(RETURN, LOG),
                jump(IF_EQUAL_TO_X, 0, 0, 1),
                step(RETURN, KILL),
                step(RETURN, ALLOW)))
        .isEqualTo(bits(2, 6));
  }

  @Test
  void knowsNothingOfWhatDiffersFromWayToWay() {
    assertThat(
            refused(
                step(LOAD, ARGUMENT),
                jump(IF_EQUAL, 0, 0, 2),
                step(0x00, 1), // load the constant 1
                step(GO, 1),
                step(0x00, 2),
                jump(IF_EQUAL, 1, 0, 1),
                step(RETURN, ALLOW),
                step(RETURN, ERRNO)))
        .isEqualTo(all());
  }

  @Test
  void looksAtVerdictsThatAreCalculated() {
    assertThat(refused(step(0x00, ALLOW), step(RETURN_A, 0))).isEqualTo(bits());
    assertThat(refused(step(0x00, ERRNO), step(RETURN_A, 0))).isEqualTo(all());
    assertThat(refused(step(LOAD, ARGUMENT), step(RETURN_A, 0))).isEqualTo(all());
  }

  @Test
  void takesADivisionByAnArgumentForAnEnd() {
    assertThat(
            refused(
                step(LOAD, ARGUMENT), step(A_TO_X, 0), step(DIVIDE_BY_X, 0), step(RETURN, ALLOW)))
        .isEqualTo(all());
  }
}
