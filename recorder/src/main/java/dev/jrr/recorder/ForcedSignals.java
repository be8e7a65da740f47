package dev.jrr.recorder;

import dev.jrr.layout.JrrLayout;
import dev.jrr.trace.Effect;
import dev.jrr.tracee.RemoteCalls;
import dev.jrr.tracee.SignalStatus;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a process does with the signals of jrr's own traps. The kernel forces such a signal: where
 * the task blocks or ignores it, it is unblocked, and what is done with it is reset
 * (force_sig_info_to_task in kernel/signal.c). Both are put back; but after an instruction's trap
 * only a handler that is gone tells that the signal was blocked.
 */
final class ForcedSignals {
  static final int SIGSYS = 31;
  private static final int SIGILL = 4;
  private static final int SIGTRAP = 5;
  private static final int SIGSEGV = 11;

  /** Of instructions that are emulated; the hook leaves changes of their actions to be seen. */
  private static final Set<Integer> OF_INSTRUCTIONS = Set.of(SIGILL, SIGTRAP, SIGSEGV);

  private static final int RT_SIGACTION = 13;

  /** struct sigaction of the kernel: handler, flags, restorer, mask. */
  private static final int ACTION_SIZE = 32;

  private static final int MASK_SIZE = 8;
  private static final long SIG_DFL = 0;
  private static final long SIG_IGN = 1;

  /** The actions that are not the default, by signal. */
  private final Map<Integer, byte[]> actions;

  private ForcedSignals(Map<Integer, byte[]> actions) {
    this.actions = actions;
  }

  /** Those of a process that is not recorded yet. */
  static ForcedSignals ofFirst(int pid) {
    ForcedSignals first = new ForcedSignals(new HashMap<>());
    SignalStatus status = SignalStatus.read(pid);
    for (int signal : OF_INSTRUCTIONS) {
      if (status.isIgnored(signal)) {
        byte[] action = new byte[ACTION_SIZE];
        ByteBuffer.wrap(action).order(ByteOrder.LITTLE_ENDIAN).putLong(SIG_IGN);
        first.set(signal, action);
      }
    }
    return first;
  }

  /** What a child of fork starts with. */
  ForcedSignals copy() {
    return new ForcedSignals(new HashMap<>(actions));
  }

  /** A new program has no handlers; what is ignored stays so. */
  void executed() {
    actions.values().removeIf(action -> handler(action) != SIG_IGN);
  }

  private static long handler(byte[] action) {
    return ByteBuffer.wrap(action).order(ByteOrder.LITTLE_ENDIAN).getLong();
  }

  private void set(int signal, byte @Nullable [] action) {
    if (action == null || handler(action) == SIG_DFL) {
      actions.remove(signal);
    } else {
      actions.put(signal, action);
    }
  }

  /** Keeps what programs do with such signals. */
  static final class Actions implements SpecialCall {
    @Override
    public void exit(RecordedTask task, PendingCall call, long result, List<Effect> effects) {
      int signal = (int) call.argument(0);
      boolean isForced = signal == SIGSYS || OF_INSTRUCTIONS.contains(signal);
      if (result == 0 && isForced && call.argument(1) != 0) {
        byte[] action = task.memory().read(call.argument(1), ACTION_SIZE);
        task.process.forcedSignals.set(signal, action);
      }
    }
  }

  /** Asks the kernel what the task does with it. */
  void learn(RecordedTask task, int signal) {
    try (RemoteCalls remote = new RemoteCalls(task.task)) {
      remote.call(RT_SIGACTION, signal, 0, JrrLayout.THREAD_LOCALS, MASK_SIZE);
    }
    set(signal, task.memory().read(JrrLayout.THREAD_LOCALS, ACTION_SIZE));
  }

  /** The task stopped with such a signal for an instruction, which it goes on behind. */
  void putBackAfterTrap(RecordedTask task, int signal) {
    byte[] action = actions.get(signal);
    if (action == null) {
      return;
    }
    SignalStatus status = SignalStatus.read(task.tid());
    boolean isHandler = handler(action) != SIG_IGN;
    if (isHandler ? status.isCaught(signal) : status.isIgnored(signal)) {
      return;
    }
    putBack(task, signal, isHandler); // of a handler it is reset only where it was blocked
  }

  /**
   * Puts back what the task does with a signal that was forced.
   *
   * @param blocked whether it was blocked
   */
  void putBack(RecordedTask task, int signal, boolean blocked) {
    byte[] action = actions.get(signal);
    if (action != null && (blocked || handler(action) == SIG_IGN)) {
      task.memory().write(JrrLayout.THREAD_LOCALS, action, 0, ACTION_SIZE);
      try (RemoteCalls remote = new RemoteCalls(task.task)) {
        remote.call(RT_SIGACTION, signal, JrrLayout.THREAD_LOCALS, 0, MASK_SIZE);
      }
    }
    if (blocked) {
      long mask = task.task.ptrace().getSignalMask(task.tid());
      task.task.ptrace().setSignalMask(task.tid(), mask | 1L << signal - 1);
    }
  }
}
