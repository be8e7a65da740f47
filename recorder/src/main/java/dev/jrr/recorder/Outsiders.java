package dev.jrr.recorder;

import dev.jrr.tracee.MemoryMaps;
import dev.jrr.tracee.StatusFile;
import java.io.File;

/**
 * Processes that are not recorded and share memory with ones that are: what they store there is in
 * no frame, and the replay does not have it. Looked for when the memory is mapped, and told once.
 */
final class Outsiders {
  /** All searching of one recording: 200 ms, so that many files cost no more. */
  private static final long BUDGET_NS = 200_000_000;

  private final RecordSession session;
  private final String tracer = UntoldChild.tracer();

  /** These two are of the thread beside the tracer's, where the searching is done. */
  private long spentNs;

  private boolean told;

  /** Made on the tracer thread. */
  Outsiders(RecordSession session) {
    this.session = session;
  }

  /** {@code mapping} is memory of a recorded task, shared and seen here for the first time. */
  void look(MemoryMaps.Mapping mapping) {
    if (mapping.length() > 0) {
      session.aside().run(() -> look(" " + mapping.file() + " "));
    }
  }

  private void look(String file) {
    if (told || spentNs > BUDGET_NS) {
      return;
    }
    long start = System.nanoTime();
    String[] processes = new File("/proc").list((in, name) -> Character.isDigit(name.charAt(0)));
    for (String process : processes == null ? new String[0] : processes) {
      if (maps(process, file) && isOutside(process)) {
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
    spentNs += System.nanoTime() - start;
  }

  /** Whether a process is there that is not recorded, nor a copy of one's memory. */
  private boolean isOutside(String process) {
    String tracerOf = StatusFile.read(Integer.parseInt(process)).line("TracerPid");
    return !tracerOf.isEmpty() && !tracerOf.equals(tracer);
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
