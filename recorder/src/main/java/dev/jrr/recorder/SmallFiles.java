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

  /**
   * The fields of a task's {@code stat} from its state, field 3 of proc(5), on; empty when gone.
   */
  static String[] stat(int tid) {
    String text = read("/proc/" + tid + "/stat");
    // The name before them is in brackets and may hold anything.
    int end = text.lastIndexOf(')');
    return end < 0 ? new String[0] : text.substring(end + 2).split(" ");
  }
}
