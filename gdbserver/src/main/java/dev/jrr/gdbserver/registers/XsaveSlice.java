package dev.jrr.gdbserver.registers;

import dev.jrr.gdbserver.target.XsaveComponent;
import dev.jrr.gdbserver.target.XsaveLayout;
import java.util.Arrays;

/**
 * Some bytes of one component of an XSAVE area. A component whose bit in XSTATE_BV is clear is in
 * its initial state whatever its bytes say (Intel SDM volume 1, 13.6); that state is zeros, except
 * for the x87 control word.
 *
 * @param component which
 * @param componentOffset where it begins in the area
 * @param offset where the bytes begin in the component
 */
record XsaveSlice(XsaveComponent component, int componentOffset, int offset) {
  /** The x87 control word after FNINIT. */
  private static final int INITIAL_CONTROL_WORD = 0x37f;

  /** MXCSR lies among the x87 bytes and is kept by XSAVE whatever the state of the x87. */
  static final int MXCSR_OFFSET = 24;

  private static final int MXCSR_AND_MASK_BYTES = 8;

  /** The bytes; zeros where the area is too short to hold them. */
  byte[] read(byte[] area, int lengthBytes) {
    int from = componentOffset + offset;
    if (isInitial(area, component) && !isMxcsr()) {
      return Arrays.copyOfRange(initialState(component), offset, offset + lengthBytes);
    }
    return from >= area.length
        ? new byte[lengthBytes]
        : Arrays.copyOfRange(area, from, from + lengthBytes);
  }

  /** Changes the bytes in the area; does nothing where the area is too short to hold them. */
  void write(byte[] area, byte[] bytes) {
    int from = componentOffset + offset;
    if (from + bytes.length > area.length) {
      return;
    }
    if (!isMxcsr()) {
      makeUsed(area, component, componentOffset);
    }
    System.arraycopy(bytes, 0, area, from, bytes.length);
  }

  private boolean isMxcsr() {
    return component == XsaveComponent.X87 && offset == MXCSR_OFFSET;
  }

  /** Marks a component as not initial, giving it the bytes of its initial state if it was. */
  static void makeUsed(byte[] area, XsaveComponent component, int componentOffset) {
    if (!isInitial(area, component)) {
      return;
    }
    byte[] mxcsr = Arrays.copyOfRange(area, MXCSR_OFFSET, MXCSR_OFFSET + MXCSR_AND_MASK_BYTES);
    byte[] initial = initialState(component);
    System.arraycopy(initial, 0, area, componentOffset, initial.length);
    System.arraycopy(mxcsr, 0, area, MXCSR_OFFSET, MXCSR_AND_MASK_BYTES);
    long used = header(area) | component.mask();
    System.arraycopy(LittleEndian.bytes(used, 8), 0, area, XsaveLayout.HEADER_OFFSET, 8);
  }

  /** Whether a component is in its initial state; an area without a header holds it as it is. */
  static boolean isInitial(byte[] area, XsaveComponent component) {
    return area.length >= XsaveLayout.EXTENDED_OFFSET && (header(area) & component.mask()) == 0;
  }

  private static long header(byte[] area) {
    int from = XsaveLayout.HEADER_OFFSET;
    return LittleEndian.value(Arrays.copyOfRange(area, from, from + Long.BYTES));
  }

  private static byte[] initialState(XsaveComponent component) {
    byte[] bytes = new byte[component.lengthBytes()];
    if (component == XsaveComponent.X87) {
      bytes[0] = (byte) INITIAL_CONTROL_WORD;
      bytes[1] = (byte) (INITIAL_CONTROL_WORD >> 8);
    }
    return bytes;
  }
}
