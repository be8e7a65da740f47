package dev.jrr.tracee.code;

import dev.jrr.tracee.Registers;
import dev.jrr.tracee.TraceeMemory;
import java.util.Arrays;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The memory that the next instructions of a stopped task name, with its registers as they are now:
 * loop counters and globals that nothing points to. Direct jumps are followed, conditional ones
 * only backwards (a loop goes round). Depends on nothing but the task's state.
 */
public final class NextTouched {
  /** Instructions looked at. */
  private static final int INSTRUCTIONS = 16;

  private static final Map<String, Integer> REGISTERS =
      Map.ofEntries(
          Map.entry("rax", Registers.RAX),
          Map.entry("rbx", Registers.RBX),
          Map.entry("rcx", Registers.RCX),
          Map.entry("rdx", Registers.RDX),
          Map.entry("rsi", Registers.RSI),
          Map.entry("rdi", Registers.RDI),
          Map.entry("rbp", Registers.RBP),
          Map.entry("rsp", Registers.RSP),
          Map.entry("r8", Registers.R8),
          Map.entry("r9", Registers.R9),
          Map.entry("r10", Registers.R10),
          Map.entry("r11", Registers.R11),
          Map.entry("r12", Registers.R12),
          Map.entry("r13", Registers.R13),
          Map.entry("r14", Registers.R14),
          Map.entry("r15", Registers.R15));

  private NextTouched() {}

  /** The addresses, in the order of the instructions; those of unknown parts are left out. */
  public static long[] addresses(
      Disassembler disassembler, Registers registers, TraceeMemory memory) {
    long[] found = new long[INSTRUCTIONS * 2];
    int count = 0;
    long ip = registers.rip();
    byte[] code = new byte[Disassembler.LONGEST];
    for (int index = 0; index < INSTRUCTIONS; index++) {
      int got = memory.read(ip, code, 0, code.length);
      Instruction instruction = disassembler.decode(code, 0, got, ip);
      if (instruction == null) {
        break;
      }
      long end = ip + instruction.length();
      for (Operand operand : instruction.operands()) {
        if (operand instanceof Operand.Memory touched && count < found.length) {
          OptionalLong address = address(touched, registers, end);
          if (address.isPresent()) {
            found[count++] = address.getAsLong();
          }
        }
      }
      ip = next(instruction, end);
      if (ip == 0) {
        break;
      }
    }
    return Arrays.copyOf(found, count);
  }

  private static long next(Instruction instruction, long end) {
    OptionalLong target = instruction.branchTarget();
    if (target.isPresent() && !instruction.isIn(InstructionGroup.CALL)) {
      boolean always = instruction.endsFlow();
      return always || target.getAsLong() < end ? target.getAsLong() : end;
    }
    return instruction.endsFlow() ? 0 : end;
  }

  private static OptionalLong address(Operand.Memory memory, Registers registers, long end) {
    if (memory.segment().equals("fs") || memory.segment().equals("gs")) {
      long base =
          registers.get(memory.segment().equals("fs") ? Registers.FS_BASE : Registers.GS_BASE);
      return memory.base().isEmpty() && memory.index().isEmpty()
          ? OptionalLong.of(base + memory.displacement())
          : OptionalLong.empty();
    }
    long sum = memory.displacement();
    if (memory.base().equals("rip")) {
      return OptionalLong.of(sum + end);
    }
    for (int part = 0; part < 2; part++) {
      String name = part == 0 ? memory.base() : memory.index();
      if (!name.isEmpty()) {
        Integer register = REGISTERS.get(name);
        if (register == null) {
          return OptionalLong.empty();
        }
        sum += registers.get(register) * (part == 0 ? 1 : memory.scale());
      }
    }
    return OptionalLong.of(sum);
  }
}
