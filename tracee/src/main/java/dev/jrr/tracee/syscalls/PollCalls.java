package dev.jrr.tracee.syscalls;

import static dev.jrr.tracee.syscalls.Layout.*;
import static dev.jrr.tracee.syscalls.Rows.*;

import java.util.List;

/** Waiting for several descriptors, and asynchronous input and output. */
final class PollCalls {
  private PollCalls() {}

  /** fs/select.c writes the time left whatever the result, unless it was zero. */
  private static Arg timeLeft(Layout layout) {
    return inout("timeout", layout).when(When.ALWAYS);
  }

  private static Arg fdSet(String name) {
    return inout(name, new Size.FdSet(0));
  }

  private static Arg pollFds() {
    return inout("fds", elements(1, POLLFD)).when(When.ALWAYS);
  }

  private static Arg epollEvents() {
    return out("events", returnedElements(2, EPOLL_EVENT));
  }

  static List<SyscallSpec> rows() {
    return List.of(
        call("poll", 7, pollFds(), unsigned("nfds"), integer("timeout")).blocksUnlessZero(2),
        call(
                "ppoll",
                271,
                pollFds(),
                unsigned("nfds"),
                timeLeft(TIMESPEC),
                in("sigmask", SIGSET),
                size("sigsetsize"))
            .blocksUnlessZeroTime(2),
        call(
                "select",
                23,
                integer("nfds"),
                fdSet("readfds"),
                fdSet("writefds"),
                fdSet("exceptfds"),
                timeLeft(TIMEVAL))
            .blocksUnlessZeroTime(4),
        call(
                "pselect6",
                270,
                integer("nfds"),
                fdSet("readfds"),
                fdSet("writefds"),
                fdSet("exceptfds"),
                timeLeft(TIMESPEC),
                structure("sigmask", Direction.IN, fixed(16), pointsTo(0, Direction.IN, 8, 8, 1)))
            .blocksUnlessZeroTime(4),
        call("epoll_create", 213, integer("size")),
        call("epoll_create1", 291, flags(SymbolSets.EPOLL_CREATE)),
        call(
            "epoll_ctl",
            233,
            fd("epfd"),
            choice("op", SymbolSets.EPOLL_OP),
            fd(),
            in("event", EPOLL_EVENT)),
        call("epoll_wait", 232, fd("epfd"), epollEvents(), integer("maxevents"), integer("timeout"))
            .blocksUnlessZero(3),
        call(
                "epoll_pwait",
                281,
                fd("epfd"),
                epollEvents(),
                integer("maxevents"),
                integer("timeout"),
                in("sigmask", SIGSET),
                size("sigsetsize"))
            .blocksUnlessZero(3),
        call(
                "epoll_pwait2",
                441,
                fd("epfd"),
                epollEvents(),
                integer("maxevents"),
                in("timeout", TIMESPEC),
                in("sigmask", SIGSET),
                size("sigsetsize"))
            .blocksUnlessZeroTime(3));
  }

  static List<SyscallSpec> asynchronous() {
    return List.of(
        call("io_setup", 206, unsigned("nr_events"), out("ctx_idp", LONG)).special("enosys"),
        call("io_destroy", 207, address("ctx_id")).special("enosys"),
        call("io_submit", 209, address("ctx_id"), number("nr"), in("iocbpp", elements(1, LONG)))
            .special("enosys"),
        call("io_cancel", 210, address("ctx_id"), in("iocb", fixed(64)), out("result", IO_EVENT))
            .special("enosys"),
        call(
                "io_getevents",
                208,
                address("ctx_id"),
                number("min_nr"),
                number("nr"),
                out("events", returnedElements(2, IO_EVENT)),
                in("timeout", TIMESPEC))
            .special("enosys"),
        call(
                "io_pgetevents",
                333,
                address("ctx_id"),
                number("min_nr"),
                number("nr"),
                out("events", returnedElements(2, IO_EVENT)),
                in("timeout", TIMESPEC),
                structure("sigmask", Direction.IN, fixed(16), pointsTo(0, Direction.IN, 8, 8, 1)))
            .special("enosys"),
        call("io_uring_setup", 425, unsigned("entries"), inout("params", fixed(120)))
            .special("enosys"),
        call(
                "io_uring_enter",
                426,
                fd(),
                unsigned("to_submit"),
                unsigned("min_complete"),
                flags(),
                address("argp"),
                size("argsz"))
            .special("enosys"),
        call(
                "io_uring_register",
                427,
                fd(),
                unsigned("opcode"),
                address("arg"),
                unsigned("nr_args"))
            .special("enosys"));
  }
}
