package dev.jrr.cli;

import dev.jrr.trace.Effect;
import dev.jrr.trace.Frame;
import dev.jrr.trace.ObjectId;
import dev.jrr.trace.RegisterSet;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A frame as plain values, by the components of its record: so that a new kind of frame or effect
 * is shown, whole, without a line of code here.
 *
 * <p>Addresses, digests and registers become texts in hex: a JSON number loses bits beyond 53.
 */
final class FrameFields {
  private static final Set<String> IN_HEX =
      Set.of("address", "from", "to", "inputDigest", "flags", "protection");

  private FrameFields() {}

  /** The name of a frame's or effect's kind: its type's, such as {@code SyscallEnter}. */
  static String kind(Object record) {
    return record.getClass().getSimpleName();
  }

  /** The components by name, as they are but for those in hex. */
  static Map<String, @Nullable Object> components(Record value) {
    Map<String, @Nullable Object> components = new LinkedHashMap<>();
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      String name = component.getName();
      Object content = read(component, value);
      components.put(name, IN_HEX.contains(name) && content instanceof Number n ? hex(n) : content);
    }
    return components;
  }

  /** A frame for {@link Json}: the kind, then the components, bytes in hex. */
  static Map<String, @Nullable Object> json(Frame frame) {
    return json((Record) frame);
  }

  private static Map<String, @Nullable Object> json(Record value) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    if (value instanceof Frame || value instanceof Effect || value instanceof Effect.Backing) {
      fields.put("kind", kind(value));
    }
    components(value).forEach((name, content) -> fields.put(name, plain(content)));
    return fields;
  }

  private static @Nullable Object read(RecordComponent component, Record value) {
    try {
      return component.getAccessor().invoke(value);
    } catch (IllegalAccessException | InvocationTargetException impossible) {
      throw new IllegalStateException("a public record's accessor failed", impossible);
    }
  }

  private static @Nullable Object plain(@Nullable Object content) {
    if (content instanceof RegisterSet registers) {
      return registers(registers);
    }
    if (content instanceof ObjectId object) {
      return object.sha256();
    }
    if (content instanceof byte[] bytes) {
      return java.util.HexFormat.of().formatHex(bytes);
    }
    if (content instanceof long[] addresses) {
      List<Object> all = new ArrayList<>(addresses.length);
      for (long address : addresses) {
        all.add(hex(address));
      }
      return all;
    }
    if (content instanceof Record nested) {
      return json(nested);
    }
    if (content instanceof Enum<?> constant) {
      return constant.name().toLowerCase(Locale.ROOT);
    }
    if (content instanceof List<?> list) {
      List<@Nullable Object> all = new ArrayList<>(list.size());
      list.forEach(element -> all.add(plain(element)));
      return all;
    }
    return content;
  }

  private static Map<String, Object> registers(RegisterSet registers) {
    Map<String, Object> named = new LinkedHashMap<>();
    for (int index = 0; index < RegisterSet.COUNT; index++) {
      named.put(RegisterSet.NAMES[index], hex(registers.word(index)));
    }
    return named;
  }

  private static String hex(Number number) {
    return "0x"
        + (number instanceof Integer
            ? Integer.toHexString(number.intValue())
            : Long.toHexString(number.longValue()));
  }
}
