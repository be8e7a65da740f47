package dev.jrr.tracee.code;

import dev.jrr.tracee.Registers;
import dev.jrr.tracee.TraceeMemory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

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

  /** Instructions kept. */
  private static final int LIMIT = 4096;

  /** Bytes of code that are read at a time. */
  private static final int BLOCK = 256;

  private static final ThreadLocal<NextTouched> OF_THREAD =
      ThreadLocal.withInitial(NextTouched::new);

  /**
   * A decoded instruction.
   *
   * @param memory the operands in memory
   * @param end the address behind it
   * @param next where the walk goes on; 0 where it ends
   */
  private record Step(byte[] code, List<Operand.Memory> memory, long end, long next) {}

  /** Those decoded before, by address: the same loops are stopped in again and again. */
  private final Map<Long, Step> steps = new RecentPlaces<>(LIMIT);

  private final byte[] block = new byte[BLOCK];
  private long blockStart;
  private int blockLength;

  private NextTouched() {}

  /** The addresses, in the order of the instructions; those of unknown parts are left out. */
  public static long[] addresses(Registers registers, TraceeMemory memory) {
    return OF_THREAD.get().find(registers, memory);
  }

  private long[] find(Registers registers, TraceeMemory memory) {
    long[] found = new long[INSTRUCTIONS * 2];
    int count = 0;
    long ip = registers.rip();
    read(ip, memory);
    for (int index = 0; index < INSTRUCTIONS; index++) {
      Step step = step(ip, memory);
      if (step == null) {
        break;
      }
      for (Operand.Memory touched : step.memory) {
        if (count < found.length) {
          OptionalLong address = address(touched, registers, step.end);
          if (address.isPresent()) {
            found[count++] = address.getAsLong();
          }
        }
      }
      ip = step.next;
      if (ip == 0) {
        break;
      }
    }
    return Arrays.copyOf(found, count);
  }

  private void read(long ip, TraceeMemory memory) {
    blockStart = ip;
    blockLength = memory.read(ip, block, 0, BLOCK);
  }

  /** The instruction at {@code ip}, or null where there is none. */
  private @Nullable Step step(long ip, TraceeMemory memory) {
    long distance = ip - blockStart;
    if (distance < 0 || distance > blockLength - Disassembler.LONGEST) {
      read(ip, memory);
      distance = 0;
    }
    int at = (int) distance;
    Step known = steps.get(ip);
    if (known != null
        && at + known.code.length <= blockLength
        && Arrays.equals(known.code, 0, known.code.length, block, at, at + known.code.length)) {
      return known;
    }
    Instruction instruction = Disassembler.ofThisThread().decode(block, at, blockLength - at, ip);
    if (instruction == null) {
      return null;
    }
    long end = ip + instruction.length();
    List<Operand.Memory> touched = new ArrayList<>(2);
    for (Operand operand : instruction.operands()) {
      if (operand instanceof Operand.Memory one) {
        touched.add(one);
      }
    }
    Step step = new Step(instruction.bytes(), touched, end, next(instruction, end));
    steps.put(ip, step);
    return step;
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
