package dev.jrr.tracee.syscalls;

import static dev.jrr.tracee.syscalls.Layout.*;
import static dev.jrr.tracee.syscalls.Rows.*;

import java.util.List;

/** The commands of fcntl(2); numbers from asm-generic/fcntl.h and linux/fcntl.h. */
final class FcntlVariants {
  private FcntlVariants() {}

  private static final Symbols COMMAND =
      Symbols.values(
          "F_DUPFD=0 F_GETFD=1 F_SETFD=2 F_GETFL=3 F_SETFL=4 F_GETLK=5 F_SETLK=6 F_SETLKW=7 "
              + "F_SETOWN=8 F_GETOWN=9 F_SETSIG=10 F_GETSIG=11 F_SETOWN_EX=15 F_GETOWN_EX=16 "
              + "F_GETOWNER_UIDS=17 F_OFD_GETLK=36 F_OFD_SETLK=37 F_OFD_SETLKW=38 "
              + "F_SETLEASE=1024 F_GETLEASE=1025 F_NOTIFY=1026 F_DUPFD_QUERY=1027 "
              + "F_CREATED_QUERY=1028 F_CANCELLK=1029 F_DUPFD_CLOEXEC=1030 F_SETPIPE_SZ=1031 "
              + "F_GETPIPE_SZ=1032 F_ADD_SEALS=1033 F_GET_SEALS=1034 F_GET_RW_HINT=1035 "
              + "F_SET_RW_HINT=1036 F_GET_FILE_RW_HINT=1037 F_SET_FILE_RW_HINT=1038");

  private static final Symbols DESCRIPTOR = Symbols.bits("FD_CLOEXEC=1");

  static Variants table() {
    return Variants.of(
        args -> args[1] & 0xffffffffL,
        "Add a line for the command in FcntlVariants.",
        List.of(
            command(0, fd("newfd")),
            command(1, unused()),
            command(2, flags("flags", DESCRIPTOR)),
            command(3, unused()),
            command(4, flags("flags", SymbolSets.OPEN)),
            command(5, inout("lock", FLOCK)),
            command(6, in("lock", FLOCK)),
            command(7, in("lock", FLOCK)).mayBlock(),
            command(8, pid("owner")),
            command(9, unused()),
            command(10, signal()),
            command(11, unused()),
            command(15, in("owner", F_OWNER_EX)),
            command(16, out("owner", F_OWNER_EX)),
            command(17, out("uids", fixed(8))),
            command(36, inout("lock", FLOCK)),
            command(37, in("lock", FLOCK)),
            command(38, in("lock", FLOCK)).mayBlock(),
            command(1024, integer("lease")),
            command(1025, unused()),
            command(1026, flags("events", null)),
            command(1027, fd("other")),
            command(1028, unused()),
            command(1029, in("lock", FLOCK)),
            command(1030, fd("newfd")),
            command(1031, integer("size")),
            command(1032, unused()),
            command(1033, flags("seals", null)),
            command(1034, unused()),
            command(1035, out("hint", LONG)),
            command(1036, in("hint", LONG)),
            command(1037, out("hint", LONG)),
            command(1038, in("hint", LONG))));
  }

  private static SyscallSpec command(int number, Arg arg) {
    String name = java.util.Objects.requireNonNull(COMMAND.nameOf(number));
    return operation(name, number, fd(), choice("cmd", COMMAND), arg);
  }
}
