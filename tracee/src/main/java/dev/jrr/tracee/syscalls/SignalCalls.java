package dev.jrr.tracee.syscalls;

import static dev.jrr.tracee.syscalls.Layout.*;
import static dev.jrr.tracee.syscalls.Rows.*;

import java.util.List;

/** Signals. */
final class SignalCalls {
  private SignalCalls() {}

  static List<SyscallSpec> rows() {
    return List.of(
        call(
            "rt_sigaction",
            13,
            signal(),
            in("act", SIGACTION),
            out("oldact", SIGACTION),
            size("sigsetsize")),
        call(
            "rt_sigprocmask",
            14,
            choice("how", SymbolSets.SIGPROCMASK),
            in("set", SIGSET),
            out("oldset", SIGSET),
            size("sigsetsize")),
        call("rt_sigreturn", 15).special(),
        call(
            "rt_sigpending",
            127,
            out(
                "set",
                computed("sigsetsize, at most 8", (call, memory) -> Math.min(8, call.arg(1)))),
            size("sigsetsize")),
        call(
                "rt_sigtimedwait",
                128,
                in("set", SIGSET),
                out("info", SIGINFO).when(When.POSITIVE),
                in("timeout", TIMESPEC),
                size("sigsetsize"))
            .blocksUnlessZeroTime(2),
        call("rt_sigqueueinfo", 129, pid(), signal(), in("info", SIGINFO)),
        call("rt_tgsigqueueinfo", 297, pid("tgid"), pid("tid"), signal(), in("info", SIGINFO)),
        call("rt_sigsuspend", 130, in("mask", SIGSET), size("sigsetsize")).mayBlock(),
        call("pause", 34).mayBlock(),
        call("sigaltstack", 131, in("ss", STACK), out("old_ss", STACK)),
        call("kill", 62, pid(), signal()),
        call("tkill", 200, pid("tid"), signal()),
        call("tgkill", 234, pid("tgid"), pid("tid"), signal()),
        call("pidfd_send_signal", 424, fd("pidfd"), signal(), in("info", SIGINFO), flags()),
        call("signalfd", 282, fd(), in("mask", bytes(2)), size("sizemask")),
        call(
            "signalfd4",
            289,
            fd(),
            in("mask", bytes(2)),
            size("sizemask"),
            flags(SymbolSets.CLOEXEC_NONBLOCK)));
  }
}
