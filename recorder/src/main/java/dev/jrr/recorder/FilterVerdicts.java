package dev.jrr.recorder;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What a seccomp filter of a program's says of calls by their numbers alone. Its code (classic BPF,
 * linux/filter.h, struct sock_filter) is gone through with the number and the architecture known
 * and all else of struct seccomp_data unknown. It only jumps forward, so one pass sees every way.
 */
final class FilterVerdicts {
  private static final int SIZE = 8;
  private static final int ALLOW = 0x7fff0000;

  /** Without the data that go with it (SECCOMP_RET_ACTION_FULL). */
  private static final int ACTION = 0xffff0000;

  private static final int X86_64 = 0xc000003e;

  /** Of struct seccomp_data. */
  private static final int NUMBER_OFFSET = 0;

  private static final int ARCHITECTURE_OFFSET = 4;
  private static final int DATA_LENGTH = 64;

  /** Classes of instructions, the lowest three bits of a code. */
  private static final int LD = 0;

  private static final int LDX = 1;
  private static final int ST = 2;
  private static final int STX = 3;
  private static final int ALU = 4;
  private static final int JMP = 5;
  private static final int RET = 6;

  /** Where LD and LDX load from, in the highest three bits. */
  private static final int IMMEDIATE = 0;

  private static final int ABSOLUTE = 0x20;
  private static final int MEMORY = 0x60;
  private static final int LENGTH = 0x80;

  /** A bit of ALU and JMP: the operand is X; of RET: the value is A. */
  private static final int BY_X = 8;

  private static final int BY_A = 0x10;
  private static final int DIVIDE_BY_X = ALU | BY_X | 0x30;

  /** MISC with this bit is TXA, without TAX. */
  private static final int TXA = 0x80;

  private static final int WORDS = 16;

  /** What is known at an instruction: null is not. */
  private static final class State {
    final @Nullable Integer[] memory = new Integer[WORDS];
    @Nullable Integer a = 0;
    @Nullable Integer x = 0;

    State copy() {
      State copy = new State();
      copy.a = a;
      copy.x = x;
      System.arraycopy(memory, 0, copy.memory, 0, WORDS);
      return copy;
    }

    /** Keeps what is known on both ways. */
    void join(State other) {
      a = same(a, other.a);
      x = same(x, other.x);
      for (int index = 0; index < WORDS; index++) {
        memory[index] = same(memory[index], other.memory[index]);
      }
    }

    private static @Nullable Integer same(@Nullable Integer one, @Nullable Integer other) {
      return one != null && one.equals(other) ? one : null;
    }
  }

  private final ByteBuffer code;
  private final int count;

  private FilterVerdicts(byte[] code) {
    this.code = ByteBuffer.wrap(code).order(ByteOrder.LITTLE_ENDIAN);
    this.count = code.length / SIZE;
  }

  /** Which of {@code numbers} the filter {@code code} does not let pass in every case. */
  static BitSet refused(byte[] code, BitSet numbers) {
    FilterVerdicts verdicts = new FilterVerdicts(code);
    BitSet refused = new BitSet();
    numbers.stream().filter(number -> !verdicts.allows(number)).forEach(refused::set);
    return refused;
  }

  private boolean allows(int number) {
    @Nullable State[] states = new State[count + 1];
    states[0] = new State();
    for (int at = 0; at < count; at++) {
      State state = states[at];
      if (state == null) {
        continue; // no way leads here
      }
      int opcode = code.getShort(at * SIZE) & 0xffff;
      int k = code.getInt(at * SIZE + 4);
      if ((opcode & 7) == RET) {
        Integer verdict = (opcode & BY_A) != 0 ? state.a : Integer.valueOf(k);
        if (verdict == null || (verdict & ACTION) != ALLOW) {
          return false;
        }
      } else if ((opcode & 7) == JMP) {
        jump(states, at, state, opcode, k);
      } else if (opcode == DIVIDE_BY_X) {
        return false; // by zero, which ends the filter with KILL
      } else {
        compute(state, opcode, k, number);
        leadOn(states, at + 1, state);
      }
    }
    return states[count] == null; // the kernel takes no filter that runs over its end
  }

