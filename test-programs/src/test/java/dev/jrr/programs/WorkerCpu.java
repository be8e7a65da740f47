package dev.jrr.programs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The CPU on which a worker of JUnit has its programs recorded, and so replayed: left to chance,
 * two tests that run side by side take turns on one CPU while the other is idle.
 */
final class WorkerCpu {
  private static final List<Integer> ALLOWED = allowed();
  private static final AtomicInteger WORKERS = new AtomicInteger();
  private static final ThreadLocal<Integer> OWN =
      ThreadLocal.withInitial(() -> ALLOWED.get(WORKERS.getAndIncrement() % ALLOWED.size()));

  private WorkerCpu() {}

  /** The number of the calling worker's CPU. */
  static int number() {
    return OWN.get();
  }

  /** Those that the calling thread may use: of "0-3,8", as proc_pid_status(5) lists them. */
  static List<Integer> allowed() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/thread-self/status"))) {
      String list =
          lines.filter(line -> line.startsWith("Cpus_allowed_list:")).findFirst().orElseThrow();
      return Stream.of(list.substring(list.indexOf(':') + 1).strip().split(","))
          .map(range -> range.split("-"))
          .flatMap(
              ends ->
                  IntStream.rangeClosed(
                          Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]))
                      .boxed())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
