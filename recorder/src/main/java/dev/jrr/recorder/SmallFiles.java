package dev.jrr.recorder;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Files of /proc that say something of one task. */
final class SmallFiles {
  private static final int EXIT_STATUS = 52 - 3;

  private SmallFiles() {}

  /** The whole text, empty when the task is gone. */
  static String read(String path) {
    try (FileInputStream in = new FileInputStream(path)) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException gone) {
      return "";
    }
  }

  /** Whether the task is there and has not ended. */
  static boolean isAlive(int tid) {
    String[] fields = stat(tid);
    return fields.length > 0 && !fields[0].equals("Z") && !fields[0].equals("X");
  }

  /** The wait status with which a zombie has ended: field 52 of proc(5). */
  static int exitStatus(int tid) {
    String[] fields = stat(tid);
    return fields.length > EXIT_STATUS ? Integer.parseInt(fields[EXIT_STATUS].strip()) : 0;
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
