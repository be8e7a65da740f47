package dev.jrr.recorder;

import dev.jrr.trace.Effect;
import dev.jrr.tracee.CpuPinning;
import java.util.List;

/**
 * Tasks stay on one CPU while recorded, but the program sees the CPUs that it would have natively:
 * sched_setaffinity is remembered and not made, sched_getaffinity answers what was remembered.
 */
final class AffinityCalls implements SpecialCall {
  private static final int SETAFFINITY = 203;

  /** Bytes that the kernel answers: its own mask's size, a multiple of 8. */
  private static final long EINVAL = 22;

  /** What this process was allowed before the tracer thread was pinned. */
  private static final byte[] INITIAL = CpuPinning.initial();

  @Override
  public void enter(RecordedTask task, PendingCall call) {
    int tid = (int) call.argument(0);
    if (tid != 0 && tid != task.tid()) {
      return; // another task's: the kernel's own answer
    }
    long size = call.argument(1);
    if (call.number() == SETAFFINITY) {
      byte[] mask = new byte[INITIAL.length];
      int wanted = (int) Math.min(Math.max(size, 0), mask.length);
      if (task.memory().read(call.argument(2), mask, 0, wanted) < wanted) {
        return; // the kernel says EFAULT
      }
      boolean any = false;
      for (int index = 0; index < mask.length; index++) {
        mask[index] &= INITIAL[index];
        any |= mask[index] != 0;
      }
      if (any) {
        task.affinity = mask;
      }
      call.emulatedResult = any ? 0 : -EINVAL;
    }
  }

  @Override
  public void exit(RecordedTask task, PendingCall call, long result, List<Effect> effects) {
    if (call.number() == SETAFFINITY || result <= 0) {
      return;
    }
    int tid = (int) call.argument(0);
    byte[] mask =
        (tid == 0 || tid == task.tid()) && task.affinity != null ? task.affinity : INITIAL;
    byte[] answer = java.util.Arrays.copyOf(mask, (int) result);
    task.memory().write(call.argument(2), answer, 0, answer.length);
    effects.add(new Effect.WriteMemory(call.argument(2), answer));
  }
}
