package dev.jrr.tracee.code;

import static dev.jrr.tracee.code.CapstoneLayout.ACCESS;
import static dev.jrr.tracee.code.CapstoneLayout.MEMORY_BASE;
import static dev.jrr.tracee.code.CapstoneLayout.MEMORY_DISPLACEMENT;
import static dev.jrr.tracee.code.CapstoneLayout.MEMORY_INDEX;
import static dev.jrr.tracee.code.CapstoneLayout.MEMORY_SCALE;
import static dev.jrr.tracee.code.CapstoneLayout.VALUE;
import static dev.jrr.tracee.code.CapstoneLayout.WIDTH;

import dev.jrr.tracee.code.Corrections.Special;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One decoded instruction: a copy of what Capstone said, read when asked for, with its known
 * mistakes put right ({@link Corrections}). Immutable. Text is in Intel's syntax.
 */
public final class Instruction {
  /** cs_group_type of capstone.h: the common groups, in the order of their numbers from 1. */
  private static final InstructionGroup[] COMMON_GROUPS = {
    InstructionGroup.JUMP,
    InstructionGroup.CALL,
    InstructionGroup.RETURN,
    InstructionGroup.INTERRUPT,
    InstructionGroup.INTERRUPT_RETURN,
    InstructionGroup.PRIVILEGED,
    InstructionGroup.RELATIVE_BRANCH
  };

  /** cs_op_type. */
  private static final int REGISTER = 1;

  private static final int IMMEDIATE = 2;
  private static final int MEMORY = 3;

  /** cs_ac_type, a set of bits. */
  private static final int READ = 1;

  private static final int WRITTEN = 2;

  private final Capstone capstone;
  private final CapstoneLayout layout;
  private final int id;
  private final long address;
  private final byte[] bytes;
  private final byte[] text;
  private final ByteBuffer detail;
  private final Special special;

  Instruction(Capstone capstone, int id, long address, byte[] bytes, byte[] text, byte[] detail) {
    this.capstone = capstone;
    this.layout = capstone.layout();
    this.id = id;
    this.address = address;
    this.bytes = bytes;
    this.text = text;
    this.detail = ByteBuffer.wrap(detail).order(ByteOrder.LITTLE_ENDIAN);
    this.special = Corrections.special(bytes);
  }

  /** Where it runs. */
  public long address() {
    return address;
  }

  /** Bytes of it, 1 to 15. */
  public int length() {
    return bytes.length;
  }

  /** Its bytes, a copy. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** Capstone's number of the instruction: comparable only under one version of the library. */
  public int id() {
    return id;
  }

  /** The name with its prefixes: {@code mov}, {@code lock xadd}. */
  public String mnemonic() {
    return special == Special.RDPID ? "rdpid" : string(0, CapstoneLayout.MNEMONIC_SIZE);
  }

  /** The operands as text, empty where there are none. */
  public String operandText() {
    if (special == Special.RDPID) {
      return rdpidRegister();
    }
    return string(CapstoneLayout.MNEMONIC_SIZE, CapstoneLayout.TEXT_SIZE);
  }

  /** Mnemonic and operands. */
  @Override
  public String toString() {
    String operands = operandText();
    return operands.isEmpty() ? mnemonic() : mnemonic() + " " + operands;
  }

  /** The groups that it is in. */
  public Set<InstructionGroup> groups() {
    EnumSet<InstructionGroup> groups = EnumSet.noneOf(InstructionGroup.class);
    for (int index = 0; index < at(layout.groupCount()); index++) {
      int number = at(layout.groups() + index);
      if (number >= 1 && number <= COMMON_GROUPS.length) {
        groups.add(COMMON_GROUPS[number - 1]);
      }
    }
    switch (special) {
      case SYSCALL, SYSENTER -> {
        groups.remove(InstructionGroup.INTERRUPT);
        groups.add(
            special == Special.SYSCALL ? InstructionGroup.SYSCALL : InstructionGroup.SYSENTER);
      }
      // Both run in user mode; iret does for a return to the same privilege.
      case RDTSC, IRET -> groups.remove(InstructionGroup.PRIVILEGED);
      case PORT -> groups.add(InstructionGroup.PRIVILEGED);
      case NONE, RDPID, CMPXCHG -> {}
    }
    // Capstone leaves loop, loope and loopne out of the jumps.
    if (groups.contains(InstructionGroup.RELATIVE_BRANCH)
        && !groups.contains(InstructionGroup.CALL)) {
      groups.add(InstructionGroup.JUMP);
    }
    return groups;
  }

  /** Whether it is in {@code group}. */
  public boolean isIn(InstructionGroup group) {
    return groups().contains(group);
  }

  /**
   * Where a relative jump or call goes; empty for all else, branches through registers included.
   */
  public OptionalLong branchTarget() {
    return isIn(InstructionGroup.RELATIVE_BRANCH)
            && operands().get(0) instanceof Operand.Immediate target
        ? OptionalLong.of(target.value())
        : OptionalLong.empty();
  }

  /**
   * Whether control never goes on to the next instruction: an unconditional jump, a return, hlt or
   * ud2.
   */
  public boolean endsFlow() {
    return Corrections.endsFlow(bytes);
  }

