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
    long place = imagePlace(task);
    task.stepEmulating();
    return after(task, place);
  }

  /**
   * Steps for a recording. Answers the stop. A task that is killed meanwhile is at the stop of its
   * end: it must not be resumed from that before it was waited for.
   */
  public static Stop real(Task task) {
    long place = imagePlace(task);
    if (!task.isEnding()) {
      task.step(0);
    }
    return after(task, place);
  }

  private static Stop after(Task task, long imagePlace) {
    Stop stop = task.waitForStop();
    Registers registers = task.registers();
    boolean own = (registers.get(Registers.EFLAGS) & TRAP_FLAG) != 0;
    // Where a signal came first, nothing was executed and nothing pushed.
    if (registers.rsp() == imagePlace && !own) {
      // The flag is bit 0 of the image's second byte.
      byte[] image = task.memory().read(imagePlace + 1, 1);
      if (image != null) {
        image[0] &= ~1;
        task.memory().write(imagePlace + 1, image, 0, 1);
      }
    }
    if (stop instanceof Stop.Syscall || stop instanceof Stop.SeccompTrap) {
      long r11 = registers.get(Registers.R11);
      if ((r11 & TRAP_FLAG) != 0) {
        task.changeRegisters().set(Registers.R11, r11 & ~TRAP_FLAG);
      }
    }
    return stop;
  }

  /** Where pushf, perhaps with a size prefix, will store the flags; -1 if it is not next. */
  private static long imagePlace(Task task) {
    byte[] code = new byte[3];
    int got = task.memory().read(task.registers().rip(), code, 0, code.length);
    int at = 0;
    boolean isShort = false;
    while (at < got - 1 && ((code[at] & 0xf0) == 0x40 || code[at] == 0x66)) {
      isShort |= code[at++] == 0x66;
    }
    boolean isPushf = got > 0 && (code[at] & 0xff) == PUSHF;
    return isPushf ? task.registers().rsp() - (isShort ? 2 : 8) : -1;
  }
}
