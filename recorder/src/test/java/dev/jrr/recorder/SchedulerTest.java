package dev.jrr.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jrr.tracee.Stop;
import org.junit.jupiter.api.Test;

/** Whose turn it is; no task here has a thread of the kernel's. */
final class SchedulerTest {
  private final Scheduler scheduler = new Scheduler();

  @SuppressWarnings("NullAway")
  private RecordedTask task() {
    RecordedTask task = new RecordedTask(null, null);
    scheduler.add(task);
    return task;
  }

  @Test
  void withoutTasksNobodyRuns() {
    assertThat(scheduler.next()).isNull();
  }

  @Test
  void aTaskKeepsItsTurnWhileItsSliceLasts() {
    RecordedTask first = task();
    task();
    assertThat(scheduler.next()).isSameAs(first);
    assertThat(scheduler.next()).isSameAs(first);
  }

  @Test
  void theTurnGoesRoundWhenTasksYield() {
    RecordedTask first = task();
    RecordedTask second = task();
    RecordedTask third = task();
    assertThat(scheduler.next()).isSameAs(first);
    scheduler.yieldTurn();
    assertThat(scheduler.isSliceOver()).isTrue();
    assertThat(scheduler.next()).isSameAs(second);
    assertThat(scheduler.isSliceOver()).isFalse();
    scheduler.yieldTurn();
    assertThat(scheduler.next()).isSameAs(third);
    scheduler.yieldTurn();
    assertThat(scheduler.next()).isSameAs(first);
  }

  @Test
  void aTaskThatIsAloneGoesOnWithoutASlice() {
    RecordedTask only = task();
    scheduler.yieldTurn();
    assertThat(scheduler.next()).isSameAs(only);
    assertThat(scheduler.othersCanRun(only)).isFalse();
  }

  @Test
  void tasksInACallAreLeftOutUntilTheirStop() {
    RecordedTask first = task();
    RecordedTask second = task();
    first.phase = RecordedTask.Phase.IN_CALL;
    assertThat(scheduler.next()).isSameAs(second);
    assertThat(scheduler.othersCanRun(second)).isFalse();
    second.phase = RecordedTask.Phase.IN_CALL;
    assertThat(scheduler.next()).isNull();
    first.pendingStop = Stop.SYSCALL;
    assertThat(scheduler.othersCanRun(second)).isTrue();
    assertThat(scheduler.next()).isSameAs(first);
  }

  @Test
  void stoppedAndEndingTasksDoNotRun() {
    RecordedTask first = task();
    RecordedTask second = task();
    first.phase = RecordedTask.Phase.STOPPED;
    second.phase = RecordedTask.Phase.ENDING;
    assertThat(scheduler.next()).isNull();
  }

  @Test
  void aTaskThatGoesTakesNobodysTurn() {
    RecordedTask first = task();
    RecordedTask second = task();
    RecordedTask third = task();
    scheduler.next();
    scheduler.yieldTurn();
    assertThat(scheduler.next()).isSameAs(second);
    scheduler.remove(first);
    assertThat(scheduler.next()).isSameAs(second);
    scheduler.remove(second);
    assertThat(scheduler.next()).isSameAs(third);
    assertThat(scheduler.tasks()).containsExactly(third);
    scheduler.remove(third);
    assertThat(scheduler.next()).isNull();
  }
}
