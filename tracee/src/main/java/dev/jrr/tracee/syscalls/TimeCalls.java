package dev.jrr.tracee.syscalls;

import static dev.jrr.tracee.syscalls.Layout.*;
import static dev.jrr.tracee.syscalls.Rows.*;

import java.util.List;

/** Clocks, sleeps and timers. */
final class TimeCalls {
  private TimeCalls() {}

  private static Arg clock() {
    return choice("clockid", SymbolSets.CLOCK);
  }

  private static Arg timer() {
    return integer("timerid");
  }

  static List<SyscallSpec> rows() {
    return List.of(
        call("gettimeofday", 96, out("tv", TIMEVAL), out("tz", TIMEZONE)),
        call("settimeofday", 164, in("tv", TIMEVAL), in("tz", TIMEZONE)),
        call("time", 201, out("tloc", LONG)),
        call("clock_gettime", 228, clock(), out("tp", TIMESPEC)),
        call("clock_settime", 227, clock(), in("tp", TIMESPEC)),
        call("clock_getres", 229, clock(), out("res", TIMESPEC)),
        call("clock_adjtime", 305, clock(), inout("buf", TIMEX)),
        call("adjtimex", 159, inout("buf", TIMEX)),
        call("nanosleep", 35, in("req", TIMESPEC), sparse("rem", TIMESPEC).when(When.INTERRUPTED))
            .blocksUnlessZeroTime(0),
        call(
                "clock_nanosleep",
                230,
                clock(),
                flags(SymbolSets.TIMER),
                in("req", TIMESPEC),
                sparse("rem", TIMESPEC).when(When.INTERRUPTED))
            .blocksUnlessZeroTime(2),
        call("alarm", 37, unsigned("seconds")),
        call("getitimer", 36, choice("which", SymbolSets.ITIMER), out("curr_value", ITIMERVAL)),
        call(
            "setitimer",
            38,
            choice("which", SymbolSets.ITIMER),
            in("new_value", ITIMERVAL),
            out("old_value", ITIMERVAL)),
        call(
            "timer_create",
            222,
            clock(),
            in("sevp", SIGEVENT),
            sparse("timerid", INT).when(When.ALWAYS)),
        call(
            "timer_settime",
            223,
            timer(),
            flags(SymbolSets.TIMER),
            in("new_value", ITIMERSPEC),
            out("old_value", ITIMERSPEC)),
        call("timer_gettime", 224, timer(), out("curr_value", ITIMERSPEC)),
        call("timer_getoverrun", 225, timer()),
        call("timer_delete", 226, timer()),
        call("timerfd_create", 283, clock(), flags(SymbolSets.CLOEXEC_NONBLOCK)),
        call(
            "timerfd_settime",
            286,
            fd(),
            flags(SymbolSets.TIMER),
            in("new_value", ITIMERSPEC),
            out("old_value", ITIMERSPEC)),
        call("timerfd_gettime", 287, fd(), out("curr_value", ITIMERSPEC)));
  }
}
