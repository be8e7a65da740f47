package dev.jrr.replayer;

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

  /** Makes a choice for each new search. */
  interface Maker {
    VisitChoice make();
  }

  /** The first visit at which nothing differs. */
  static final Maker FIRST = () -> new Exact(0);

  /** The visit at which nothing differs that comes after {@code skipped} others such. */
  static final class Exact extends VisitChoice {
    private int skipped;

    Exact(int skipped) {
      this.skipped = skipped;
    }

    @Override
    boolean takes(int differences) {
      return differences == 0 && skipped-- == 0;
    }
  }

  /** The visit of this number, from 0. */
  static final class Numbered extends VisitChoice {
    private int number;

    Numbered(int number) {
      this.number = number;
    }

    @Override
    boolean takes(int differences) {
      return number-- == 0;
    }

    @Override
    boolean refines() {
      return false;
    }
  }

  /** None: it finds out what there is to choose from. */
  static final class Survey extends VisitChoice {
    /** Visits that are looked at; there is little hope in more. */
    private static final int LIMIT = 4096;

    private record Visit(int number, int differences) {}

    private final List<Visit> visits = new ArrayList<>();
    private int count;

    @Override
    boolean takes(int differences) {
      if (differences > 0 && visits.size() < LIMIT) {
        visits.add(new Visit(count, differences));
      }
      count++;
      return false;
    }

    @Override
    boolean refines() {
      return false;
    }

    /** The visits that differ, the likeliest first: few differing words, then late ones. */
    List<Integer> likeliest() {
      return visits.stream()
          .sorted(
              Comparator.comparingInt(Visit::differences)
                  .thenComparing(Comparator.comparingInt(Visit::number).reversed()))
          .map(Visit::number)
          .toList();
    }
  }
}
