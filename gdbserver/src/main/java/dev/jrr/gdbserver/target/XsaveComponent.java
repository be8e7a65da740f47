package dev.jrr.gdbserver.target;

/**
 * The state components of an XSAVE area that debuggers show (Intel SDM volume 1, chapter 13; the
 * bit is the component's in XCR0 and in XSTATE_BV).
 */
public enum XsaveComponent {
  /** The x87 registers, in the legacy region. */
  X87(0, 160),
  /** xmm0 to xmm15, in the legacy region. */
  SSE(1, 256),
  /** The upper halves of ymm0 to ymm15. */
  AVX(2, 256),
  /** k0 to k7. */
  OPMASK(5, 64),
  /** The upper halves of zmm0 to zmm15. */
  ZMM_HI256(6, 512),
  /** zmm16 to zmm31. */
  HI16_ZMM(7, 1024),
  /** The protection-key rights. */
  PKRU(9, 8);

  private final int bit;
  private final int lengthBytes;

  XsaveComponent(int bit, int lengthBytes) {
    this.bit = bit;
    this.lengthBytes = lengthBytes;
  }

  /** The component's bit in XSTATE_BV, as a mask. */
  public long mask() {
    return 1L << bit;
  }

  /** How long the component is. */
  public int lengthBytes() {
    return lengthBytes;
  }
}
