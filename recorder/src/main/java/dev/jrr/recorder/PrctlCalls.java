package dev.jrr.recorder;

import dev.jrr.layout.JrrLayout;
import dev.jrr.trace.Effect;
import dev.jrr.tracee.StatusFile;
import dev.jrr.tracee.TraceeMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** prctl and seccomp operations that concern the recording itself. */
final class PrctlCalls implements SpecialCall {
  private static final int PRCTL = 157;
  private static final int PR_GET_DUMPABLE = 3;
  private static final int PR_SET_DUMPABLE = 4;
  private static final int PR_SET_NAME = 15;
  private static final int PR_GET_SECCOMP = 21;
  private static final int PR_SET_SECCOMP = 22;
  private static final int PR_GET_TSC = 25;
  private static final int PR_SET_TSC = 26;
  private static final int PR_SET_NO_NEW_PRIVS = 38;
  private static final int PR_GET_NO_NEW_PRIVS = 39;
  private static final int SECCOMP_MODE_STRICT = 1;
  private static final int SECCOMP_SET_MODE_STRICT = 0;
  private static final int SECCOMP_MODE_FILTER = 2;
  private static final int SECCOMP_SET_MODE_FILTER = 1;
  private static final int SECCOMP_FILTER_FLAG_NEW_LISTENER = 8;
  private static final long CAP_SYS_ADMIN = 1L << 21;
  private static final int EACCES = 13;
  private static final int EINVAL = 22;

  /**
   * struct sock_filter of a filter's start that lets calls from the jrr page pass, and those that
   * stand for one that is skipped; 10 instructions.
   */
  private static final int PREFIX = 10;

  private static final int FILTER_LIMIT = 4096;

  /** Both calls take struct sock_fprog's address third. */
  private static final int FILTER_ARGUMENT = 2;

  private final RecordSession session;
  private final SpecialCalls specials;
  private final Buffering buffering;

  PrctlCalls(RecordSession session, SpecialCalls specials) {
    this.session = session;
    this.specials = specials;
    this.buffering = session.buffering();
  }

  @Override
  public void enter(RecordedTask task, PendingCall call) {
    if (isStrict(call)) {
      // The kernel has it or filters, not both.
      task.process.strict = !task.process.filtered;
      if (task.process.strict) {
        buffering.giveUp(task);
      }
      call.emulatedResult = task.process.strict ? 0L : (long) -EINVAL;
    } else if (isFilter(call)) {
      if (isRefusedNatively(task)) {
        call.emulatedResult = (long) -EACCES;
      } else {
        addPrefix(task, call);
      }
    } else if (call.number() == PRCTL) {
      call.emulatedResult = answer(task, call);
    }
  }

  /** What the recorder answers itself, or null. */
  private @Nullable Long answer(RecordedTask task, PendingCall call) {
    int operation = (int) call.argument(0);
    if (operation == PR_SET_TSC) {
      long mode = call.argument(1); // PR_TSC_ENABLE 1, PR_TSC_SIGSEGV 2
      return mode == 1 ? 0L : (long) -EINVAL;
    }
    if (operation == PR_GET_SECCOMP) {
      return task.process.filtered ? (long) SECCOMP_MODE_FILTER : 0L;
    }
    if (operation == CallDispatch.PR_SET_SYSCALL_USER_DISPATCH) {
      return (long) -EINVAL; // it is the recorder's
    }
    if (operation == PR_GET_NO_NEW_PRIVS && hasNoMore(call)) {
      return task.noNewPrivs ? 1L : 0L;
    }
    if (!session.confinement().seesAll()) {
      // A process that closes itself to others of its user closes itself to this recorder, too: it
      // is only told that it did.
      AddressSpace space = task.process.space;
      if (operation == PR_GET_DUMPABLE) {
        return (long) space.dumpable;
      }
      if (operation == PR_SET_DUMPABLE && (call.argument(1) & ~1L) == 0) {
        space.dumpable = (int) call.argument(1);
        return 0L;
      }
    }
    return null;
  }

  /** The kernel wants zeros where an operation takes no arguments. */
  private static boolean hasNoMore(PendingCall call) {
    return (call.argument(1) | call.argument(2) | call.argument(3) | call.argument(4)) == 0;
  }

  /**
   * Without CAP_SYS_ADMIN a filter wants no_new_privs first (seccomp(2)), which jrr's own filter
   * made the launcher set.
   */
  private boolean isRefusedNatively(RecordedTask task) {
    return !session.confinement().filtered()
        && !task.noNewPrivs
        && (StatusFile.read(task.tid()).mask("CapEff") & CAP_SYS_ADMIN) == 0;
  }

  private static boolean isStrict(PendingCall call) {
    long operation = call.argument(0);
    return call.number() == PRCTL
        ? operation == PR_SET_SECCOMP && call.argument(1) == SECCOMP_MODE_STRICT
        : operation == SECCOMP_SET_MODE_STRICT
            && (int) call.argument(1) == 0
            && call.argument(2) == 0; // with flags or arguments it is refused: so libseccomp probes
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
      if (!specials.growScratch(task, size)) {
        throw new UnsupportedProgramException(
            "task " + task.tid() + ": there is no room for its filter and what jrr adds to it");
      }
      return; // the call is made again
    }
    ByteBuffer copy = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    copy.putLong(count + PREFIX).putLong(scratch.address() + 16);
    statement(copy, 0x20, 0, 0, 8); // the instruction pointer's low half
    statement(copy, 0x15, 0, 3, (int) JrrLayout.UNTRACED_RETURN);
    statement(copy, 0x20, 0, 0, 12); // its high half
    statement(copy, 0x15, 0, 1, 0);
    statement(copy, 0x06, 0, 0, 0x7fff0000); // SECCOMP_RET_ALLOW
    statement(copy, 0x20, 0, 0, 0); // the call's number
    statement(copy, 0x15, 0, 3, RecordedTask.HARMLESS_CALL);
    statement(copy, 0x20, 0, 0, 56); // the last argument's low half
    statement(copy, 0x15, 0, 1, RecordedTask.SKIPPED);
    statement(copy, 0x06, 0, 0, 0x7fff0000);
    copy.put(code);
    call.note = code;
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
      if (isFilter(call)) {
        task.process.filtered = true;
        task.process.hasListener |=
            call.number() != PRCTL && (call.argument(1) & SECCOMP_FILTER_FLAG_NEW_LISTENER) != 0;
        byte[] code = call.note instanceof byte[] known ? known : null;
        task.process.ownFilters = task.process.ownFilters.and(code);
        buffering.filtered(task);
      }
    } else if (operation == PR_SET_NAME) {
      String name = task.memory().readString(call.argument(1), 16);
      effects.add(new Effect.Rename(name == null ? "" : name));
    } else if (operation == PR_SET_NO_NEW_PRIVS) {
      task.noNewPrivs = true;
    } else if (operation == PR_GET_TSC) {
      byte[] enabled = {1, 0, 0, 0};
      task.memory().write(call.argument(1), enabled, 0, enabled.length);
      effects.add(new Effect.WriteMemory(call.argument(1), enabled));
    }
  }
}
