package dev.jrr.recorder;

import java.util.Random;

/**
 * {@code --chaos}: schedules that a machine seldom makes, so that races show. Every decision is
 * drawn from one seed, and the same questions get the same answers.
 *
 * <p>Tasks are of two ranks by lot: those of the lower rank run only while no other can. Every now
 * and then lots are cast again, and sometimes one task then starves: it does not run although
 * nobody else can. Slices end after a few events, or after a time between 50 µs and 50 ms: what
 * happens between two calls is then interrupted, and what interrupts it may go on for long: often
 * for as long as it can, however slow the machine is.
 */
final class ChaosPolicy implements SchedulingPolicy {
  private static final int LOW = 1;
  private static final double LOW_SHARE = 0.3;

  /** How many of the times that lots are cast one task starves, and how long at most. */
  private static final double STARVING_SHARE = 0.2;

  private static final long STARVING_NS = 50_000_000;

  private static final double BY_EVENTS_SHARE = 0.4;
  private static final double SHORT_SHARE = 0.25;
  private static final int EVENTS = 12;

  /** How many of the tasks whose events were up are of the lower rank then. */
  private static final double OVERTAKEN_SHARE = 0.5;

  private static final long SHORTEST_NS = 50_000;
  private static final long SHORT_NS = 2_000_000;
  private static final long LONGEST_NS = 50_000_000;

  /** Lots are cast again after 5 ms to 1 s. */
  private static final long SOONEST_NS = 5_000_000;

  private static final long LATEST_NS = 1_000_000_000;

  private final Random random;
  private long nextLots;
  private boolean started;
  private long starvation;

  ChaosPolicy(long seed) {
    random = new Random(seed);
  }

  @Override
  public int rank(Standing standing) {
    return random.nextDouble() < LOW_SHARE ? LOW : 0;
  }

  @Override
  public int rankAfterEvents(int rank) {
    return random.nextDouble() < OVERTAKEN_SHARE ? LOW : rank;
  }

  @Override
  public long place(long sequence) {
    return random.nextInt(Integer.MAX_VALUE);
  }

  @Override
  public Slice slice(Standing standing, boolean computes) {
    double kind = random.nextDouble();
    if (kind < BY_EVENTS_SHARE) {
      return new Slice(LONGEST_NS, 1 + random.nextInt(EVENTS));
    }
    return kind < BY_EVENTS_SHARE + SHORT_SHARE
        ? new Slice(between(SHORTEST_NS, SHORT_NS), Slice.ANY)
        : new Slice(between(SHORT_NS, LONGEST_NS), Slice.ANY);
  }

  /** A time whose logarithm is evenly distributed. */
  private long between(long least, long most) {
    return (long) (least * Math.pow((double) most / least, random.nextDouble()));
  }

  @Override
  public boolean isOneSliceARound() {
    return false;
  }

  @Override
  public boolean favorsSleepers() {
    return false;
  }

  /** What is wrong between two instructions of a loop is to be found, too. */
  @Override
  public boolean leavesLoops() {
    return false;
  }

  @Override
  public long precisionNs() {
    return SHORTEST_NS;
  }

  @Override
  public boolean reorders(long nowNs) {
    boolean due = started && nowNs - nextLots >= 0;
    if (due || !started) {
      started = true;
      nextLots = nowNs + between(SOONEST_NS, LATEST_NS);
      starvation = due && random.nextDouble() < STARVING_SHARE ? random.nextInt() : 0;
    }
    return due;
  }

  @Override
  public long starvation() {
    if (starvation == 0) {
      return 0;
    }
    // Each task is asked about: the lot falls on every third of them until it has been drawn.
    if (random.nextInt(3) != 0) {
      return 0;
    }
    starvation = 0;
    return 1 + (long) (random.nextDouble() * STARVING_NS);
  }
}
