package dev.jrr.recorder;

import java.io.File;
import org.jspecify.annotations.Nullable;

/**
 * Processes that are not recorded and share memory with ones that are: what they store there is in
 * no frame, and the replay does not have it. Found when the memory is mapped, and told once.
 */
final class Outsiders {
  /** All searching of one recording: 200 ms, so that many files cost no more. */
  private static final long BUDGET_NS = 200_000_000;

  private final RecordSession session;
  private long spentNs;
  private boolean told;

  Outsiders(RecordSession session) {
    this.session = session;
  }

  /**
   * {@code task} has mapped memory, shared and seen here for the first time, at {@code address}.
   */
  void look(RecordedTask task, long address) {
    if (told || spentNs > BUDGET_NS) {
      return;
    }
    long start = System.nanoTime();
    String file = file(task, address);
    String[] processes = file == null ? null : new File("/proc").list();
    if (file != null && processes != null) {
      for (String process : processes) {
        if (isOutside(process) && maps(process, file)) {
          told = true;
          session
              .warnings()
              .add(
                  "memory is shared with process "
                      + process
                      + " ("
                      + SmallFiles.read("/proc/" + process + "/comm").strip()
                      + "), which is not recorded: what it stores there is not replayed");
          break;
        }
      }
    }
    spentNs += System.nanoTime() - start;
  }

  /** The device and inode of the mapping at {@code address}, as maps(5) writes them. */
  private static @Nullable String file(RecordedTask task, long address) {
    String start = Long.toHexString(address) + "-";
    for (String line : SmallFiles.read("/proc/" + task.tid() + "/maps").split("\n")) {
      if (line.startsWith(start)) {
        // start-end perms offset device inode name
        String[] fields = line.split(" +", 6);
        return " " + fields[3] + " " + fields[4] + " ";
      }
    }
    return null;
  }

  private boolean isOutside(String process) {
    if (process.isEmpty() || process.charAt(0) < '0' || process.charAt(0) > '9') {
      return false;
    }
    int pid = Integer.parseInt(process);
    for (RecordedTask task : session.scheduler().tasks()) {
      if (task.process.pid == pid) {
        return false;
      }
    }
    return true;
  }

  /** Whether a process can store to a shared mapping of {@code file}. */
  private static boolean maps(String process, String file) {
    String text = SmallFiles.read("/proc/" + process + "/maps");
    for (int at = text.indexOf(file); at >= 0; at = text.indexOf(file, at + 1)) {
      int line = text.lastIndexOf('\n', at) + 1;
      int permissions = text.indexOf(' ', line) + 1;
      if (text.charAt(permissions + 1) == 'w' && text.charAt(permissions + 3) == 's') {
        return true;
      }
    }
    return false;
  }
}
