package dev.jrr.tracee.syscalls;

import static dev.jrr.tracee.syscalls.Rows.*;

import java.util.ArrayList;
import java.util.List;

/** The actions of syslog(2) and the options of sysfs(2). */
final class SystemVariants {
  private SystemVariants() {}

  private static final String[] ACTIONS = {
    "SYSLOG_ACTION_CLOSE",
    "SYSLOG_ACTION_OPEN",
    "SYSLOG_ACTION_READ",
    "SYSLOG_ACTION_READ_ALL",
    "SYSLOG_ACTION_READ_CLEAR",
    "SYSLOG_ACTION_CLEAR",
    "SYSLOG_ACTION_CONSOLE_OFF",
    "SYSLOG_ACTION_CONSOLE_ON",
    "SYSLOG_ACTION_CONSOLE_LEVEL",
    "SYSLOG_ACTION_SIZE_UNREAD",
    "SYSLOG_ACTION_SIZE_BUFFER"
  };

  static Variants syslog() {
    List<SyscallSpec> rows = new ArrayList<>();
    for (int i = 0; i < ACTIONS.length; i++) {
      boolean reads = i >= 2 && i <= 4;
      SyscallSpec row =
          operation(
              ACTIONS[i],
              i,
              flags("type", Symbols.values(ACTIONS[i] + "=" + i)),
              reads ? out("buf", returned(2)) : unused(),
              integer("len"));
      rows.add(i == 2 ? row.mayBlock() : row);
    }
    return Variants.of(
        args -> args[0] & 0xffffffffL, "Add the action to SystemVariants.syslog.", rows);
  }

  static Variants sysfs() {
    return Variants.of(
        args -> args[0] & 0xffffffffL,
        "Add the option to SystemVariants.sysfs.",
        List.of(
            operation("index", 1, integer("option"), path("fsname")),
            operation(
                "name",
                2,
                integer("option"),
                unsigned("index"),
                out("buf", new Size.Terminated(256))),
            operation("count", 3, integer("option"))));
  }
}
