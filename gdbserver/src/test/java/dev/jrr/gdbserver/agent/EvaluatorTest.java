package dev.jrr.gdbserver.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jrr.gdbserver.registers.RegisterTable;
import dev.jrr.gdbserver.target.BreakpointCondition.MemoryReader;
import dev.jrr.gdbserver.target.Errno;
import dev.jrr.gdbserver.target.GeneralRegister;
import dev.jrr.gdbserver.target.RegisterFile;
import dev.jrr.gdbserver.target.TargetException;
import dev.jrr.gdbserver.target.XsaveLayout;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EvaluatorTest {
  private static final RegisterTable TABLE = new RegisterTable(XsaveLayout.LEGACY);
  private static final byte[] MEMORY = {(byte) 0x80, (byte) 0xff, 3, 4, 5, 6, 7, (byte) 0x88, 9};
  private static final MemoryReader READER =
      (address, lengthBytes) -> {
        if (address.value() < 0 || address.value() >= MEMORY.length) {
          throw new TargetException(Errno.EFAULT, "nothing there");
        }
        int from = (int) address.value();
        return Arrays.copyOfRange(MEMORY, from, Math.min(MEMORY.length, from + lengthBytes));
      };
  private static final RegisterFile REGISTERS =
      RegisterFile.copyOf(new long[GeneralRegister.COUNT], new byte[512])
          .with(GeneralRegister.RBX, -5)
          .with(GeneralRegister.EFLAGS, 0x246);

  private static long value(String code) throws BadExpressionException {
    byte[] bytes = HexFormat.of().parseHex(code.replace(" ", ""));
    return new Evaluator(TABLE, REGISTERS, READER).evaluate(AgentExpression.parse(bytes));
  }

  @Test
  void computes() throws BadExpressionException {
    assertThat(value("22 07 22 05 02 27")).as("7 + 5").isEqualTo(12);
    assertThat(value("22 07 22 05 03 27")).as("7 - 5").isEqualTo(2);
    assertThat(value("22 07 22 05 04 27")).as("7 * 5").isEqualTo(35);
    assertThat(value("22 f9 16 08 22 02 05 27")).as("-7 / 2").isEqualTo(-3);
    assertThat(value("22 f9 16 08 22 02 07 27")).as("-7 % 2").isEqualTo(-1);
    assertThat(value("22 f9 16 08 22 02 06 27")).as("-7 /u 2").isEqualTo(0x7ffffffffffffffcL);
    assertThat(value("22 09 22 05 08 27")).as("9 %u 5").isEqualTo(4);
    assertThat(value("22 0c 22 0a 0f 27")).as("12 & 10").isEqualTo(8);
    assertThat(value("22 0c 22 0a 10 27")).as("12 | 10").isEqualTo(14);
    assertThat(value("22 0c 22 0a 11 27")).as("12 ^ 10").isEqualTo(6);
    assertThat(value("22 00 12 27")).as("~0").isEqualTo(-1);
    assertThat(value("22 00 0e 27")).as("!0").isEqualTo(1);
    assertThat(value("22 2a 0e 27")).as("!42").isZero();
  }

  @Test
  void shiftsFarWithoutSurprise() throws BadExpressionException {
    assertThat(value("22 03 22 04 09 27")).isEqualTo(48);
    assertThat(value("22 01 22 40 09 27")).isZero();
    assertThat(value("22 80 16 08 22 03 0a 27")).isEqualTo(-16);
    assertThat(value("22 80 16 08 22 7f 0a 27")).isEqualTo(-1);
    assertThat(value("22 80 16 08 22 3c 0b 27")).isEqualTo(15);
    assertThat(value("22 80 16 08 22 40 0b 27")).isZero();
  }

  @Test
  void compares() throws BadExpressionException {
    assertThat(value("22 05 22 05 13 27")).isEqualTo(1);
    assertThat(value("22 ff 16 08 22 05 14 27")).as("-1 < 5").isEqualTo(1);
    assertThat(value("22 ff 16 08 22 05 15 27")).as("-1 <u 5").isZero();
  }

  @Test
  void readsConstantsRegistersAndMemory() throws BadExpressionException {
    assertThat(value("23 0102 27")).isEqualTo(0x0102);
    assertThat(value("24 01020304 27")).isEqualTo(0x01020304);
    assertThat(value("25 ff02030405060708 27")).isEqualTo(0xff02030405060708L);
    assertThat(value("26 0001 27")).as("rbx").isEqualTo(-5);
    assertThat(value("26 0011 27")).as("eflags").isEqualTo(0x246);
    assertThat(value("22 00 17 27")).isEqualTo(0x80);
    assertThat(value("22 00 18 27")).isEqualTo(0xff80);
    assertThat(value("22 00 18 16 10 27")).isEqualTo(-128);
    assertThat(value("22 00 19 27")).isEqualTo(0x0403ff80L);
    assertThat(value("22 00 1a 27")).isEqualTo(0x880706050403ff80L);
  }

  @Test
  void movesValuesOnTheStack() throws BadExpressionException {
    assertThat(value("22 01 22 02 2b 03 27")).as("swap").isEqualTo(1);
    assertThat(value("22 03 28 04 27")).as("dup").isEqualTo(9);
    assertThat(value("22 03 22 04 29 27")).as("pop").isEqualTo(3);
    assertThat(value("22 01 22 02 22 03 32 02 27")).as("pick").isEqualTo(1);
    assertThat(value("22 01 22 02 22 03 33 27")).as("rot brings the second up").isEqualTo(2);
    assertThat(value("22 01 22 02 22 03 33 29 27")).as("the first below").isEqualTo(1);
    assertThat(value("22 01 22 02 22 03 33 29 29 27")).as("the top down").isEqualTo(3);
    assertThat(value("22 ff 16 08 2a 04 27")).as("zero_ext").isEqualTo(15);
  }

  @Test
  void jumps() throws BadExpressionException {
    // if_goto over "22 05 27".
    assertThat(value("22 01 20 0008 22 05 27 22 06 27")).isEqualTo(6);
    assertThat(value("22 00 20 0008 22 05 27 22 06 27")).isEqualTo(5);
    assertThat(value("21 0006 22 05 27 22 06 27")).isEqualTo(6);
  }

  @Test
  void refusesBytecodeThatIsNotSound() {
    for (String code : List.of("01", "0c", "22", "23 01", "30 0001", "34 0000 00", "21 0001 27")) {
      assertThatThrownBy(() -> value(code)).as(code).isInstanceOf(BadExpressionException.class);
    }
  }

  @Test
  void failsWhereThereIsNoValue() {
    for (String code :
        List.of(
            "27",
            "22 01",
            "02 27",
            "22 01 22 00 05 27",
            "22 01 22 00 08 27",
            "22 40 17 27",
            "22 08 1a 27",
            "26 0028 27",
            "26 ffff 27",
            "21 0000",
            "22 01 21 0000",
            "33 27")) {
      assertThatThrownBy(() -> value(code)).as(code).isInstanceOf(BadExpressionException.class);
    }
  }

  @Test
  void aConditionThatCannotBeDecidedStops() throws BadExpressionException {
    AgentExpression no = AgentExpression.parse(new byte[] {0x22, 0, 0x27});
    AgentExpression unreadable = AgentExpression.parse(new byte[] {0x22, 0x40, 0x17, 0x27});
    assertThat(new AgentCondition(TABLE, List.of(no)).holds(REGISTERS, READER)).isFalse();
    assertThat(new AgentCondition(TABLE, List.of(unreadable)).holds(REGISTERS, READER)).isTrue();
    assertThat(new AgentCondition(TABLE, List.of(no, unreadable)).holds(REGISTERS, READER))
        .isTrue();
  }

  @Test
  void endsWhateverTheBytes() {
    Random random = new Random(20_26);
    int parsed = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] code = new byte[1 + random.nextInt(12)];
      Opcode[] opcodes = Opcode.values();
      for (int j = 0; j < code.length; j++) {
        code[j] =
            (byte) (random.nextInt(4) == 0 ? j : opcodes[random.nextInt(opcodes.length)].code());
      }
      try {
        AgentExpression expression = AgentExpression.parse(code);
        parsed++;
        new Evaluator(TABLE, REGISTERS, READER).evaluate(expression);
      } catch (BadExpressionException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
    assertThat(parsed).isGreaterThan(1000);
  }
}
