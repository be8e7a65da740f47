package dev.jrr.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jrr.trace.RegisterSet;
import dev.jrr.tracee.Registers;
import dev.jrr.tracee.Stop;
import dev.jrr.tracee.syscalls.SyscallTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose turn it is; no task here has a thread of the kernel's, and the clock is the test's. */
final class SchedulerTest {
  private static final long MS = 1_000_000;

  private long now = 5;
  private final Scheduler scheduler = new Scheduler(new FairPolicy(), () -> now);

  @SuppressWarnings("NullAway")
  private static RecordedTask unscheduled(int nice) {
    RecordedTask task = new RecordedTask(null, null, null);
    task.turn.standing = new Standing(nice, 0);
    return task;
  }

  private RecordedTask task(int nice) {
    RecordedTask task = unscheduled(nice);
    scheduler.add(task);
    return task;
  }

  private RecordedTask task() {
    return task(0);
  }

  private void setPhase(RecordedTask task, RecordedTask.Phase phase) {
    task.phase = phase;
    scheduler.changed(task);
  }

  @Test
  void withoutTasksNobodyRuns() {
    assertThat(scheduler.next()).isNull();
    assertThat(scheduler.pauseUntilNs()).isZero();
  }

  @Test
  void aTaskKeepsItsTurnWhileItsSliceLasts() {
    RecordedTask first = task();
    RecordedTask second = task();
    assertThat(scheduler.next()).isSameAs(first);
    now += 19 * MS;
    assertThat(scheduler.isSliceOver()).isFalse();
    assertThat(scheduler.next()).isSameAs(first);
    now += MS;
    assertThat(scheduler.isSliceOver()).isTrue();
    assertThat(scheduler.next()).isSameAs(second);
  }

  @Test
  void aTaskIsAwayFromTheEndOfItsTurnToItsNext() {
    RecordedTask first = task();
    RecordedTask second = task();
    scheduler.next();
    now += 20 * MS;
    assertThat(scheduler.next()).isSameAs(second);
    assertThat(second.turn.awayNs).isZero();
    now += 7 * MS;
    scheduler.yieldTurn();
    assertThat(scheduler.next()).isSameAs(first);
    assertThat(first.turn.awayNs).isEqualTo(7 * MS);
    setPhase(first, RecordedTask.Phase.IN_CALL);
    assertThat(scheduler.next()).isSameAs(second);
    now += 20 * MS;
    setPhase(first, RecordedTask.Phase.READY);
    assertThat(scheduler.next()).isSameAs(first);
    assertThat(first.turn.awayNs).as("of one that waited").isZero();
  }

  /** The first used up its slice, the second yielded, and the first has the turn again. */
  private void letFirstCompute(RecordedTask first, RecordedTask second) {
    assertThat(scheduler.next()).isSameAs(first);
    now += 20 * MS;
    assertThat(scheduler.next()).isSameAs(second);
    scheduler.yieldTurn();
    assertThat(scheduler.next()).isSameAs(first);
  }

  @Test
  void aTaskThatDoesNothingButComputeHasLongerSlices() {
    RecordedTask first = task();
    RecordedTask second = task();
    letFirstCompute(first, second);
    assertThat(scheduler.sliceLeftNs()).as("of one that computes").isEqualTo(40 * MS);
    now += 40 * MS;
    assertThat(scheduler.next()).isSameAs(second);
    assertThat(scheduler.sliceLeftNs()).as("of one that yielded").isEqualTo(20 * MS);
  }

