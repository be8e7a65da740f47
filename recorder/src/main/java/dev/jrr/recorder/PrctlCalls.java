package dev.jrr.recorder;

import dev.jrr.layout.JrrLayout;
import dev.jrr.trace.Effect;
import dev.jrr.tracee.TraceeMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** prctl and seccomp operations that concern the recording itself. */
final class PrctlCalls implements SpecialCall {
  private static final int PRCTL = 157;
  private static final int PR_SET_NAME = 15;
  private static final int PR_SET_SECCOMP = 22;
  private static final int PR_GET_TSC = 25;
  private static final int PR_SET_TSC = 26;
  private static final int SECCOMP_MODE_STRICT = 1;
  private static final int SECCOMP_SET_MODE_STRICT = 0;
  private static final int SECCOMP_MODE_FILTER = 2;
  private static final int SECCOMP_SET_MODE_FILTER = 1;
  private static final int EINVAL = 22;

  /**
   * struct sock_filter of a filter's start that lets calls from the jrr page pass; 5 instructions.
   */
  private static final int PREFIX = 5;

  private static final int FILTER_LIMIT = 4096;

  /** Both calls take struct sock_fprog's address third. */
  private static final int FILTER_ARGUMENT = 2;

  private final SpecialCalls specials;

  PrctlCalls(SpecialCalls specials) {
    this.specials = specials;
  }

  @Override
  public void enter(RecordedTask task, PendingCall call) {
    long operation = call.argument(0);
    if (call.number() == PRCTL && operation == PR_SET_TSC) {
      long mode = call.argument(1); // PR_TSC_ENABLE 1, PR_TSC_SIGSEGV 2
      call.emulatedResult = mode == 1 ? 0L : (long) -EINVAL;
    } else if (isStrict(call)) {
      task.process.strict = true;
      call.emulatedResult = 0L;
    } else if (isFilter(call)) {
      addPrefix(task, call);
    }
  }

  private static boolean isStrict(PendingCall call) {
    long operation = call.argument(0);
    return call.number() == PRCTL
        ? operation == PR_SET_SECCOMP && call.argument(1) == SECCOMP_MODE_STRICT
        : operation == SECCOMP_SET_MODE_STRICT;
  }

  /** read, write, rt_sigreturn and exit: all that strict mode lets a task call (seccomp(2)). */
  static boolean isAllowedStrictly(int number) {
    return number == 0 || number == 1 || number == 15 || number == 60;
  }

  private static boolean isFilter(PendingCall call) {
    long operation = call.argument(0);
    return call.number() == PRCTL
        ? operation == PR_SET_SECCOMP && call.argument(1) == SECCOMP_MODE_FILTER
        : operation == SECCOMP_SET_MODE_FILTER;
  }

  /** Gives the kernel a copy of the program's filter, in scratch, with the prefix before it. */
  private void addPrefix(RecordedTask task, PendingCall call) {
    TraceeMemory memory = task.memory();
    long program = call.argument(FILTER_ARGUMENT);
    byte[] head = memory.read(program, 16);
    if (head == null) {
      return; // the kernel says EFAULT
    }
    ByteBuffer fields = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    int count = fields.getShort(0) & 0xffff;
    byte[] code = memory.read(fields.getLong(8), count * 8);
    if (code == null || count == 0 || count + PREFIX > FILTER_LIMIT) {
      return;
    }
    int size = 16 + (PREFIX + count) * 8;
    ScratchRegions.Region scratch = task.scratch;
    if (scratch == null || scratch.size() < size) {
      specials.growScratch(task, size); // and the call is made again
      return;
    }
    ByteBuffer copy = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    copy.putLong(count + PREFIX).putLong(scratch.address() + 16);
    statement(copy, 0x20, 0, 0, 8); // the instruction pointer's low half
    statement(copy, 0x15, 0, 3, (int) JrrLayout.UNTRACED_RETURN);
    statement(copy, 0x20, 0, 0, 12); // its high half
    statement(copy, 0x15, 0, 1, 0);
    statement(copy, 0x06, 0, 0, 0x7fff0000); // SECCOMP_RET_ALLOW
    copy.put(code);
    byte[] bytes = copy.array();
    memory.write(scratch.address(), bytes, 0, bytes.length);
    task.task.changeRegisters().setArgument(FILTER_ARGUMENT, scratch.address());
    call.argumentsChanged = true;
  }

  private static void statement(ByteBuffer into, int code, int jumpTrue, int jumpFalse, int k) {
    into.putShort((short) code).put((byte) jumpTrue).put((byte) jumpFalse).putInt(k);
  }

  @Override
  public void exit(RecordedTask task, PendingCall call, long result, List<Effect> effects) {
    if (result < 0) {
      return;
    }
    long operation = call.argument(0);
    if (call.number() != PRCTL || operation == PR_SET_SECCOMP) {
      task.process.filtered |= isFilter(call);
    } else if (operation == PR_SET_NAME) {
      String name = task.memory().readString(call.argument(1), 16);
      effects.add(new Effect.Rename(name == null ? "" : name));
    } else if (operation == PR_GET_TSC) {
      byte[] enabled = {1, 0, 0, 0};
      task.memory().write(call.argument(1), enabled, 0, enabled.length);
      effects.add(new Effect.WriteMemory(call.argument(1), enabled));
    }
  }
}
