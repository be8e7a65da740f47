package dev.jrr.gdbserver.registers;

import java.util.List;

/**
 * The types that a target description defines, as gdb's "Target Description Format" writes them.
 */
final class DescriptionTypes {
  /** One bit, or a few, of a flags register. */
  private record Field(String name, int bit) {}

  private static final List<Field> EFLAGS_BITS =
      List.of(
          new Field("CF", 0),
          new Field("", 1),
          new Field("PF", 2),
          new Field("AF", 4),
          new Field("ZF", 6),
          new Field("SF", 7),
          new Field("TF", 8),
          new Field("IF", 9),
          new Field("DF", 10),
          new Field("OF", 11),
          new Field("NT", 14),
          new Field("RF", 16),
          new Field("VM", 17),
          new Field("AC", 18),
          new Field("VIF", 19),
          new Field("VIP", 20),
          new Field("ID", 21));

  private static final List<Field> MXCSR_BITS =
      List.of(
          new Field("IE", 0),
          new Field("DE", 1),
          new Field("ZE", 2),
          new Field("OE", 3),
          new Field("UE", 4),
          new Field("PE", 5),
          new Field("DAZ", 6),
          new Field("IM", 7),
          new Field("DM", 8),
          new Field("ZM", 9),
          new Field("OM", 10),
          new Field("UM", 11),
          new Field("PM", 12),
          new Field("FZ", 15));

  /** One way to look at 16 bytes: a vector type's id, its element and how many there are. */
  private record View(String id, String element, int count) {}

  private static final List<View> VIEWS =
      List.of(
          new View("v4_float", "ieee_single", 4),
          new View("v2_double", "ieee_double", 2),
          new View("v16_int8", "int8", 16),
          new View("v8_int16", "int16", 8),
          new View("v4_int32", "int32", 4),
          new View("v2_int64", "int64", 2));

  static final String EFLAGS = flags("i386_eflags", EFLAGS_BITS);
  static final String MXCSR = flags("i386_mxcsr", MXCSR_BITS);
  static final String VEC128 = vec128();
  static final String V2UI128 = vector(new View("v2ui128", "uint128", 2));

  private DescriptionTypes() {}

  private static String flags(String id, List<Field> fields) {
    StringBuilder xml = new StringBuilder();
    xml.append("<flags id=\"").append(id).append("\" size=\"4\">");
    for (Field field : fields) {
      xml.append("<field name=\"").append(field.name());
      xml.append("\" start=\"").append(field.bit());
      xml.append("\" end=\"").append(field.bit()).append("\"/>");
    }
    return xml.append("</flags>\n").toString();
  }

  private static String vector(View view) {
    return "<vector id=\"%s\" type=\"%s\" count=\"%d\"/>\n"
        .formatted(view.id(), view.element(), view.count());
  }

  private static String vec128() {
    StringBuilder xml = new StringBuilder();
    VIEWS.forEach(view -> xml.append(vector(view)));
    xml.append("<union id=\"vec128\">");
    for (View view : VIEWS) {
      xml.append("<field name=\"%1$s\" type=\"%1$s\"/>".formatted(view.id()));
    }
    return xml.append("<field name=\"uint128\" type=\"uint128\"/></union>\n").toString();
  }
}
