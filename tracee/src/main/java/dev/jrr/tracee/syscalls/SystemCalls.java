package dev.jrr.tracee.syscalls;

import static dev.jrr.tracee.syscalls.Layout.*;
import static dev.jrr.tracee.syscalls.Rows.*;

import java.util.ArrayList;
import java.util.List;

/** The machine as a whole. */
final class SystemCalls {
  private SystemCalls() {}

  static List<SyscallSpec> rows() {
    return List.of(
        call("uname", 63, out("buf", UTSNAME)),
        call("sysinfo", 99, out("info", SYSINFO)),
        call("getrandom", 318, out("buf", returned(1)), size("buflen"), flags(SymbolSets.GETRANDOM))
            .blocksUnless(2, 1, "GRND_NONBLOCK"),
        call("sethostname", 170, in("name", bytes(1)), integer("len")),
        call("setdomainname", 171, in("name", bytes(1)), integer("len")),
        call("syslog", 103, integer("type"), address("buf"), integer("len"))
            .by(SystemVariants::syslog),
        call("sysfs", 139, integer("option"), address("arg1"), address("arg2"))
            .by(SystemVariants::sysfs),
        call(
            "reboot",
            169,
            flags("magic", null),
            flags("magic2", null),
            flags("cmd", null),
            address("arg")),
        call("swapon", 167, path(), flags("swapflags", null)),
        call("swapoff", 168, path()),
        call("vhangup", 153),
        call("iopl", 172, unsigned("level")).action(ReplayAction.EXECUTE),
        call("ioperm", 173, size("from"), size("num"), integer("turn_on"))
            .action(ReplayAction.EXECUTE),
        call("init_module", 175, in("module_image", bytes(1)), size("len"), path("param_values")),
        call("finit_module", 313, fd(), path("param_values"), flags()),
        call("delete_module", 176, path("name"), flags()),
        call(
            "kexec_load",
            246,
            size("entry"),
            size("nr_segments"),
            structure(
                "segments",
                Direction.IN,
                computed("nr_segments x 32", (call, memory) -> Math.min(call.arg(1), 16) * 32)),
            flags()),
        call(
            "kexec_file_load",
            320,
            fd("kernel_fd"),
            fd("initrd_fd"),
            size("cmdline_len"),
            in("cmdline", bytes(2)),
            flags()),
        call("quotactl", 179, flags("cmd", null), path("special"), id("id"), address("addr"))
            .by(QuotaVariants::quotactl),
        call("quotactl_fd", 443, fd(), flags("cmd", null), id("id"), address("addr"))
            .by(QuotaVariants::quotactlFd),
        call("lookup_dcookie", 212, size("cookie"), out("buffer", returned(2)), size("len")));
  }

  /** Numbers that every kernel jrr runs on answers with ENOSYS, whatever the arguments. */
  static List<SyscallSpec> gone() {
    String[] names = {
      "uselib", "134", "_sysctl", "156", "create_module", "174", "get_kernel_syms", "177",
      "query_module", "178", "nfsservctl", "180", "getpmsg", "181", "putpmsg", "182",
      "afs_syscall", "183", "tuxcall", "184", "security", "185", "epoll_ctl_old", "214",
      "epoll_wait_old", "215", "vserver", "236"
    };
    List<SyscallSpec> rows = new ArrayList<>();
    for (int i = 0; i < names.length; i += 2) {
      rows.add(
          call(names[i], Integer.parseInt(names[i + 1]))
              .special("enosys")
              .note("not implemented by the kernel"));
    }
    return rows;
  }
}
