package dev.jrr.replayer;

import dev.jrr.trace.Frame;
import dev.jrr.trace.ResolvedPoints;
import dev.jrr.trace.ResolvedPoints.Visit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a replay does when it differs from the recording and there were async points before: each of
 * them may have been taken for a visit of its place that was not the one. The last one is suspected
 * first; the replay goes back to before it and takes other visits one after the other, until the
 * event that differed is replayed as recorded. Every event is checked as ever: no choice can make a
 * wrong replay pass, and where none helps, the divergence stays.
 */
final class GoingBack {
  /** Points before the divergence that are suspected. */
  private static final int SUSPECTS = 8;

  /** Visits of one point that are tried: ones at which nothing differs, and others. */
  private static final int EXACT_LIMIT = 100;

  private static final int OTHER_LIMIT = 20;

  /** Tries for one divergence. */
  private static final int LIMIT = 300;

  /** The visits of one point that were not tried yet. */
  private static final class Candidates {
    private @Nullable Visit hint;
    private int exact;

    Candidates(Visit known) {
      hint = known.exact() ? null : known;
    }

    private boolean exactAreOver;
    private @Nullable Deque<Integer> others;
  }

  private final ReplaySession session;
  private final TreeSet<Long> points = new TreeSet<>();
  private final Map<Long, Visit> choices = new HashMap<>();
  private final Map<Long, Visit> known = new HashMap<>();
  private final Map<Long, Candidates> candidates = new HashMap<>();
  private VisitChoice.@Nullable Survey survey;
  private int tries;

  GoingBack(ReplaySession session) {
    this.session = session;
  }

  /** What the search for the point of {@code frame}, which begins, is to take. */
  VisitChoice choiceFor(Frame.AsyncPoint frame) {
    points.add(frame.event());
    if (survey != null) {
      return survey;
    }
    Visit known = knownVisit(frame.event());
    return VisitChoice.of(
        choices.computeIfAbsent(frame.event(), event -> known.exact() ? known : Visit.FIRST));
  }

  /**
   * What a former replay took. A visit at which words differ must have no other to be taken: it is
   * only the first to be tried when it comes to that.
   */
  private Visit knownVisit(long point) {
    return known.computeIfAbsent(
        point,
        event -> {
          ResolvedPoints.Point resolved = session.resolved().get(event);
          return resolved == null ? Visit.FIRST : resolved.visit();
        });
  }

  /** Whether there was a point that could be another. */
  boolean hasPoints() {
    return !points.isEmpty();
  }

  /**
   * The replay of {@code failed} differed. True where other visits were found with which it does
   * not: the session then stands before it. Otherwise the session is as it was.
   */
  boolean recover(Frame failed) {
    Map<Long, Visit> original = Map.copyOf(choices);
    int suspects = 0;
    tries = 0;
    Long suspect = points.floor(failed.event());
    while (suspect != null && suspects++ < SUSPECTS) {
      long event = suspect;
      choices.keySet().removeIf(later -> later > event);
      candidates.keySet().removeIf(later -> later > event);
      if (findAnother(event, failed)) {
        return true;
      }
      suspect = points.lower(event);
    }
    choices.clear();
    choices.putAll(original);
    session.goTo(session.checkpoints().before(points.first()));
    replayTo(failed.event() - 1);
    return false;
  }

  /** Looks for a visit of {@code point} with which {@code failed} is replayed as recorded. */
  private boolean findAnother(long point, Frame failed) {
    Visit former = choices.getOrDefault(point, Visit.FIRST);
    Candidates left = candidates.computeIfAbsent(point, event -> new Candidates(knownVisit(event)));
    if (former.equals(Visit.FIRST)) {
      left.exact = Math.max(left.exact, 1); // it was taken, or there is none
      left.exactAreOver |= failed.event() == point;
    }
    session.goTo(session.checkpoints().before(point));
    replayTo(point - 1);
    Checkpoint start = session.checkpoint();
    if (start == null) {
      return false;
    }
    Visit next = next(left, point, start);
    while (next != null && tries++ < LIMIT) {
      choices.put(point, next);
      session.goTo(start);
      if (passes(point, failed)) {
        session.goTo(start);
        session.checkpoints().replaceFrom(point, start);
        replayTo(failed.event() - 1);
        return true;
      }
      left.exactAreOver |= session.event() < point; // it ran out of them
      next = next(left, point, start);
    }
    start.close(session);
    choices.put(point, former);
    return false;
  }

  private @Nullable Visit next(Candidates left, long point, Checkpoint start) {
    Visit hint = left.hint;
    if (hint != null) {
      left.hint = null;
      return hint;
    }
    if (!left.exactAreOver && left.exact <= EXACT_LIMIT) {
      return new Visit(true, left.exact++);
    }
    if (left.others == null) {
      List<Integer> likeliest = survey(start);
      left.others = new ArrayDeque<>(likeliest.subList(0, Math.min(OTHER_LIMIT, likeliest.size())));
    }
    Integer number = left.others.poll();
    return number == null ? null : new Visit(false, number);
  }

  /** Runs over all visits of the point's place in its interval. */
  private List<Integer> survey(Checkpoint start) {
    VisitChoice.Survey all = new VisitChoice.Survey();
    survey = all;
    session.goTo(start);
    try {
      session.replayNext();
    } catch (VisitChoice.Survey.Full | DivergenceException atEnd) {
      // None is taken: it has seen enough, or the interval's end is another stop than recorded.
    } finally {
      survey = null;
    }
    return all.likeliest();
  }

  /**
   * Whether {@code failed} is replayed as recorded; where it is the point itself, also what its
   * task does next.
   */
  private boolean passes(long point, Frame failed) {
    try {
      boolean checked = failed.event() != point;
      while (session.event() < failed.event() || !checked) {
        Frame next = session.nextFrame();
        if (next == null) {
          return true;
        }
        session.replayNext();
        checked |=
            next.event() > point && next.task() == failed.task() && Place.of(next).isChecked();
      }
      return true;
    } catch (DivergenceException again) {
      return false;
    }
  }

  private void replayTo(long event) {
    while (session.event() < event) {
      session.replayNext();
    }
  }
}
