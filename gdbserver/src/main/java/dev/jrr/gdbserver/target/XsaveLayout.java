package dev.jrr.gdbserver.target;

import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Where the components lie in a standard-format XSAVE area of the recorded machine: what CPUID leaf
 * 0xD said there. The two legacy components have fixed places; the others differ between
 * processors.
 */
public final class XsaveLayout {
  /** Where the legacy region's x87 state begins. */
  public static final int X87_OFFSET = 0;

  /** Where xmm0 lies in the legacy region. */
  public static final int SSE_OFFSET = 160;

  /** The XSAVE header, whose first 8 bytes are XSTATE_BV; an area without it is FXSAVE's. */
  public static final int HEADER_OFFSET = 512;

  /** Where the first extended component can begin. */
  public static final int EXTENDED_OFFSET = 576;

  /** A processor with SSE and nothing above. */
  public static final XsaveLayout LEGACY = new XsaveLayout(Map.of());

  private final Map<XsaveComponent, Integer> offsets = new EnumMap<>(XsaveComponent.class);

  private XsaveLayout(Map<XsaveComponent, Integer> extended) {
    offsets.put(XsaveComponent.X87, X87_OFFSET);
    offsets.put(XsaveComponent.SSE, SSE_OFFSET);
    offsets.putAll(extended);
  }

  /**
   * A layout by the byte offsets of the extended components; a component left out does not exist on
   * that processor.
   *
   * @throws IllegalArgumentException when an offset lies in the legacy region or the header, or a
   *     legacy component is given
   */
  public static XsaveLayout of(Map<XsaveComponent, Integer> extended) {
    extended.forEach(
        (component, offset) -> {
          if (offset < EXTENDED_OFFSET || component.mask() <= XsaveComponent.SSE.mask()) {
            throw new IllegalArgumentException(component + " cannot be at " + offset);
          }
        });
    return new XsaveLayout(extended);
  }

  /** Where a component begins, or empty when the processor has none. */
  public OptionalInt offsetOf(XsaveComponent component) {
    Integer offset = offsets.get(component);
    return offset == null ? OptionalInt.empty() : OptionalInt.of(offset);
  }

  /** Whether the processor has the component. */
  public boolean has(XsaveComponent component) {
    return offsets.containsKey(component);
  }
}
