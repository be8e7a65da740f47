package dev.jrr.recorder;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Files of /proc that say something of one task. */
final class SmallFiles {
  private SmallFiles() {}

  /** The whole text, empty when the task is gone. */
  static String read(String path) {
    try (FileInputStream in = new FileInputStream(path)) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException gone) {
      return "";
    }
  }
}
