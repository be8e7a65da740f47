package dev.jrr.cli;

import dev.jrr.cli.doctor.Doctor;
import java.util.List;

/** {@code jrr doctor}: whether this machine can record and replay. */
final class DoctorCommand extends Command {
  /** EX_OSERR of sysexits.h: the system refuses. */
  private static final int UNFIT = 71;

  DoctorCommand() {
    super(
        "doctor",
        "Says what this machine lacks for recording and replaying, and the command that mends it.",
        Operands.NONE,
        List.of(),
        List.of("jrr doctor"));
  }

  @Override
  int run(Arguments arguments, Output out) {
    return Doctor.examine(out::line) ? 0 : UNFIT;
  }
}
