package dev.jrr.tracee.code;

import dev.jrr.tracee.MachineInstruction;
import dev.jrr.tracee.code.ElfCode.Range;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether the bytes {@code 0f c7 f0..ff} at a place are an instruction of their own. They are
 * when decoding arrives there, from the beginning of the function where that is known and
 * everything up to the place decodes, else from nearly all of many offsets before it (x86 code read
 * from a wrong offset falls into step within a few instructions). Then the code around must look
 * like code: constants and jump tables seldom decode for long, and never without what no program
 * executes.
 *
 * <p>In doubt the answer is no. A site that is missed shows at replay as a divergence; a constant
 * that is overwritten breaks the program.
 */
final class SiteConfirmation {
  /** How far before the place the sweeps begin, and from how many offsets. */
  private static final int REACH = 320;

  private static final int STARTS = 32;

  /** How many of them must agree. */
  private static final int QUORUM = 28;

  /**
   * Bytes before the place, and instructions after it, that must look like code. Of 30,000 tables
   * of random words, small words and doubles 34 passed with 64 bytes, 2 with 96, none with 128.
   */
  private static final int SETTLED = 128;

  private static final int FOLLOWING = 8;

  /** A function is decoded from its beginning up to this many bytes; 0.3 µs an instruction. */
  private static final int LONGEST_FUNCTION = 1 << 20;

  private static final int NOWHERE = -1;

  private final ByteBuffer file;
  private final Disassembler disassembler;
  private byte[] code = new byte[0];

  /** The last sweep's: where it began, and whether all of it, or its settled end, was decodable. */
  private int origin;

  private boolean clean;

  private boolean settled;

  SiteConfirmation(ByteBuffer file, Disassembler disassembler) {
    this.file = file;
    this.disassembler = disassembler;
  }

  /**
   * The instruction whose opcode is at {@code place}, or null. {@code part} is the executable range
   * around it, {@code function} its function where that is known; all are file offsets.
   */
  TrapSites.@Nullable Site confirm(int place, Range part, @Nullable Range function) {
    int lowest = part.start();
    int end = part.end();
    if (function != null && function.start() >= lowest) {
      lowest = function.start();
      end = Math.min(end, function.end());
    }
    boolean whole = function != null && place - lowest <= LONGEST_FUNCTION;
    int from = whole ? lowest : Math.max(lowest, place - REACH);
    int after = (int) Math.min(end, place + 3L + FOLLOWING * Disassembler.LONGEST);
    code = new byte[after - from];
    file.get(from, code);
    int at = place - from;
    int start = whole ? sweep(0, at) : NOWHERE;
    if (!whole || !clean) {
      start = agreed(Math.max(0, at - REACH), at);
    }
    if (start == NOWHERE || !looksLikeCode(start, at + 3)) {
      return null;
    }
    MachineInstruction instruction = decode(start, at);
    return instruction == null ? null : new TrapSites.Site((long) from + start, instruction);
  }

  /** Where the instruction starts by the vote of sweeps from {@code first} on. */
  private int agreed(int first, int place) {
    // With less room than the sweeps need, first is where a function or the segment begins.
    if (place - first < REACH) {
      int start = sweep(first, place);
      return settled ? start : NOWHERE;
    }
    int[] votes = new int[Disassembler.LONGEST + 1];
    int against = 0;
    for (int index = 0; index < STARTS && against <= STARTS - QUORUM; index++) {
      int start = sweep(first + index, place);
      if (start == NOWHERE || !settled) {
        against++;
      } else if (++votes[place - start] >= QUORUM) {
        return start;
      }
    }
    return NOWHERE;
  }

  /**
   * Decodes from {@code first} on, a byte further where nothing decodes, until the instruction that
   * contains {@code place}. Answers its start if {@code place} is its opcode.
   */
  private int sweep(int first, int place) {
    origin = first;
    clean = true;
    settled = true;
    for (int at = first; at <= place; ) {
      int length = disassembler.lengthAt(code, at, code.length - at);
      if (length == 0) {
        clean = false;
        settled &= at < place - SETTLED;
        at++;
      } else if (at + length > place) {
        boolean opcode =
            at + length == place + 3 && Corrections.opcodeAt(code, at, place + 1) == place;
        return opcode ? at : NOWHERE;
      } else {
        at += length;
      }
    }
    return NOWHERE;
  }

  /**
   * Whether what is before {@code start} and from {@code next} on is code, as far as {@link
   * #SETTLED} and {@link #FOLLOWING} say: decodable, unprivileged, and no run of zeros (which
   * decode as {@code add byte ptr [rax], al}).
   */
  private boolean looksLikeCode(int start, int next) {
    for (int at = origin; at < start; ) {
      int length = Math.max(1, disassembler.lengthAt(code, at, code.length - at));
      if (at >= start - SETTLED && !isPlausible(at)) {
        return false;
      }
      at += length;
    }
    int at = next;
    for (int count = 0; count < FOLLOWING && at < code.length; count++) {
      if (!isPlausible(at)) {
        return false;
      }
      Instruction instruction = disassembler.decode(code, at, code.length - at, at);
      if (instruction == null || instruction.endsFlow()) {
        return instruction != null;
      }
      at += instruction.length();
    }
    return true;
  }

  private boolean isPlausible(int at) {
    Instruction instruction = disassembler.decode(code, at, code.length - at, at);
    return instruction != null
        && !instruction.isIn(InstructionGroup.PRIVILEGED)
        && !instruction.isIn(InstructionGroup.INTERRUPT_RETURN)
        && !(instruction.length() == 2 && code[at] == 0 && code[at + 1] == 0);
  }

  /**
   * The instruction, told by the prefixes that count: 66, f3, and a REX directly before the opcode.
   */
  private @Nullable MachineInstruction decode(int start, int opcode) {
    ByteBuffer plain = ByteBuffer.allocate(MachineInstruction.LIMIT);
    for (int prefix : new int[] {0x66, 0xf3}) {
      if (Corrections.has(code, start, opcode, prefix)) {
        plain.put((byte) prefix);
      }
    }
    if (opcode > start && Corrections.isRex(code[opcode - 1])) {
      plain.put(code[opcode - 1]);
    }
    plain.put(code, opcode, 3);
    MachineInstruction known = MachineInstruction.decode(plain.array(), plain.position());
    return known == null
        ? null
        : new MachineInstruction(known.kind(), opcode + 3 - start, known.register(), known.width());
  }
}
