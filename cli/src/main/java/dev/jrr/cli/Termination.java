package dev.jrr.cli;

import dev.jrr.recorder.FirstProcess;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * SIGTERM for jrr while it records, as {@code timeout} or a job's end send it, is meant for the
 * program: it gets it, and jrr goes on until the program has ended.
 */
final class Termination {
  /** For a recording that goes on beyond its first process: others may be ending as well. */
  private static final long OTHERS_SECONDS = 2;

  private static final CountDownLatch OVER = new CountDownLatch(1);
  private static volatile int status;

  private Termination() {}

  /**
   * From now on it is passed on. The JVM begins to end then, and is held up until {@link #over};
   * with {@code waitForAll}, once the program has ended, not for long.
   */
  static void passTo(FirstProcess program, boolean waitForAll) {
    Thread atEnd =
        new Thread() {
          @Override
          public void run() {
            try {
              holdUp(program, waitForAll);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt(); // nobody does
            }
          }
        };
    Runtime.getRuntime().addShutdownHook(atEnd);
  }

  private static void holdUp(FirstProcess program, boolean waitForAll) throws InterruptedException {
    if (OVER.getCount() == 0 || !program.hasBegun()) {
      return;
    }
    program.terminate();
    boolean forgoes = waitForAll && program.hasEnded();
    if (OVER.await(forgoes ? OTHERS_SECONDS : Long.MAX_VALUE, TimeUnit.SECONDS)) {
      Runtime.getRuntime().halt(status);
    }
  }

  /** The command is over, and jrr is to exit with this. */
  static void over(int exitStatus) {
    status = exitStatus;
    OVER.countDown();
  }
}
