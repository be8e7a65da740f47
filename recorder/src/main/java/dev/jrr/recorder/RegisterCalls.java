package dev.jrr.recorder;

import dev.jrr.trace.Effect;
import dev.jrr.tracee.Registers;
import java.util.List;

/** Calls whose result is registers: rt_sigreturn, arch_prctl's bases. */
final class RegisterCalls implements SpecialCall {
  private static final int RT_SIGRETURN = 15;

  @Override
  public void exit(RecordedTask task, PendingCall call, long result, List<Effect> effects) {
    BufferedSpace hook = task.process.space.hook;
    if (hook != null && hook.options.has(UnwindRule.RETURN_ENTERS_STUB)) {
      if (call.number() == RT_SIGRETURN) {
        enterStub(task, hook);
      } else {
        SyscallRecorder.moveToStub(task);
      }
    }
    effects.add(new Effect.SetRegisters(task.registerSet()));
    if (call.number() == RT_SIGRETURN) {
      byte[] state = task.task.ptrace().getVectorState(task.tid());
      if (state != null) {
        effects.add(new Effect.SetVectorState(state));
      }
    }
  }

  /** A handler may return to anywhere, with registers of its own. */
  private static void enterStub(RecordedTask task, BufferedSpace hook) {
    long ip = task.task.registers().rip();
    long moved = hook.sites.toStub(ip);
    if (moved != ip) {
      task.task.changeRegisters().set(Registers.RIP, moved);
    }
  }
}
