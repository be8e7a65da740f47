package dev.jrr.recorder;

import dev.jrr.layout.JrrLayout;
import dev.jrr.trace.Effect;
import dev.jrr.tracee.CpuPinning;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * Tasks stay on one CPU while recorded, but the program sees the CPUs that it would have natively:
 * sched_setaffinity is remembered and not made, sched_getaffinity answers what was remembered.
 */
final class AffinityCalls implements SpecialCall {
  private static final int SETAFFINITY = 203;

  private static final long EINVAL = 22;

  /** What this process was allowed before the tracer thread was pinned. */
  private static final byte[] INITIAL = CpuPinning.initial();

  /** Tells the hook of a new program what sched_getaffinity answers, if a word holds all CPUs. */
  static void tell(RecordedTask task) {
    boolean fits = task.affinity == null;
    for (int index = Long.BYTES; index < INITIAL.length; index++) {
      fits &= INITIAL[index] == 0;
    }
    long mask = ByteBuffer.wrap(INITIAL).order(ByteOrder.LITTLE_ENDIAN).getLong();
    task.memory().writeWord(JrrLayout.HOOK_AFFINITY, fits ? mask : 0);
  }

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
        if (task.process.space.hook != null) {
          task.memory().writeWord(JrrLayout.HOOK_AFFINITY, 0);
        }
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
    byte[] answer = Arrays.copyOf(mask, (int) result);
    task.memory().write(call.argument(2), answer, 0, answer.length);
    effects.add(new Effect.WriteMemory(call.argument(2), answer));
  }
}
