package dev.jrr.tracee.syscalls;

import static dev.jrr.tracee.syscalls.Layout.*;
import static dev.jrr.tracee.syscalls.Rows.*;

import java.util.List;

/** Sockets. */
final class NetworkCalls {
  private NetworkCalls() {}

  private static final long MSG_DONTWAIT = 0x40;
  private static final String DONTWAIT = "MSG_DONTWAIT";

  private static Arg family() {
    return choice("domain", SymbolSets.FAMILY);
  }

  private static Arg type() {
    return flags("type", SymbolSets.SOCKET_TYPE);
  }

  private static Arg messageFlags() {
    return flags(SymbolSets.MSG);
  }

  static List<SyscallSpec> rows() {
    return List.of(
        call("socket", 41, family(), type(), integer("protocol")),
        call(
                "socketpair",
                53,
                family(),
                type(),
                integer("protocol"),
                sparse("sv", INT_PAIR).when(When.ALWAYS))
            .note("the kernel writes sv before it knows that the family can make pairs"),
        call("bind", 49, fd(), sockaddr(2), integer("addrlen")),
        call("connect", 42, fd(), sockaddr(2), integer("addrlen")).mayBlock(),
        call("listen", 50, fd(), integer("backlog")),
        call("accept", 43, fd(), sockaddrOut(2), sockaddrLength(1)).mayBlock(),
        call("accept4", 288, fd(), sockaddrOut(2), sockaddrLength(1), flags(SymbolSets.SOCKET_TYPE))
            .mayBlock(),
        call(
            "getsockname",
            51,
            fd(),
            sockaddrOut(2),
            new Arg.Length("addrlen", 1, 4, true, When.SUCCESS)),
        call(
            "getpeername",
            52,
            fd(),
            sockaddrOut(2),
            new Arg.Length("addrlen", 1, 4, true, When.SUCCESS)),
        call("shutdown", 48, fd(), choice("how", SymbolSets.SHUTDOWN)),
        call(
                "sendto",
                44,
                fd(),
                in("buf", bytes(2)),
                size("len"),
                messageFlags(),
                in("dest_addr", bytes(5)),
                integer("addrlen"))
            .blocksUnless(3, MSG_DONTWAIT, DONTWAIT),
        call(
                "recvfrom",
                45,
                fd(),
                out("buf", returned(2)),
                size("len"),
                messageFlags(),
                out("src_addr", new Size.Pointee(5, 1)),
                sockaddrLength(4))
            .blocksUnless(3, MSG_DONTWAIT, DONTWAIT),
        call("sendmsg", 46, fd(), new Arg.Message("msg", Direction.IN), messageFlags())
            .blocksUnless(2, MSG_DONTWAIT, DONTWAIT),
        call("recvmsg", 47, fd(), new Arg.Message("msg", Direction.OUT), messageFlags())
            .blocksUnless(2, MSG_DONTWAIT, DONTWAIT),
        call(
                "sendmmsg",
                307,
                fd(),
                new Arg.Messages("msgvec", Direction.IN, 2),
                unsigned("vlen"),
                messageFlags())
            .blocksUnless(3, MSG_DONTWAIT, DONTWAIT),
        call(
                "recvmmsg",
                299,
                fd(),
                new Arg.Messages("msgvec", Direction.OUT, 2),
                unsigned("vlen"),
                messageFlags(),
                inout("timeout", TIMESPEC).when(When.POSITIVE))
            .blocksUnless(3, MSG_DONTWAIT, DONTWAIT),
        call(
                "setsockopt",
                54,
                fd(),
                choice("level", SymbolSets.SOCKET_LEVEL),
                integer("optname"),
                in("optval", bytes(4)),
                integer("optlen"))
            .by(SocketOptionVariants::set),
        call(
                "getsockopt",
                55,
                fd(),
                choice("level", SymbolSets.SOCKET_LEVEL),
                integer("optname"),
                out("optval", new Size.Pointee(4, 1)),
                length("optlen", 3))
            .by(SocketOptionVariants::get));
  }
}
