package dev.jrr.tracee.syscalls;

import static dev.jrr.tracee.syscalls.Layout.*;
import static dev.jrr.tracee.syscalls.Rows.*;

import java.util.ArrayList;
import java.util.List;

/** The commands of quotactl(2); linux/quota.h and linux/dqblk_xfs.h. */
final class QuotaVariants {
  private QuotaVariants() {}

  private record Command(String name, int number, Arg data) {}

  private static final List<Command> COMMANDS =
      List.of(
          new Command("Q_SYNC", 0x800001, unused()),
          new Command("Q_QUOTAON", 0x800002, path("file")),
          new Command("Q_QUOTAOFF", 0x800003, unused()),
          new Command("Q_GETFMT", 0x800004, out("addr", INT)),
          new Command("Q_GETINFO", 0x800005, out("addr", IF_DQINFO)),
          new Command("Q_SETINFO", 0x800006, in("addr", IF_DQINFO)),
          new Command("Q_GETQUOTA", 0x800007, out("addr", IF_DQBLK)),
          new Command("Q_SETQUOTA", 0x800008, in("addr", IF_DQBLK)),
          new Command("Q_GETNEXTQUOTA", 0x800009, out("addr", IF_NEXTDQBLK)),
          new Command("Q_XQUOTAON", 0x5801, in("addr", INT)),
          new Command("Q_XQUOTAOFF", 0x5802, in("addr", INT)),
          new Command("Q_XGETQUOTA", 0x5803, out("addr", FS_DISK_QUOTA)),
          new Command("Q_XSETQLIM", 0x5804, in("addr", FS_DISK_QUOTA)),
          new Command("Q_XGETQSTAT", 0x5805, out("addr", FS_QUOTA_STAT)),
          new Command("Q_XQUOTARM", 0x5806, in("addr", INT)),
          new Command("Q_XQUOTASYNC", 0x5807, unused()),
          new Command("Q_XGETQSTATV", 0x5808, inout("addr", FS_QUOTA_STATV)),
          new Command("Q_XGETNEXTQUOTA", 0x5809, out("addr", FS_DISK_QUOTA)));

  private static Arg command(Command command) {
    return flags("cmd", Symbols.values(command.name + "=" + command.number));
  }

  /** The command is above the quota type's 8 bits. */
  static Variants quotactl() {
    List<SyscallSpec> rows = new ArrayList<>();
    for (Command row : COMMANDS) {
      rows.add(operation(row.name, row.number, command(row), path("special"), id("id"), row.data));
    }
    return Variants.of(
        args -> (args[0] & 0xffffffffL) >>> 8, "Add the command to QuotaVariants.", rows);
  }

  static Variants quotactlFd() {
    List<SyscallSpec> rows = new ArrayList<>();
    for (Command row : COMMANDS) {
      rows.add(operation(row.name, row.number, fd(), command(row), id("id"), row.data));
    }
    return Variants.of(
        args -> (args[1] & 0xffffffffL) >>> 8, "Add the command to QuotaVariants.", rows);
  }
}
