package dev.jrr.recorder;

import dev.jrr.tracee.StatusFile;
import dev.jrr.tracee.kernel.Libc;
import java.io.File;

/**
 * The child of a task that was killed right after it had made it: the stop that tells of a new task
 * is then left out (ptrace_stop in kernel/signal.c), but the child is traced and waits to be let
 * run.
 */
final class UntoldChild {
  private static final long GETTID = Libc.function("gettid");

  private UntoldChild() {}

  /** This thread, the tracer, as /proc/PID/status of what it traces has it: TracerPid. */
  static String tracer() {
    return Long.toString(Libc.call(GETTID));
  }

  /**
   * The id of the traced task that the session does not know of, and which {@code maker}, stopped
   * at its end, has made; 0 if there is none. {@code siblings} where it made one of its own parent
   * (CLONE_PARENT).
   */
  static int find(RecordSession session, RecordedTask maker, boolean siblings) {
    String tracer = tracer();
    int pid = maker.process.pid;
    String parent = siblings ? StatusFile.read(pid).line("PPid") : Integer.toString(pid);
    for (String directory : new String[] {"/proc/" + pid + "/task", "/proc"}) {
      String[] names = new File(directory).list((in, name) -> isId(name));
      for (String name : names == null ? new String[0] : names) {
        int tid = Integer.parseInt(name);
        if (session.task(tid) == null) {
          StatusFile status = StatusFile.read(tid);
          boolean isKin =
              status.line("Tgid").equals(Integer.toString(pid))
                  || status.line("PPid").equals(parent);
          if (isKin && status.line("TracerPid").equals(tracer)) {
            return tid;
          }
        }
      }
    }
    return 0;
  }

  private static boolean isId(String name) {
    return Character.isDigit(name.charAt(0));
  }
}