  /** The explicit operands, the destination first. */
  public List<Operand> operands() {
    List<Operand> operands = new ArrayList<>();
    for (int index = 0; index < at(layout.x86() + CapstoneLayout.OPERAND_COUNT); index++) {
      operands.add(operand(index));
    }
    return Collections.unmodifiableList(operands);
  }

  private Operand operand(int index) {
    int start = layout.x86() + CapstoneLayout.OPERANDS + index * CapstoneLayout.OPERAND_SIZE;
    int size = at(start + WIDTH);
    int access = at(start + ACCESS);
    boolean read = (access & READ) != 0;
    // cmpxchg's destination lacks its write in Capstone 4.
    boolean written = (access & WRITTEN) != 0 || special == Special.CMPXCHG && index == 0;
    if (special == Special.RDPID) {
      return new Operand.Register(rdpidRegister(), 8, false, true);
    }
    return switch (detail.getInt(start)) {
      case REGISTER ->
          new Operand.Register(register(detail.getInt(start + VALUE)), size, read, written);
      case IMMEDIATE -> new Operand.Immediate(detail.getLong(start + VALUE), size);
      case MEMORY ->
          new Operand.Memory(
              register(detail.getInt(start + VALUE)),
              register(detail.getInt(start + MEMORY_BASE)),
              register(detail.getInt(start + MEMORY_INDEX)),
              detail.getInt(start + MEMORY_SCALE),
              detail.getLong(start + MEMORY_DISPLACEMENT),
              size,
              read,
              written);
      default ->
          throw new IllegalStateException("operand type " + detail.getInt(start) + " in " + this);
    };
  }

  /**
   * The registers that it reads, by Capstone's names and as wide as they are used; those of memory
   * operands included. Capstone is not complete about {@code rflags}.
   */
  public Set<String> registersRead() {
    Set<String> names = implicit(0, layout.readCount());
    for (Operand operand : operands()) {
      if (operand instanceof Operand.Register register && register.read()) {
        names.add(register.name());
      } else if (operand instanceof Operand.Memory memory) {
        names.addAll(List.of(memory.segment(), memory.base(), memory.index()));
      }
    }
    names.remove("");
    return names;
  }

  /** The registers that it writes, as {@link #registersRead}. */
  public Set<String> registersWritten() {
    Set<String> names = implicit(layout.written(), layout.writtenCount());
    if (special == Special.RDPID) {
      names.clear();
    } else if (special == Special.CMPXCHG) {
      // The accumulator, which Capstone only counts as read.
      names.addAll(implicit(0, layout.readCount()));
      names.add("rflags");
    }
    for (Operand operand : operands()) {
      if (operand instanceof Operand.Register register && register.written()) {
        names.add(register.name());
      }
    }
    return names;
  }

  /** Where its memory displacement stands in {@link #bytes}, 0 where there is none. */
  public int displacementOffset() {
    return displacementSize() == 0 ? 0 : at(layout.x86() + CapstoneLayout.DISPLACEMENT_OFFSET);
  }

  /**
   * Bytes of its memory displacement: 0, 1, 4, or 8 (4 with an address-size prefix) where {@code
   * mov} has an absolute address. Read off modrm and sib (Intel SDM volume 2, tables 2-2 and 2-3),
   * because Capstone 4 says 2 for some of 4.
   */
  public int displacementSize() {
    if (operands().stream().noneMatch(Operand.Memory.class::isInstance)) {
      return 0; // mov to and from control and debug registers ignores what modrm says of memory
    }
    int modrmOffset = at(layout.x86() + CapstoneLayout.MODRM_OFFSET);
    int offset = at(layout.x86() + CapstoneLayout.DISPLACEMENT_OFFSET);
    if (modrmOffset == 0) {
      return offset == 0 ? 0 : bytes.length - offset;
    }
    int modrm = bytes[modrmOffset] & 0xff;
    return switch (modrm >> 6) {
      case 0 -> {
        boolean sib = (modrm & 7) == 4;
        int base = sib ? bytes[modrmOffset + 1] & 7 : modrm & 7;
        yield base == 5 ? 4 : 0;
      }
      case 1 -> 1;
      case 2 -> 4;
      default -> 0;
    };
  }

  private Set<String> implicit(int start, int count) {
    Set<String> names = new LinkedHashSet<>();
    for (int index = 0; index < at(count); index++) {
      names.add(register(detail.getShort(start + 2 * index) & 0xffff));
    }
    return names;
  }

  private String register(int number) {
    return capstone.registerName(number);
  }

  /** rdpid's register is 64 bits wide in 64-bit code, whatever REX.W says. */
  private String rdpidRegister() {
    int opcode = Corrections.opcodeAt(bytes, 0, bytes.length);
    int high = Corrections.isRex(bytes[opcode - 1]) ? (bytes[opcode - 1] & 1) << 3 : 0;
    return GENERAL[bytes[opcode + 2] & 7 | high];
  }

  /** By the number that the machine gives them (Intel SDM volume 2, table 2-4). */
  private static final String[] GENERAL = {
    "rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi",
    "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15"
  };

  private int at(int offset) {
    return detail.get(offset) & 0xff;
  }

  private String string(int start, int limit) {
    int end = start;
    while (end < limit && text[end] != 0) {
      end++;
    }
    return new String(text, start, end - start, StandardCharsets.US_ASCII);
  }
}
