package dev.jrr.replayer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jrr.trace.ResolvedPoints.Visit;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Visits are given by how many of their words differ. */
final class VisitChoiceTest {
  private static List<Integer> taken(VisitChoice choice, int... visits) {
    List<Integer> taken = new ArrayList<>();
    for (int number = 0; number < visits.length; number++) {
      if (choice.takes(visits[number])) {
        taken.add(number);
      }
    }
    return taken;
  }

  @Test
  void theFirstIsTheOneAtWhichNothingDiffers() {
    assertThat(taken(VisitChoice.of(Visit.FIRST), 3, 1, 0, 0)).containsExactly(2);
  }

  @Test
  void othersAtWhichNothingDiffersComeAfterIt() {
    assertThat(taken(VisitChoice.of(new Visit(true, 2)), 0, 1, 0, 7, 0, 0)).containsExactly(4);
  }

  @Test
  void anyVisitCanBeTakenByItsNumber() {
    VisitChoice choice = VisitChoice.of(new Visit(false, 1));
    assertThat(taken(choice, 5, 6, 0)).containsExactly(1);
    assertThat(choice.refines()).as("it counts every visit").isFalse();
  }

  @Test
  void aSurveyRanksByDifferencesThenLateness() {
    VisitChoice.Survey survey = new VisitChoice.Survey();
    assertThat(taken(survey, 9, 2, 0, 4, 2)).isEmpty();
    assertThat(survey.likeliest(false)).containsExactly(4, 1, 3, 0);
    assertThat(survey.likeliest(true)).containsExactly(2, 4, 1, 3, 0);
  }

  @Test
  void aSurveyEndsInALoopWithoutEnd() {
    VisitChoice.Survey survey = new VisitChoice.Survey();
    assertThatThrownBy(
            () -> {
              while (true) {
                survey.takes(0);
              }
            })
        .isInstanceOf(VisitChoice.Survey.Full.class);
    assertThat(survey.likeliest(false)).isEmpty();
  }
}
