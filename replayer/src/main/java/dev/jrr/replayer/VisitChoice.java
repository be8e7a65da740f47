package dev.jrr.replayer;

import dev.jrr.trace.ResolvedPoints.Visit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Which visit of an async point's place is taken for the point, of those at which the registers are
 * the recorded ones. One serves one search.
 */
abstract class VisitChoice {
  /** Whether it is this visit; {@code differences} words of its witness differ. */
  abstract boolean takes(int differences);

  /** Whether visits that differ in a word may be left out from now on. */
  boolean refines() {
    return true;
  }

  /** Which visit that is, for a later replay. */
  abstract Visit visit();

  /** Takes this very visit. */
  static VisitChoice of(Visit visit) {
    return new Named(visit);
  }

  private static final class Named extends VisitChoice {
    private final Visit visit;
    private int passed;

    Named(Visit visit) {
      this.visit = visit;
    }

    @Override
    boolean takes(int differences) {
      return (differences == 0 || !visit.exact()) && passed++ == visit.number();
    }

    /** Those at which words differ may be left out only where they are not counted. */
    @Override
    boolean refines() {
      return visit.exact();
    }

    @Override
    Visit visit() {
      return visit;
    }
  }

  /** None: it finds out what there is to choose from. */
  static final class Survey extends VisitChoice {
    /** Visits that are looked at; there is little hope in more, and a loop may have no end. */
    private static final int LIMIT = 4096;

    /** Ends a run over visits that has seen enough of them. */
    static final class Full extends RuntimeException {
      private static final long serialVersionUID = 1;

      Full() {
        super("enough visits", null, false, false);
      }
    }

    private record Seen(int number, int differences) {}

    private final List<Seen> visits = new ArrayList<>();
    private int count;

    @Override
    boolean takes(int differences) {
      visits.add(new Seen(count, differences));
      if (++count == LIMIT) {
        throw new Full();
      }
      return false;
    }

    @Override
    Visit visit() {
      throw new IllegalStateException("a survey takes no visit");
    }

    @Override
    boolean refines() {
      return false;
    }

    /**
     * The visits that differ, the likeliest first: few differing words, then late ones. With {@code
     * exact}, those come first at which nothing did: what the processor saves of vector registers
     * ({@link SavedVectors}) may differ at the same visit another time.
     */
    List<Integer> likeliest(boolean exact) {
      return visits.stream()
          .filter(visit -> exact || visit.differences > 0)
          .sorted(
              Comparator.comparingInt(Seen::differences)
                  .thenComparing(Comparator.comparingInt(Seen::number).reversed()))
          .map(Seen::number)
          .toList();
    }
  }
}