  @Test
  void aTaskThatWaitedIsNotTakenForOneThatComputes() {
    RecordedTask first = task();
    RecordedTask second = task();
    letFirstCompute(first, second);
    setPhase(first, RecordedTask.Phase.IN_CALL);
    task();
    for (int turn = 0; turn < 4; turn++) { // The next round begins, and another one.
      assertThat(scheduler.next()).isNotNull();
      scheduler.yieldTurn();
    }
    setPhase(first, RecordedTask.Phase.READY);
    while (scheduler.next() != first) {
      scheduler.yieldTurn();
    }
    assertThat(scheduler.sliceLeftNs()).isEqualTo(20 * MS);
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
  void aTaskThatIsAloneGoesOnWithANewSlice() {
    RecordedTask only = task();
    assertThat(scheduler.next()).isSameAs(only);
    scheduler.yieldTurn();
    assertThat(scheduler.next()).isSameAs(only);
    assertThat(scheduler.isSliceOver()).isFalse();
    assertThat(scheduler.othersCanRun(only)).isFalse();
  }

  @Test
  void tasksInACallAreLeftOutUntilTheirStop() {
    RecordedTask first = task();
    RecordedTask second = task();
    setPhase(first, RecordedTask.Phase.IN_CALL);
    assertThat(scheduler.next()).isSameAs(second);
    assertThat(scheduler.othersCanRun(second)).isFalse();
    setPhase(second, RecordedTask.Phase.IN_CALL);
    assertThat(scheduler.next()).isNull();
    first.pendingStop = Stop.SYSCALL;
    scheduler.changed(first);
    assertThat(scheduler.othersCanRun(second)).isTrue();
    assertThat(scheduler.next()).isSameAs(first);
  }

  @Test
  void stoppedAndEndingTasksDoNotRun() {
    setPhase(task(), RecordedTask.Phase.STOPPED);
    setPhase(task(), RecordedTask.Phase.ENDING);
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

  @Test
  void aBetterPriorityComesFirstAndTakesTheTurn() {
    RecordedTask modest = task(10);
    assertThat(scheduler.next()).isSameAs(modest);
    RecordedTask usual = task(0);
    assertThat(scheduler.isOutranked()).isTrue();
    assertThat(scheduler.next()).isSameAs(usual);
    assertThat(scheduler.isOutranked()).isFalse();
    setPhase(usual, RecordedTask.Phase.IN_CALL);
    assertThat(scheduler.next()).isSameAs(modest);
  }

  @Test
  void aBetterPriorityThatSpinsKeepsNobodyFromWorking() {
    RecordedTask spins = task(0);
    RecordedTask works = task(19);
    assertThat(scheduler.next()).isSameAs(spins);
    now += 20 * MS;
    assertThat(scheduler.next()).isSameAs(works);
    now += 2 * MS;
    assertThat(scheduler.next()).isSameAs(spins);
  }

  @Test
  void realTimeRanksBeforeEveryNiceValue() {
    RecordedTask nice = task(-20);
    RecordedTask realTime = unscheduled(0);
    realTime.turn.standing = new Standing(0, 1);
    scheduler.add(realTime);
    assertThat(scheduler.next()).isSameAs(realTime);
    scheduler.changeStanding(realTime, Standing.USUAL);
    assertThat(scheduler.next()).isSameAs(nice);
  }

  @Test
  void whatIsLeftOfASliceIsKeptOverACall() {
    RecordedTask first = task();
    RecordedTask second = task();
    assertThat(scheduler.next()).isSameAs(first);
    now += 15 * MS;
    setPhase(first, RecordedTask.Phase.IN_CALL);
    assertThat(scheduler.next()).isSameAs(second);
    setPhase(first, RecordedTask.Phase.READY);
    setPhase(second, RecordedTask.Phase.IN_CALL);
    assertThat(scheduler.next()).isSameAs(first);
    assertThat(scheduler.sliceLeftNs()).isEqualTo(5 * MS);
  }

  /** A task that computes has the turn; another that was in this call for 1 ms can run again. */
  private RecordedTask wokenFrom(String call, long... arguments) {
    RecordedTask sleeps = task();
    RecordedTask computes = task();
    assertThat(scheduler.next()).isSameAs(sleeps);
    sleeps.call = pending(call, arguments);
    setPhase(sleeps, RecordedTask.Phase.IN_CALL);
    assertThat(scheduler.next()).isSameAs(computes);
    now += MS;
    setPhase(sleeps, RecordedTask.Phase.READY);
    return sleeps;
  }

  @SuppressWarnings("NullAway")
  private static PendingCall pending(String call, long... arguments) {
    Registers registers = new Registers();
    registers.set(Registers.ORIG_RAX, SyscallTable.numberOf(call));
    for (int index = 0; index < arguments.length; index++) {
      registers.setArgument(index, arguments[index]);
    }
    return new PendingCall(RegisterSet.copyOf(registers.words()), null, 0);
  }

  @Test
  void aTaskThatSleptComesBeforeTheSliceOfAnotherIsOver() {
    RecordedTask sleeper = wokenFrom("nanosleep", 0x1000, 0);
    assertThat(scheduler.isOvertaken(4 * MS)).isFalse();
    RecordedTask computes = scheduler.next();
    assertThat(computes).isNotSameAs(sleeper);
    now += 3 * MS;
    assertThat(scheduler.isOvertaken(4 * MS)).isTrue();
    scheduler.giveWay();
    assertThat(scheduler.next()).isSameAs(sleeper);
    assertThat(scheduler.isOvertaken(0)).as("who did not sleep").isFalse();
    setPhase(sleeper, RecordedTask.Phase.IN_CALL);
    assertThat(scheduler.next()).isSameAs(computes);
    assertThat(scheduler.sliceLeftNs()).isEqualTo(16 * MS);
  }

  @Test
  void aTaskThatAnotherWokeWaitsForTheSlicesEnd() {
    wokenFrom("futex", 0x1000, 128, 1, 0); // FUTEX_WAIT_PRIVATE, no timeout
    now += 18 * MS;
    assertThat(scheduler.isOvertaken(4 * MS)).isFalse();
    now += MS;
    assertThat(scheduler.isSliceOver()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "futex,         1000, 80, 1, 2000, 0, true",
    "futex,         1000, 189, 1, 2000, 0, true", // FUTEX_WAIT_BITSET_PRIVATE, CLOCK_REALTIME
    "futex,         1000, 81, 1, 2000, 0, false", // FUTEX_WAKE
    "clock_nanosleep, 0, 0, 2000, 0, 0, true",
    "poll,          1000, 1, 5, 0, 0, true",
    "poll,          1000, 1, ffffffff, 0, 0, false",
    "epoll_wait,    3, 1000, 8, ffffffffffffffff, 0, false",
    "epoll_wait,    3, 1000, 8, 64, 0, true",
    "select,        0, 0, 0, 0, 2000, true",
    "select,        1, 1000, 0, 0, 0, false",
    "read,          0, 1000, 1, 0, 0, false"
  })
  void whichWaitsAreForATime(
      String call, String a0, String a1, String a2, String a3, String a4, boolean timed) {
    long[] arguments =
        Stream.of(a0, a1, a2, a3, a4).mapToLong(text -> Long.parseUnsignedLong(text, 16)).toArray();
    wokenFrom(call, arguments);
    now += 3 * MS;
    assertThat(scheduler.isOvertaken(4 * MS)).isEqualTo(timed);
  }

  @Test
  void aNewTaskWaitsForTheSlicesEnd() {
    RecordedTask creator = task();
    assertThat(scheduler.next()).isSameAs(creator);
    task();
    now += 19 * MS;
    assertThat(scheduler.isOvertaken(4 * MS)).isFalse();
  }

  @Test
  void sleepersHaveNoMoreThanTheirSliceInARound() {
    RecordedTask sleeper = wokenFrom("nanosleep", 0x1000, 0);
    now += 4 * MS;
    scheduler.giveWay();
    assertThat(scheduler.next()).isSameAs(sleeper);
    now += 20 * MS;
    RecordedTask computes = scheduler.next();
    assertThat(computes).isNotSameAs(sleeper);
    now += 4 * MS;
    assertThat(scheduler.isOvertaken(4 * MS)).isFalse();
  }

  @Test
  void everybodyGetsATurn() {
    List<RecordedTask> all = new ArrayList<>();
    for (int nice = -5; nice < 15; nice += 4) {
      all.add(task(nice));
    }
    List<RecordedTask> order = new ArrayList<>();
    for (int turn = 0; turn < all.size(); turn++) {
      order.add(scheduler.next());
      now += 100 * MS;
    }
    assertThat(order).isEqualTo(all);
  }

  @Test
  void chaosWithOneSeedDecidesTheSame() {
    assertThat(chaos(1)).isEqualTo(chaos(1));
    assertThat(chaos(1)).isNotEqualTo(chaos(2));
  }

  @Test
  void chaosLetsEverybodyRunInTheEnd() {
    for (long seed = 0; seed < 20; seed++) {
      assertThat(chaos(seed)).contains(0, 1, 2, 3);
    }
  }

  @Test
  void aStarvedTaskDoesNotRunAlthoughNobodyElseCan() {
    int pauses = 0;
    for (long seed = 0; seed < 20; seed++) {
      Scheduler chaotic = new Scheduler(new ChaosPolicy(seed), () -> now);
      RecordedTask starving = unscheduled(0);
      RecordedTask blocked = unscheduled(0);
      blocked.phase = RecordedTask.Phase.IN_CALL;
      chaotic.add(starving);
      chaotic.add(blocked);
      for (int step = 0; step < 500; step++) {
        starving.phase = RecordedTask.Phase.IN_CALL;
        chaotic.changed(starving);
        chaotic.next();
        starving.phase = RecordedTask.Phase.READY;
        chaotic.changed(starving);
        while (chaotic.next() != starving) {
          pauses++;
          assertThat(chaotic.pauseUntilNs()).isGreaterThan(now).isLessThan(now + 51 * MS);
          now = chaotic.pauseUntilNs();
        }
        now += 5 * MS;
      }
    }
    assertThat(pauses).isPositive();
  }

  @Test
  void chaosEndsASliceAfterAFewEventsAndOftenLetsOthersOvertake() {
    int counted = 0;
    int overtaken = 0;
    for (long seed = 0; seed < 100; seed++) {
      Scheduler chaotic = new Scheduler(new ChaosPolicy(seed), () -> now);
      RecordedTask one = unscheduled(0);
      chaotic.add(one);
      assertThat(chaotic.next()).isSameAs(one);
      chaotic.add(unscheduled(0));
      if (chaotic.countsEvents()) {
        counted++;
        int rank = one.turn.rank;
        long place = one.turn.place; // it gets another one where its slice ends
        int events = 0;
        while (one.turn.place == place && events < 100) {
          chaotic.next();
          events++;
        }
        assertThat(events).as("events in no time").isLessThan(15);
        overtaken += one.turn.rank > rank ? 1 : 0;
      }
    }
    assertThat(counted).isBetween(20, 60);
    assertThat(overtaken).isBetween(counted / 5, counted - 5);
  }

  @Test
  void whatIsLeftOfASliceWithoutACountHasNone() {
    SchedulingPolicy.Slice timed = new SchedulingPolicy.Slice(MS, SchedulingPolicy.Slice.ANY);
    assertThat(timed.after(MS / 4, 7).countsEvents()).isFalse();
    assertThat(new SchedulingPolicy.Slice(MS, 9).after(MS / 4, 7))
        .isEqualTo(new SchedulingPolicy.Slice(3 * MS / 4, 2));
  }

  /** Who has the turn in 2,000 steps of half a millisecond each, four tasks always running. */
  private List<Integer> chaos(long seed) {
    now = 0;
    Scheduler chaotic = new Scheduler(new ChaosPolicy(seed), () -> now);
    List<RecordedTask> all = new ArrayList<>();
    for (int index = 0; index < 4; index++) {
      RecordedTask task = unscheduled(0);
      all.add(task);
      chaotic.add(task);
    }
    List<Integer> turns = new ArrayList<>();
    for (int step = 0; step < 4000; step++) {
      turns.add(all.indexOf(chaotic.next()));
      now += MS / 2;
    }
    return turns;
  }
}
