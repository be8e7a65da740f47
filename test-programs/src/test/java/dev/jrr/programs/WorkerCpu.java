package dev.jrr.programs;

import dev.jrr.tracee.CpuPinning;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The CPU on which a worker of JUnit has its programs recorded, and so replayed: left to chance,
 * two tests that run side by side take turns on one CPU while the other is idle.
 */
final class WorkerCpu {
  private static final List<Integer> ALL = all();
  private static final AtomicInteger WORKERS = new AtomicInteger();
  private static final ThreadLocal<Integer> OWN =
      ThreadLocal.withInitial(() -> ALL.get(WORKERS.getAndIncrement() % ALL.size()));

  private WorkerCpu() {}

  /** The number of the calling worker's CPU. */
  static int number() {
    return OWN.get();
  }

  /** Those that this JVM was given. */
  static List<Integer> all() {
    return in(CpuPinning.initial());
  }

  /** Those that the calling thread may use now. */
  static List<Integer> allowed() {
    return in(CpuPinning.allowed());
  }

  private static List<Integer> in(byte[] mask) {
    return IntStream.range(0, 8 * mask.length)
        .filter(cpu -> CpuPinning.contains(mask, cpu))
        .boxed()
        .toList();
  }
}
