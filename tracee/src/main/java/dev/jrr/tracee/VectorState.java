package dev.jrr.tracee;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What of an XSAVE area is compared: the xmm registers' data. The header, the x87 pointers and the
 * other components' "in use" state change by themselves.
 */
public final class VectorState {
  /** Where xmm0 to xmm15 lie in the area (Intel SDM volume 1, 13.4.2). */
  private static final int XMM = 160;

  private static final int XMM_SIZE = 256;

  private VectorState() {}

  /** The 256 bytes of xmm0 to xmm15; empty where there is no area. */
  public static byte[] xmm(byte @Nullable [] area) {
    return area == null ? new byte[0] : Arrays.copyOfRange(area, XMM, XMM + XMM_SIZE);
  }
}
