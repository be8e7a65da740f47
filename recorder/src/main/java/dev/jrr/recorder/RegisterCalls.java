package dev.jrr.recorder;

import dev.jrr.trace.Effect;
import java.util.List;

/** Calls whose result is registers: rt_sigreturn, arch_prctl's bases. */
final class RegisterCalls implements SpecialCall {
  private static final int RT_SIGRETURN = 15;

  static boolean isSigreturn(PendingCall call) {
    return call.number() == RT_SIGRETURN;
  }

  /** The call's site may have been patched: where the task goes on is known now. */
  static void end(RecordedTask task, PendingCall call, List<Effect> effects) {
    BufferedSpace hook = task.process.space.hook;
    if (hook != null && hook.options.has(UnwindRule.ENTERS_STUB)) {
      if (isSigreturn(call)) {
        // A handler may return to anywhere, with registers of its own.
        task.leftStub = null;
        task.task.goOnAt(hook.sites.toStub(task.task.registers().rip()));
      } else {
        SyscallRecorder.moveToStub(task);
      }
    }
    effects.add(new Effect.SetRegisters(task.registerSet()));
    if (isSigreturn(call)) {
      byte[] state = task.task.ptrace().getVectorState(task.tid());
      if (state != null) {
        effects.add(new Effect.SetVectorState(state));
      }
    }
  }
}
