package dev.jrr.recorder;

import java.util.Random;

/**
 * For tests: another policy's schedule, in which the task that runs is stopped wherever it is after
 * a few microseconds to a millisecond, though nobody waits. What seldom happens between a stop and
 * the next instruction, or while a signal is on its way, then happens in every run.
 */
final class RestlessPolicy implements SchedulingPolicy {
  private static final int SHORTEST_NS = 15_000;
  private static final int SHORT_NS = 60_000;
  private static final int LONG_NS = 1_000_000;

  /** One run of so many may be long: without those a program would seldom get on. */
  private static final int SHORT_RUNS = 4;

  private final SchedulingPolicy order;
  private final Random random;

  RestlessPolicy(SchedulingPolicy order, long seed) {
    this.order = order;
    this.random = new Random(seed);
  }

  @Override
  public long restlessNs() {
    return SHORTEST_NS + random.nextInt(random.nextInt(SHORT_RUNS) == 0 ? LONG_NS : SHORT_NS);
  }

  @Override
  public int rank(Standing standing) {
    return order.rank(standing);
  }

  @Override
  public int rankAfterEvents(int rank) {
    return order.rankAfterEvents(rank);
  }

  @Override
  public long place(long sequence) {
    return order.place(sequence);
  }

  @Override
  public Slice slice(Standing standing, boolean computes) {
    return order.slice(standing, computes);
  }

  @Override
  public boolean isOneSliceARound() {
    return order.isOneSliceARound();
  }

  @Override
  public boolean favorsSleepers() {
    return order.favorsSleepers();
  }

  @Override
  public boolean leavesLoops() {
    return order.leavesLoops();
  }

  @Override
  public long precisionNs() {
    return order.precisionNs();
  }

  @Override
  public boolean reorders(long nowNs) {
    return order.reorders(nowNs);
  }

  @Override
  public long starvation() {
    return order.starvation();
  }
}
