package dev.jrr.replayer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jrr.trace.Frame;
import dev.jrr.trace.RegisterSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How a task comes to each kind of frame, and what is checked there. */
final class PlaceTest {
  private static final RegisterSet AT = RegisterSet.copyOf(new long[RegisterSet.COUNT]);

  private static Frame.Signal signal(Frame.Arrival arrival) {
    return new Frame.Signal(
        1, 2, AT, 11, new byte[128], arrival, Frame.Disposition.HANDLER, List.of());
  }

  @Test
  void callsAreReachedAtTheirEntry() {
    Frame call = new Frame.Syscall(1, 2, AT, 77, 0, List.of());
    assertThat(Place.of(call)).isEqualTo(Place.CALL);
    assertThat(Place.registers(call)).isSameAs(AT);
    assertThat(Place.inputDigest(call)).isEqualTo(77);
    Frame enter = new Frame.SyscallEnter(1, 2, AT, 78, List.of());
    assertThat(Place.of(enter)).isEqualTo(Place.CALL);
    assertThat(Place.inputDigest(enter)).isEqualTo(78);
    assertThat(Place.of(new Frame.Exit(1, 2, AT, 0, List.of()))).isEqualTo(Place.CALL);
  }

  @Test
  void nothingRunsBeforeTheRestOfACall() {
    Frame exit = new Frame.SyscallExit(1, 2, 0, 5, List.of());
    assertThat(Place.of(exit)).isEqualTo(Place.HERE);
    assertThat(Place.inputDigest(exit)).isZero();
    assertThatThrownBy(() -> Place.registers(exit)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anEndWithoutACallIsSomewhereAfterTheBufferedOnes() {
    Place end = Place.of(new Frame.Exit(1, 2, null, 9, List.of()));
    assertThat(end).isEqualTo(Place.KILLED);
    assertThat(end.isChecked()).isFalse();
    assertThat(end.isBetweenCalls()).isTrue();
  }

  @Test
  void theFirstProgramIsThereAndLaterOnesAreCalls() {
    assertThat(Place.of(exec(null))).isEqualTo(Place.HERE);
    assertThat(Place.of(exec(AT))).isEqualTo(Place.CALL);
  }

  private static Frame.Exec exec(RegisterSet at) {
    return new Frame.Exec(1, 2, 2, at, "/x", List.of("x"), List.of(), new byte[0], List.of());
  }

  @Test
  void signalsAreReachedAsTheyArrived() {
    assertThat(Place.of(signal(Frame.Arrival.HERE))).isEqualTo(Place.HERE);
    assertThat(Place.of(signal(Frame.Arrival.FAULT))).isEqualTo(Place.FAULT);
    assertThat(Place.of(signal(Frame.Arrival.BEFORE_SYSCALL))).isEqualTo(Place.BEFORE_SYSCALL);
    assertThat(Place.registers(signal(Frame.Arrival.FAULT))).isSameAs(AT);
  }

  @Test
  void emulatedInstructionsTrap() {
    Frame frame = new Frame.Emulated(1, 2, AT, Frame.Instruction.RDTSC, List.of());
    assertThat(Place.of(frame)).isEqualTo(Place.INSTRUCTION);
    assertThat(Place.registers(frame)).isSameAs(AT);
  }
}
