package dev.jrr.replayer;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Replays in this process: the tracer is one thread from the beginning to the end. */
public final class Tracer {
  /** Held by tests that replay in this process, in which there can be one tracer at a time. */
  public static final String LOCK = "tracer";

  static final Path LAUNCHER = Path.of("../cli/target/dist/native/launch").toAbsolutePath();

  private Tracer() {}

  /** Runs {@code replay} on a thread of its own; throws what it does. */
  static <T> T run(Callable<T> replay) throws Exception {
    ExecutorService tracer = Executors.newSingleThreadExecutor();
    try {
      return tracer.submit(replay).get();
    } catch (ExecutionException failed) {
      throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
    } finally {
      tracer.shutdown();
      tracer.awaitTermination(1, TimeUnit.MINUTES);
    }
  }
}
