package dev.jrr.tracee;

/**
 * One instruction of a stopped task by the trap flag, with what shows of that flag undone: {@code
 * pushf} stores it, and {@code syscall} leaves it in r11.
 */
public final class SingleStep {
  private static final int PUSHF = 0x9c;
  private static final long TRAP_FLAG = 0x100;

  private SingleStep() {}

  /** Steps; a syscall instruction's call is not made. Answers the stop. */
  public static Stop emulating(Task task) {
    boolean pushes = isPushf(task);
    task.stepEmulating();
    return after(task, pushes);
  }

  /** Steps for a recording. Answers the stop. */
  public static Stop real(Task task) {
    boolean pushes = isPushf(task);
    task.step(0);
    return after(task, pushes);
  }

  private static Stop after(Task task, boolean pushes) {
    Stop stop = task.waitForStop();
    boolean own = (task.registers().get(Registers.EFLAGS) & TRAP_FLAG) != 0;
    if (pushes && !own && stop instanceof Stop.SignalDelivery) {
      // The flag is bit 0 of the image's second byte.
      long place = task.registers().rsp() + 1;
      byte[] image = task.memory().read(place, 1);
      if (image != null) {
        image[0] &= ~1;
        task.memory().write(place, image, 0, 1);
      }
    }
    if (stop instanceof Stop.Syscall || stop instanceof Stop.SeccompTrap) {
      long r11 = task.registers().get(Registers.R11);
      if ((r11 & TRAP_FLAG) != 0) {
        task.changeRegisters().set(Registers.R11, r11 & ~TRAP_FLAG);
      }
    }
    return stop;
  }

  /** Whether the next instruction is pushf, perhaps with a size prefix. */
  private static boolean isPushf(Task task) {
    byte[] code = new byte[3];
    int got = task.memory().read(task.registers().rip(), code, 0, code.length);
    int at = 0;
    while (at < got - 1 && ((code[at] & 0xf0) == 0x40 || code[at] == 0x66)) {
      at++;
    }
    return got > 0 && (code[at] & 0xff) == PUSHF;
  }
}
