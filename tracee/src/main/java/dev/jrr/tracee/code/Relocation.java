package dev.jrr.tracee.code;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One instruction as it can be encoded for any address: no decoder is needed for that any more.
 * Immutable.
 */
final class Relocation {
  /** Bytes of one that is encoded, without the instruction's own. */
  static final int ENCODED = 3 + Integer.BYTES;

  /** What of the instruction depends on its address; by number in files. */
  private enum Form {
    /** Nothing. */
    PLAIN,
    /** A displacement from the next instruction, in a memory operand. */
    RIP_RELATIVE,
    /** The target of jmp or jcc. */
    BRANCH,
    /** That of loop, loope, loopne or jrcxz, which is near. */
    COUNTED,
    /** That of a call, and what it pushes. */
    CALL;

    private static final Form[] ALL = values();
  }

  private final byte[] bytes;
  private final Form form;

  /** Where the displacement stands in {@link #bytes}, for {@link Form#RIP_RELATIVE}. */
  private final int displacementAt;

  /** From the next instruction to what this one refers to. */
  private final int distance;

  private Relocation(byte[] bytes, Form form, int displacementAt, int distance) {
    this.bytes = bytes;
    this.form = form;
    this.displacementAt = displacementAt;
    this.distance = distance;
  }

  static Relocation of(Instruction instruction) {
    byte[] bytes = instruction.bytes();
    if (instruction.branchTarget().isPresent()) {
      long next = instruction.address() + bytes.length;
      int distance = (int) (instruction.branchTarget().getAsLong() - next);
      Form form = Relocator.isCounted(bytes) ? Form.COUNTED : Form.BRANCH;
      return new Relocation(
          bytes, instruction.isIn(InstructionGroup.CALL) ? Form.CALL : form, 0, distance);
    }
    for (Operand operand : instruction.operands()) {
      if (operand instanceof Operand.Memory memory && memory.base().equals("rip")) {
        return new Relocation(
            bytes,
            Form.RIP_RELATIVE,
            instruction.displacementOffset(),
            (int) memory.displacement());
      }
    }
    return new Relocation(bytes, Form.PLAIN, 0, 0);
  }

  /** Whether what follows is not reached from here. */
  boolean endsFlow() {
    return Corrections.endsFlow(bytes);
  }

  /** Bytes of the instruction. */
  int length() {
    return bytes.length;
  }

  /**
   * Appends the instruction of {@code address} as it must read at the writer's place.
   *
   * @throws OutOfReachException where a target is more than 2 GiB away
   */
  void write(long address, CodeWriter to) {
    long next = address + bytes.length;
    long target = next + distance;
    switch (form) {
      case PLAIN -> to.bytes(bytes);
      case RIP_RELATIVE -> {
        int start = to.size();
        to.bytes(bytes);
        to.patchRelative(start + displacementAt, start + bytes.length, target);
      }
      case BRANCH -> {
        int condition = Relocator.conditionOf(bytes);
        if (condition < 0) {
          to.jump(target);
        } else {
          to.jumpIf(condition, target);
        }
      }
      case COUNTED -> {
        byte[] near = bytes.clone();
        near[near.length - 1] = 2; // over the jump past the far one
        to.bytes(near);
        to.emit(0xeb, 5);
        to.jump(target);
      }
      case CALL -> {
        to.pushAddress(next);
        to.jump(target);
      }
    }
  }

  /** Appends what {@link #decode} needs besides the instruction's bytes: {@link #ENCODED} bytes. */
  void encode(ByteBuffer to) {
    to.put((byte) bytes.length)
        .put((byte) form.ordinal())
        .put((byte) displacementAt)
        .putInt(distance);
  }

  /**
   * The next one of {@code from}, whose bytes are those of {@code code} from {@code offset} on.
   *
   * @throws IllegalArgumentException if that is none
   */
  static Relocation decode(ByteBuffer from, byte[] code, int offset) {
    int length = from.get();
    int form = from.get();
    int displacementAt = from.get();
    int distance = from.getInt();
    if (length < 1
        || offset + length > code.length
        || form < 0
        || form >= Form.ALL.length
        || displacementAt < 0
        || displacementAt + (form == Form.RIP_RELATIVE.ordinal() ? Integer.BYTES : 0) > length) {
      throw new IllegalArgumentException("no instruction at " + offset);
    }
    byte[] bytes = Arrays.copyOfRange(code, offset, offset + length);
    return new Relocation(bytes, Form.ALL[form], displacementAt, distance);
  }
}
