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

  /** And the time that they may take together: so often what one run may take. */
  private static final int TRY_LIMITS = 2;

  /** Points that follow each other, of which none has a visit at which nothing differs. */
  private static final int CHAIN = 16;

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

  /** When all tries for one divergence are over, as System.nanoTime counts. */
  private long untilNs;

  /** The event before the one that differed. */
  private long goal;

  /** The state after {@link #goal} with the visits that were tried last. */
  private @Nullable Checkpoint reached;

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
    tries = 0;
    untilNs = System.nanoTime() + TRY_LIMITS * session.limit().ns();
    goal = failed.event() - 1;
    session.limit().setTries(true);
    try {
      if (findAnotherOfSuspects(failed)) {
        return true;
      }
    } finally {
      session.limit().setTries(false);
    }
    choices.clear();
    choices.putAll(original);
    session.goTo(session.checkpoints().before(points.first()));
    while (session.event() < goal) {
      session.replayNext();
    }
    return false;
  }

  private boolean findAnotherOfSuspects(Frame failed) {
    int suspects = 0;
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
    Checkpoint start = comeTo(point - 1, session.checkpoints().before(point), 0);
    if (start == null) {
      return false;
    }
    boolean found = findAnother(point, left, failed, start, 0);
    Checkpoint before = reached;
    reached = null;
    if (found && before != null) {
      session.goTo(before);
      session.checkpoints().replaceFrom(point, start);
    } else {
      start.close(session);
      choices.put(point, former);
    }
    if (before != null) {
      before.close(session);
    }
    return found && before != null;
  }

  /** The same from {@code start} on, which is before {@code point}; its choices are kept then. */
  private boolean findAnother(
      long point, Candidates left, Frame failed, Checkpoint start, int depth) {
    Visit next = next(left, point, start);
    while (next != null && tries++ < LIMIT && System.nanoTime() < untilNs) {
      choices.put(point, next);
      session.goTo(start);
      Frame stuck = passes(point, failed);
      if (stuck == null || stuck.event() > point && findAnotherOf(stuck, failed, start, depth)) {
        return true;
      }
      choices.keySet().removeIf(later -> later > point);
      left.exactAreOver |= stuck.event() == point; // it ran out of them
      next = next(left, point, start);
    }
    return false;
  }

  /**
   * The replay from {@code from} on differs at {@code stuck}. If that is a point, it may be no more
   * than what {@link SavedVectors} are made of and leave on the stack, which changes from run to
   * run. True where another of its visits helps; the session is before it then.
   */
  private boolean findAnotherOf(Frame stuck, Frame failed, @Nullable Checkpoint from, int depth) {
    if (depth == CHAIN || !(stuck instanceof Frame.AsyncPoint)) {
      return false;
    }
    Checkpoint before = comeTo(stuck.event() - 1, from, depth + 1);
    if (before == null) {
      return false;
    }
    Candidates left = new Candidates(knownVisit(stuck.event()));
    left.exactAreOver = true;
    Frame last = failed.event() > stuck.event() ? failed : stuck;
    boolean found = findAnother(stuck.event(), left, last, before, depth + 1);
    if (found) {
      session.goTo(before);
    }
    before.close(session);
    return found;
  }

  /**
   * Goes to {@code from} and on to after {@code event}; a copy of the state there, null where there
   * is none.
   */
  private @Nullable Checkpoint comeTo(long event, @Nullable Checkpoint from, int depth) {
    session.goTo(from);
    while (session.event() < event) {
      Frame next = session.nextFrame();
      try {
        session.replayNext();
      } catch (DivergenceException again) {
        if (next == null || !findAnotherOf(next, next, from, depth)) {
          return null;
        }
      }
    }
    return session.checkpoint();
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
      boolean noneWasExact = left.exact <= 1;
      List<Integer> likeliest = survey(start).likeliest(noneWasExact);
      left.others = new ArrayDeque<>(likeliest.subList(0, Math.min(OTHER_LIMIT, likeliest.size())));
    }
    Integer number = left.others.poll();
    return number == null ? null : new Visit(false, number);
  }

  /** Runs over all visits of the point's place in its interval. */
  private VisitChoice.Survey survey(Checkpoint start) {
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
    return all;
  }

  /**
   * Null where {@code failed} is replayed as recorded, and where it is the point itself, also what
   * its task does next; else the frame that is not.
   */
  private @Nullable Frame passes(long point, Frame failed) {
    Frame next = session.nextFrame();
    try {
      boolean checked = failed.event() != point;
      while (next != null && (session.event() < failed.event() || !checked)) {
        if (session.event() == goal) {
          keepReached();
        }
        session.replayNext();
        checked |=
            next.event() > point && next.task() == failed.task() && Place.of(next).isChecked();
        next = session.nextFrame();
      }
      return null;
    } catch (DivergenceException again) {
      return next;
    }
  }

  private void keepReached() {
    if (reached != null) {
      reached.close(session);
    }
    reached = session.checkpoint();
  }
}
