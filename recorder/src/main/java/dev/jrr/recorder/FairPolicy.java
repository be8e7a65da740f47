package dev.jrr.recorder;

/**
 * The usual policy: every task that can run gets one slice a round, the better priorities first and
 * longer. So a task that spins until another has done something never keeps it from that, whatever
 * their priorities are.
 */
final class FairPolicy implements SchedulingPolicy {
  /** The slice of an ordinary task: 20 ms. */
  private static final long SLICE_NS = 20_000_000;

  /**
   * And of one that does nothing but compute: 40 ms. Its end is an async point, which costs 2 ms to
   * record and as much to find.
   */
  private static final long COMPUTING_SLICE_NS = 40_000_000;

  /** Slices are not shorter than 2 ms, nor longer than 80 ms. */
  private static final long SHORTEST_NS = 2_000_000;

  private static final long LONGEST_NS = 80_000_000;

  /** One step of niceness is a quarter of CPU time more or less, as sched(7) has it. */
  private static final double STEP = 1.25;

  /** Real-time priorities rank before every nice value. */
  private static final int REAL_TIME_RANK = -100;

  @Override
  public int rank(Standing standing) {
    return standing.realTime() > 0 ? REAL_TIME_RANK - standing.realTime() : standing.nice();
  }

  @Override
  public long place(long sequence) {
    return sequence;
  }

  @Override
  public Slice slice(Standing standing, boolean computes) {
    long time = computes ? COMPUTING_SLICE_NS : SLICE_NS;
    if (standing.realTime() == 0 && standing.nice() != 0) {
      time = (long) (time / Math.pow(STEP, standing.nice()));
    }
    return new Slice(Math.max(SHORTEST_NS, Math.min(LONGEST_NS, time)), Slice.ANY);
  }

  @Override
  public boolean isOneSliceARound() {
    return true;
  }

  @Override
  public boolean favorsSleepers() {
    return true;
  }

  @Override
  public long precisionNs() {
    return SHORTEST_NS;
  }

  @Override
  public boolean reorders(long nowNs) {
    return false;
  }

  @Override
  public long starvation() {
    return 0;
  }
}
