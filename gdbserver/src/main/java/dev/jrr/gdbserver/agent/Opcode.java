package dev.jrr.gdbserver.agent;

import java.util.Optional;

/** The bytecodes that conditions are made of, with their numbers and the bytes that follow them. */
enum Opcode {
  ADD(0x02, 0),
  SUB(0x03, 0),
  MUL(0x04, 0),
  DIV_SIGNED(0x05, 0),
  DIV_UNSIGNED(0x06, 0),
  REM_SIGNED(0x07, 0),
  REM_UNSIGNED(0x08, 0),
  LSH(0x09, 0),
  RSH_SIGNED(0x0a, 0),
  RSH_UNSIGNED(0x0b, 0),
  LOG_NOT(0x0e, 0),
  BIT_AND(0x0f, 0),
  BIT_OR(0x10, 0),
  BIT_XOR(0x11, 0),
  BIT_NOT(0x12, 0),
  EQUAL(0x13, 0),
  LESS_SIGNED(0x14, 0),
  LESS_UNSIGNED(0x15, 0),
  EXT(0x16, 1),
  REF8(0x17, 0),
  REF16(0x18, 0),
  REF32(0x19, 0),
  REF64(0x1a, 0),
  IF_GOTO(0x20, 2),
  GOTO(0x21, 2),
  CONST8(0x22, 1),
  CONST16(0x23, 2),
  CONST32(0x24, 4),
  CONST64(0x25, 8),
  REG(0x26, 2),
  END(0x27, 0),
  DUP(0x28, 0),
  POP(0x29, 0),
  ZERO_EXT(0x2a, 1),
  SWAP(0x2b, 0),
  PICK(0x32, 1),
  ROT(0x33, 0);

  private static final Opcode[] BY_CODE = new Opcode[256];

  static {
    for (Opcode opcode : values()) {
      BY_CODE[opcode.code] = opcode;
    }
  }

  private final int code;
  private final int operandBytes;

  Opcode(int code, int operandBytes) {
    this.code = code;
    this.operandBytes = operandBytes;
  }

  /** The byte that stands for it. */
  int code() {
    return code;
  }

  /** How many bytes of operand follow, big-endian. */
  int operandBytes() {
    return operandBytes;
  }

  /** Whether the operand is a place in the expression. */
  boolean jumps() {
    return this == IF_GOTO || this == GOTO;
  }

  /** The bytecode of a byte, or empty for one that is unknown or left out. */
  static Optional<Opcode> of(byte code) {
    return Optional.ofNullable(BY_CODE[code & 0xff]);
  }
}
