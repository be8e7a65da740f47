package dev.jrr.gdbserver.registers;

/** The XML by which gdb learns the registers, generated from a {@link RegisterTable}. */
public final class TargetDescription {
  private TargetDescription() {}

  /** The document {@code target.xml}; pure ASCII. */
  public static String xml(RegisterTable table) {
    StringBuilder xml = new StringBuilder();
    xml.append("<?xml version=\"1.0\"?>\n<!DOCTYPE target SYSTEM \"gdb-target.dtd\">\n");
    xml.append("<target version=\"1.0\">\n<architecture>i386:x86-64</architecture>\n");
    xml.append("<osabi>GNU/Linux</osabi>\n");
    for (RegisterTable.Feature feature : table.features()) {
      xml.append("<feature name=\"").append(feature.name()).append("\">\n");
      feature.types().forEach(xml::append);
      feature.registers().forEach(register -> append(xml, register));
      xml.append("</feature>\n");
    }
    return xml.append("</target>\n").toString();
  }

  private static void append(StringBuilder xml, Register register) {
    xml.append("<reg name=\"").append(register.name());
    xml.append("\" bitsize=\"").append(register.lengthBytes() * 8);
    xml.append("\" type=\"").append(register.type());
    xml.append("\" regnum=\"").append(register.number()).append("\"/>\n");
  }
}