  /** One of the ways on from {@code state} leads to the instruction {@code at}. */
  private void reach(@Nullable State[] states, long at, State state) {
    leadOn(states, at, state.copy());
  }

  /** The same for the last of them: {@code state} is given away. */
  private void leadOn(@Nullable State[] states, long at, State state) {
    int place = (int) Math.min(at, count);
    State known = states[place];
    if (known == null) {
      states[place] = state;
    } else {
      known.join(state);
    }
  }

  private void jump(@Nullable State[] states, int at, State state, int opcode, int k) {
    int kind = opcode & 0xf0;
    if (kind == 0) { // JA
      leadOn(states, at + 1 + Integer.toUnsignedLong(k), state);
      return;
    }
    Integer operand = (opcode & BY_X) != 0 ? state.x : Integer.valueOf(k);
    Integer a = state.a;
    Boolean outcome = a == null || operand == null ? null : compare(kind, a, operand);
    long whenTrue = at + 1 + (code.get(at * SIZE + 2) & 0xff);
    long whenFalse = at + 1 + (code.get(at * SIZE + 3) & 0xff);
    if (outcome == null) {
      reach(states, whenTrue, state);
      leadOn(states, whenFalse, state);
    } else {
      leadOn(states, outcome ? whenTrue : whenFalse, state);
    }
  }

  private static @Nullable Boolean compare(int kind, int a, int operand) {
    return switch (kind) {
      case 0x10 -> a == operand; // JEQ
      case 0x20 -> Integer.compareUnsigned(a, operand) > 0; // JGT
      case 0x30 -> Integer.compareUnsigned(a, operand) >= 0; // JGE
      case 0x40 -> (a & operand) != 0; // JSET
      default -> null;
    };
  }

  private static void compute(State state, int opcode, int k, int number) {
    switch (opcode & 7) {
      case LD -> state.a = loaded(state, opcode, k, number);
      case LDX -> state.x = loaded(state, opcode, k, number);
      case ST -> state.memory[k & WORDS - 1] = state.a;
      case STX -> state.memory[k & WORDS - 1] = state.x;
      case ALU -> state.a = calculated(state, opcode, k);
      default -> { // MISC
        if ((opcode & TXA) != 0) {
          state.a = state.x;
        } else {
          state.x = state.a;
        }
      }
    }
  }

  private static @Nullable Integer loaded(State state, int opcode, int k, int number) {
    return switch (opcode & 0xe0) {
      case IMMEDIATE -> k;
      case ABSOLUTE ->
          k == NUMBER_OFFSET
              ? Integer.valueOf(number)
              : k == ARCHITECTURE_OFFSET ? Integer.valueOf(X86_64) : null;
      case MEMORY -> state.memory[k & WORDS - 1];
      case LENGTH -> DATA_LENGTH;
      default -> null;
    };
  }

  private static @Nullable Integer calculated(State state, int opcode, int k) {
    Integer operand = (opcode & BY_X) != 0 ? state.x : Integer.valueOf(k);
    Integer a = state.a;
    if (a == null || operand == null) {
      return null;
    }
    return switch (opcode & 0xf0) {
      case 0x00 -> a + operand;
      case 0x10 -> a - operand;
      case 0x20 -> a * operand;
      case 0x30 -> operand == 0 ? null : Integer.valueOf(Integer.divideUnsigned(a, operand));
      case 0x40 -> a | operand;
      case 0x50 -> a & operand;
      case 0x60 -> operand < 32 && operand >= 0 ? Integer.valueOf(a << operand) : null;
      case 0x70 -> operand < 32 && operand >= 0 ? Integer.valueOf(a >>> operand) : null;
      case 0x80 -> -a;
      case 0xa0 -> a ^ operand;
      default -> null;
    };
  }
}
