package dev.jrr.cli;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Waits for work on another thread; what it threw is thrown here. */
final class Waiting {
  private Waiting() {}

  static <T> T get(Future<T> work) {
    try {
      return work.get();
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException known) {
        throw known;
      }
      throw new IllegalStateException(failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }
}
