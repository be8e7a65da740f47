package dev.jrr.gdbserver.session;

/** Text inside XML. */
final class Xml {
  private Xml() {}

  /**
   * The text with what XML cannot hold as it is written otherwise, or as "?" where it cannot be.
   */
  static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            character -> {
              boolean plain =
                  character >= ' ' && character < 0x7f && "<>&\"'".indexOf(character) < 0;
              if (plain) {
                escaped.appendCodePoint(character);
              } else if (isXmlCharacter(character)) {
                escaped.append("&#").append(character).append(';');
              } else {
                escaped.append('?');
              }
            });
    return escaped.toString();
  }

  /** XML 1.0, production 2. */
  private static boolean isXmlCharacter(int character) {
    return character == '\t'
        || character == '\n'
        || character == '\r'
        || character >= 0x20 && character <= 0xd7ff
        || character >= 0xe000 && character <= 0xfffd
        || character >= 0x10000;
  }
}
