package dev.jrr.replayer;

import dev.jrr.tracee.Registers;
import dev.jrr.tracee.Task;
import dev.jrr.tracee.code.SyscallStub;

/** One recorded task and the kernel's task that replays it, which is a process of its own. */
final class ReplayTask {
  /** The recorded thread id, which everybody is shown. */
  int tid;

  /** The recorded thread group. */
  final int process;

  Task task;
  ReplaySpace space;
  String name;

  /** The last siginfo that was shown for this task; gdb asks for it. */
  byte[] siginfo = new byte[0];

  /** The program's own address of its next instruction, which in a stub is not rip. */
  long pc() {
    return space.sites.toOriginal(task.registers().rip());
  }

  /** Makes these, the task's registers, what they are for the program. */
  void showOwn(long[] registers) {
    SyscallStub stub = space.sites.around(registers[Registers.RIP]);
    if (stub != null) {
      registers[Registers.RIP] = stub.toOriginal(registers[Registers.RIP]);
      registers[Registers.RCX] = stub.ownRcx(registers[Registers.RCX]);
    }
  }

  ReplayTask(int tid, int process, Task task, ReplaySpace space, String name) {
    this.tid = tid;
    this.process = process;
    this.task = task;
    this.space = space;
    this.name = name;
  }
}
