package dev.jrr.tracee.code;

import static org.assertj.core.api.Assertions.assertThat;

import com.kenai.jffi.MemoryIO;
import dev.jrr.layout.JrrLayout;
import dev.jrr.tracee.Registers;
import dev.jrr.tracee.kernel.Libc;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Stubs, run by this process itself, with their traps replaced by returns: whatever is compared,
 * the program's registers, flags and memory are as before, and the trap is met if and only if all
 * is equal.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConditionStubTest {
  private static final long MMAP = Libc.function("mmap");
  private static final int READ_WRITE_EXECUTE = 7;

  /** MAP_PRIVATE, MAP_ANONYMOUS, MAP_FIXED_NOREPLACE. */
  private static final int FIXED = 2 | 0x20 | 0x100000;

  private static final long BASE = 0x6000_0000L;
  private static final long SITE = BASE;
  private static final long STUB = BASE + 0x1000;
  private static final long DRIVER = BASE + 0x6000;
  private static final long IN = BASE + 0x7000;
  private static final long OUT = BASE + 0x7100;
  private static final long SAVED_STACK = BASE + 0x7200;
  private static final long WORDS = BASE + 0x7400;
  private static final long STACK = BASE + 0x9000;

  /** What xmm5 and xmm13 hold. */
  private static final long VECTORS = BASE + 0x7500;

  private static final long VECTOR_LOW = 0xfedcba9876543210L;
  private static final long VECTOR_HIGH = 0x0f1e2d3c4b5a6978L;

  /** Registers by their numbers in encodings; the flags come after them. */
  private static final int RAX = 0;

  private static final int RCX = 1;
  private static final int RSP = 4;
  private static final int R8 = 8;
  private static final int R11 = 11;
  private static final int FLAGS = 16;
  private static final long ARITHMETIC = 0x8d5;

  private static final byte RETURN = (byte) 0xc3;

  private final MemoryIO memory = MemoryIO.getInstance();
  private final long[] registers = new long[17];
  private PatchGroup group;
  private long afterwards;

  @BeforeAll
  void map() {
    for (long[] range : new long[][] {{BASE, 0x10000}, {JrrLayout.THREAD_LOCALS, 0x1000}}) {
      long at = Libc.call(MMAP, range[0], range[1], READ_WRITE_EXECUTE, FIXED, -1, 0);
      assertThat(at).isEqualTo(range[0]);
    }
    // lea r11, [r11 + 1]; nop: what stands at the site, and tells that it was passed. Then a
    // return.
    byte[] code = HexFormat.of().parseHex("4d8d5b0190c3");
    memory.putByteArray(SITE, code, 0, code.length);
    try (Disassembler disassembler = Disassembler.open()) {
      group = Objects.requireNonNull(PatchGroup.find(disassembler, code, 0, SITE));
    }
    byte[] driver = driver();
    memory.putByteArray(DRIVER, driver, 0, driver.length);
  }

  @BeforeEach
  void fill() {
    Random random = new Random(7);
    for (int number = 0; number < 16; number++) {
      registers[number] = random.nextLong();
    }
    registers[RSP] = STACK;
    registers[R8] = 0x1234_5678_8000_0000L; // whose lower half is its own negative
    registers[FLAGS] = 0x202 | 0x11;
    memory.putLongArray(VECTORS, new long[] {VECTOR_LOW, 0, 0, VECTOR_HIGH}, 0, 4);
  }

  /**
   * Loads all registers and the flags from IN, and the vectors, calls the stub, and stores all but
   * the vectors to OUT.
   */
  private byte[] driver() {
    CodeWriter out = new CodeWriter(DRIVER);
    out.emit(0x53, 0x55, 0x41, 0x54, 0x41, 0x55, 0x41, 0x56, 0x41, 0x57); // push rbx ... r15
    out.emit(0x48, 0x89, 0x24, 0x25); // mov [saved], rsp
    out.word((int) SAVED_STACK);
    out.emit(0xf3, 0x0f, 0x6f, 0x2c, 0x25); // movdqu xmm5, [vectors]
    out.word((int) VECTORS);
    out.emit(0xf3, 0x44, 0x0f, 0x6f, 0x2c, 0x25); // movdqu xmm13, [vectors + 16]
    out.word((int) VECTORS + 16);
    out.emit(0xff, 0x34, 0x25); // push flags; popfq
    out.word((int) IN + 8 * FLAGS);
    out.emit(0x9d);
    for (int number = 15; number >= 0; number--) { // mov register, [in + 8 * number]
      out.emit(number >= 8 ? 0x4c : 0x48, 0x8b, 0x04 | (number & 7) << 3, 0x25);
      out.word((int) IN + 8 * number);
    }
    out.jump(STUB);
    int size = out.size();
    for (int number = 0; number < 16; number++) {
      out.emit(number >= 8 ? 0x4c : 0x48, 0x89, 0x04 | (number & 7) << 3, 0x25);
      out.word((int) OUT + 8 * number);
    }
    out.emit(0x9c, 0x8f, 0x04, 0x25); // pushfq; pop [out]
    out.word((int) OUT + 8 * FLAGS);
    out.emit(0x48, 0x8b, 0x24, 0x25); // mov rsp, [saved]
    out.word((int) SAVED_STACK);
    out.emit(0xfc, 0x41, 0x5f, 0x41, 0x5e, 0x41, 0x5d, 0x41, 0x5c, 0x5d, 0x5b, 0xc3);
    afterwards = DRIVER + size;
    return out.toBytes();
  }

  private ConditionStub build(
      long[] wanted,
      List<ConditionStub.Word> words,
      List<ConditionStub.Half> filters,
      int scratch) {
    long[] kernelOrder = new long[Registers.COUNT];
    for (int number = 0; number < 16; number++) {
      kernelOrder[Registers.byEncoding(number)] = wanted[number];
    }
    kernelOrder[Registers.EFLAGS] = wanted[FLAGS];
    ConditionStub stub = ConditionStub.build(STUB, group, kernelOrder, words, filters, scratch);
    assertThat(stub.entry()).isEqualTo(STUB);
    byte[] code = stub.code();
    code[(int) (stub.hit() - stub.start())] = RETURN;
    code[(int) (stub.mistaken() - stub.start())] = RETURN;
    memory.putByteArray(stub.start(), code, 0, code.length);
    byte[] values = stub.values();
    memory.putByteArray(ConditionStub.valuesAddress(), values, 0, values.length);
    memory.putLong(ConditionStub.patienceAddress(), 1 << 20);
    return stub;
  }

  /** Runs the site with the registers; true where the stub would have trapped. */
  private boolean hits() {
    memory.putLongArray(IN, registers, 0, registers.length);
    memory.putLong(STACK, afterwards); // where the stub's return leads
    Libc.call(DRIVER);
    long[] after = new long[17];
    memory.getLongArray(OUT, after, 0, after.length);
    boolean passed = after[R11] == registers[R11] + 1;
    for (int number = 0; number < 16; number++) {
      long expected = registers[number] + (number == R11 && passed ? 1 : 0);
      if (number != RSP) {
        assertThat(after[number]).as("register %d", number).isEqualTo(expected);
      }
    }
    assertThat(after[RSP]).isEqualTo(STACK + 8);
    assertThat(after[FLAGS] & ARITHMETIC).isEqualTo(registers[FLAGS] & ARITHMETIC);
    return !passed;
  }

  private static ConditionStub.Half register(int number, long expected) {
    return new ConditionStub.Half(new ConditionStub.Word.OfRegister(number, expected), false);
  }

  private List<List<ConditionStub.Half>> filters(List<ConditionStub.Word> words) {
    ConditionStub.Word word = words.get(0);
    List<List<ConditionStub.Half>> all = new ArrayList<>();
    all.add(List.of());
    for (int number = 0; number < 16; number++) {
      all.add(List.of(register(number, registers[number])));
      all.add(List.of(register(RAX, registers[RAX]), register(number, registers[number])));
      all.add(List.of(new ConditionStub.Half(word, true), register(number, registers[number])));
    }
    all.add(List.of(new ConditionStub.Half(word, false)));
    all.add(List.of(new ConditionStub.Half(word, true), new ConditionStub.Half(word, false)));
    for (ConditionStub.Word vector : words.subList(1, words.size())) {
      all.add(List.of(new ConditionStub.Half(vector, false), new ConditionStub.Half(vector, true)));
    }
    return all;
  }

  static IntStream scratches() {
    return IntStream.range(0, 16).filter(number -> number != RSP);
  }

  @ParameterizedTest
  @MethodSource("scratches")
  void trapsIfAndOnlyIfAllIsEqual(int scratch) {
    memory.putLong(WORDS, 0x1122334455667788L);
    List<ConditionStub.Word> words =
        List.of(
            new ConditionStub.Word.OfMemory(WORDS, 0x1122334455667788L),
            new ConditionStub.Word.OfVector(5, false, VECTOR_LOW),
            new ConditionStub.Word.OfVector(13, true, VECTOR_HIGH));
    for (List<ConditionStub.Half> filters : filters(words)) {
      build(registers, words, filters, scratch);
      assertThat(hits()).as("%s", filters).isTrue();
      for (int number = 0; number < 16; number++) {
        for (int bit : new int[] {0, 31, 32, 63}) {
          if (number != RSP) {
            registers[number] ^= 1L << bit;
            assertThat(hits()).as("%s, register %d bit %d", filters, number, bit).isFalse();
            registers[number] ^= 1L << bit;
          }
        }
      }
      for (int bit : new int[] {0, 2, 4, 6, 7, 11}) {
        registers[FLAGS] ^= 1L << bit;
        assertThat(hits()).as("%s, flag %d", filters, bit).isFalse();
        registers[FLAGS] ^= 1L << bit;
      }
      for (int bit : new int[] {0, 31, 32, 63}) {
        for (long address : new long[] {WORDS, VECTORS, VECTORS + 24}) {
          long value = memory.getLong(address);
          memory.putLong(address, value ^ 1L << bit);
          assertThat(hits()).as("%s, %x's bit %d", filters, address, bit).isFalse();
          memory.putLong(address, value);
        }
      }
    }
  }

  @Test
  void trapsWhenThePatienceWithItsFiltersIsOver() {
    long[] wanted = registers.clone();
    wanted[RCX] ^= 1;
    build(wanted, List.of(), List.of(register(RAX, registers[RAX])), R11);
    memory.putLong(ConditionStub.patienceAddress(), 3);
    assertThat(hits()).isFalse();
    assertThat(hits()).isFalse();
    assertThat(hits()).isTrue();
    assertThat(memory.getInt(ConditionStub.patienceAddress())).isZero();
  }

  @Test
  void knowsItsPlaces() {
    ConditionStub stub = build(registers, List.of(), List.of(register(RAX, 5)), R11);
    assertThat(stub.original(stub.moved(0))).isEqualTo(SITE);
    assertThat(stub.original(stub.moved(1))).isEqualTo(SITE + 4);
    assertThat(stub.original(stub.moved(2))).isEqualTo(SITE + 5);
    assertThat(stub.original(stub.hit())).isZero();
    assertThat(stub.isComparing(stub.entry())).isTrue();
    assertThat(stub.isComparing(stub.moved(0))).isFalse();
    assertThat(stub.isComparing(stub.moved(2))).isFalse();
    assertThat(stub.isComparing(stub.hit())).isTrue();
    assertThat(stub.isComparing(SITE)).isFalse();
    assertThat(stub.contains(stub.start() - 1)).isFalse();
    assertThat(stub.missAt(stub.entry())).isNotEqualTo(stub.missAt(stub.hit()));
  }
}
