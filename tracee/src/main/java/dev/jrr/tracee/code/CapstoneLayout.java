package dev.jrr.tracee.code;

/**
 * Where Capstone's structures keep what is read here, in bytes from their start ({@code
 * capstone/capstone.h}, {@code capstone/x86.h}). Major versions differ in two array lengths: {@code
 * cs_insn.bytes} (16 in version 4, 24 in 5) and the implicit registers of {@code cs_detail} (12
 * read and 20 written in 4, 20 and 20 in 5).
 *
 * <pre>
 *  cs_insn    | id u32 | address u64 | size u16 | bytes | mnemonic 32 | op_str 160 | detail * |
 *             0        8             16         18      mnemonic                   detailPointer
 *
 *  cs_detail  | regs_read u16[] | count u8 | regs_write u16[] | count u8 | groups u8[8] | count u8
 *             0                 readCount  written            writtenCount groups         groupCount
 *             ... | cs_x86
 *                 x86
 *
 *  cs_x86     | ... | disp i64 | ... | op_count u8 | operands 48 each, 8 of them | encoding u8[5]
 *             0     16               64            72                            456
 *
 *  cs_x86_op  | type u32 | reg u32, imm i64, or mem                          | size u8 | access u8 |
 *             0          8                                                   32        33
 *         mem | segment u32 | base u32 | index u32 | scale i32 | disp i64 |
 *             8             12         16          20          24
 * </pre>
 *
 * <p>{@link Disassembler} decodes two known instructions before it trusts a layout.
 */
record CapstoneLayout(
    int mnemonic,
    int detailPointer,
    int readCount,
    int written,
    int writtenCount,
    int groups,
    int groupCount,
    int x86) {
  static final CapstoneLayout VERSION_4 = new CapstoneLayout(34, 232, 24, 26, 66, 67, 75, 80);
  static final CapstoneLayout VERSION_5 = new CapstoneLayout(42, 240, 40, 42, 82, 83, 91, 96);

  /** cs_insn. */
  static final int ID = 0;

  static final int SIZE = 16;

  /** Bytes of mnemonic; the operands' text follows at once. */
  static final int MNEMONIC_SIZE = 32;

  static final int TEXT_SIZE = MNEMONIC_SIZE + 160;

  /** cs_x86. */
  static final int OPERAND_COUNT = 64;

  static final int OPERANDS = 72;
  static final int OPERAND_SIZE = 48;

  /** cs_x86.encoding: its first two bytes are the offsets of modrm and displacement, 0 for none. */
  static final int MODRM_OFFSET = 456;

  static final int DISPLACEMENT_OFFSET = 457;
  static final int X86_SIZE = 464;

  /** cs_x86_op. */
  static final int VALUE = 8;

  static final int MEMORY_BASE = 12;
  static final int MEMORY_INDEX = 16;
  static final int MEMORY_SCALE = 20;
  static final int MEMORY_DISPLACEMENT = 24;
  static final int WIDTH = 32;
  static final int ACCESS = 33;

  /** Bytes of cs_detail that matter. */
  int detailSize() {
    return x86 + X86_SIZE;
  }
}
