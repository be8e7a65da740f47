package dev.jrr.tracee.code;

import com.kenai.jffi.MemoryIO;
import org.jspecify.annotations.Nullable;

/**
 * Decodes x86-64 instructions with Capstone, about 0.3 µs each. Opening the first one of a process
 * loads the library. Belongs to the thread that opened it: any other gets an {@link
 * IllegalStateException}.
 */
public final class Disassembler implements AutoCloseable {
  /** Bytes of the longest instruction (Intel SDM volume 3, 6.15, #GP). */
  public static final int LONGEST = 15;

  private static final MemoryIO MEMORY = MemoryIO.getInstance();

  /** The native scratch: code, then the three words that cs_disasm_iter reads and moves on. */
  private static final int CODE_POINTER = 16;

  private static final int SIZE = 24;
  private static final int ADDRESS = 32;
  private static final int SCRATCH = 40;

  private static final ThreadLocal<@Nullable Disassembler> OF_THREAD = new ThreadLocal<>();

  private final Thread owner = Thread.currentThread();
  private final Capstone capstone;
  private final long handle;
  private final long instruction;
  private final long scratch;
  private boolean closed;

  Disassembler(Capstone capstone) {
    this.capstone = capstone;
    this.handle = capstone.open();
    this.instruction = capstone.newInstruction(handle);
    this.scratch = Capstone.allocate(SCRATCH);
  }

  /**
   * A disassembler for this thread.
   *
   * @throws CapstoneMissingException when there is no usable Capstone here
   */
  public static Disassembler open() {
    return new Disassembler(Capstone.get());
  }

  /** This thread's own, opened when it is first asked for; it stays open. */
  public static Disassembler ofThisThread() {
    Disassembler own = OF_THREAD.get();
    if (own == null) {
      own = open();
      OF_THREAD.set(own);
    }
    return own;
  }

  /** Capstone's version, as in {@code 4.0}. */
  public String version() {
    return capstone.version();
  }

  /**
   * Decodes the instruction at {@code code[offset]}, of which {@code length} bytes may be read and
   * which runs at {@code address}. Null where that is no instruction, an incomplete one, or one
   * that Capstone does not know: code next to it must not be patched.
   */
  public @Nullable Instruction decode(byte[] code, int offset, int length, long address) {
    int size = step(code, offset, length, address);
    if (size == 0) {
      return null;
    }
    CapstoneLayout layout = capstone.layout();
    byte[] text = new byte[CapstoneLayout.TEXT_SIZE];
    MEMORY.getByteArray(instruction + layout.mnemonic(), text, 0, text.length);
    byte[] detail = new byte[layout.detailSize()];
    long pointer = MEMORY.getLong(instruction + layout.detailPointer());
    MEMORY.getByteArray(pointer, detail, 0, detail.length);
    byte[] bytes = java.util.Arrays.copyOfRange(code, offset, offset + size);
    int id = MEMORY.getInt(instruction + CapstoneLayout.ID);
    return new Instruction(capstone, id, address, bytes, text, detail);
  }

  /**
   * The length of the instruction at {@code code[offset]}, 0 where {@link #decode} would answer
   * null. Allocates nothing.
   */
  public int lengthAt(byte[] code, int offset, int length) {
    return step(code, offset, length, 0);
  }

  private int step(byte[] code, int offset, int length, long address) {
    if (Thread.currentThread() != owner || closed) {
      throw new IllegalStateException(
          closed ? "the disassembler is closed" : "the disassembler belongs to " + owner);
    }
    int limit = Math.min(length, LONGEST);
    if (limit <= 0) {
      return 0;
    }
    MEMORY.putByteArray(scratch, code, offset, limit);
    MEMORY.putLong(scratch + CODE_POINTER, scratch);
    MEMORY.putLong(scratch + SIZE, limit);
    MEMORY.putLong(scratch + ADDRESS, address);
    if (!capstone.disassemble(
        handle, scratch + CODE_POINTER, scratch + SIZE, scratch + ADDRESS, instruction)) {
      return 0;
    }
    int size = MEMORY.getShort(instruction + CapstoneLayout.SIZE) & 0xffff;
    return Corrections.isMistaken(code, offset, size) ? 0 : size;
  }

  /** Decodes what is known: a layout that is off by a byte shows in one of these. */
  void checkLayout() {
    // mov qword ptr fs:[rax + rcx*4 + 0x1234], rdx
    byte[] store = {0x64, 0x48, (byte) 0x89, (byte) 0x94, (byte) 0x88, 0x34, 0x12, 0, 0};
    Instruction move = decode(store, 0, store.length, 0x1000);
    Operand memory = new Operand.Memory("fs", "rax", "rcx", 4, 0x1234, 8, false, true);
    Operand register = new Operand.Register("rdx", 8, true, false);
    // call to itself
    byte[] self = {(byte) 0xe8, (byte) 0xfb, (byte) 0xff, (byte) 0xff, (byte) 0xff};
    Instruction call = decode(self, 0, self.length, 0x1000);
    boolean right =
        move != null
            && move.length() == 9
            && move.mnemonic().equals("mov")
            && move.operands().equals(java.util.List.of(memory, register))
            && move.displacementOffset() == 5
            && call != null
            && call.length() == 5
            && call.isIn(InstructionGroup.CALL)
            && call.isIn(InstructionGroup.RELATIVE_BRANCH)
            && call.branchTarget().orElse(0) == 0x1000
            && call.registersWritten().contains("rsp");
    if (!right) {
      throw new CapstoneMissingException(
          "Capstone " + version() + " keeps its structures in an unknown way");
    }
  }

  /** Frees the handle. */
  @Override
  public void close() {
    if (!closed) {
      if (Thread.currentThread() != owner) {
        throw new IllegalStateException("the disassembler belongs to " + owner);
      }
      closed = true;
      MEMORY.freeMemory(scratch);
      capstone.free(instruction);
      capstone.close(handle);
    }
  }
}
