package dev.jrr.recorder;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * A thread beside the tracer's for what the recorded program need not wait for. Made before the
 * tracer is pinned to the program's CPU, so that this one is moved off it.
 */
final class Aside implements AutoCloseable {
  /** Reading a process's files in /proc can hang; the recording ends all the same. */
  private static final long LIMIT_SECONDS = 10;

  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Aside::thread);

  Aside() {
    thread.prestartCoreThread();
  }

  private static Thread thread(Runnable body) {
    Thread thread = new Thread(body, "jrr-aside");
    thread.setDaemon(true);
    return thread;
  }

  /** Runs {@code work} after all that was given before. */
  void run(Runnable work) {
    thread.execute(work);
  }

  /** Waits until all of it is done, or ten seconds; nothing is taken any more. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      thread.awaitTermination(LIMIT_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
