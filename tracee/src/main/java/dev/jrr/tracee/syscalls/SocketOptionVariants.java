package dev.jrr.tracee.syscalls;

import static dev.jrr.tracee.syscalls.Layout.*;
import static dev.jrr.tracee.syscalls.Rows.*;

import java.util.ArrayList;
import java.util.List;

/**
 * The options of getsockopt(2) and setsockopt(2), by level and name.
 *
 * <p>Nearly all follow one rule: getsockopt writes as many bytes as it puts into the length, at
 * most the length's value before; setsockopt reads as many bytes as its length says. So there is a
 * fallback, and rows for those that do otherwise, and names for the common ones.
 */
final class SocketOptionVariants {
  private SocketOptionVariants() {}

  private static final int SOL_IP = 0;
  private static final int SOL_SOCKET = 1;
  private static final int SOL_TCP = 6;
  private static final int SOL_UDP = 17;
  private static final int SOL_IPV6 = 41;
  private static final int SOL_PACKET = 263;
  private static final int SOL_NETLINK = 270;

  /** Names only; asm-generic/socket.h, linux/in.h, linux/tcp.h, linux/in6.h, linux/if_packet.h. */
  private static final String[] SOCKET =
      ("SO_DEBUG=1 SO_REUSEADDR=2 SO_TYPE=3 SO_ERROR=4 SO_DONTROUTE=5 SO_BROADCAST=6 SO_SNDBUF=7 "
              + "SO_RCVBUF=8 SO_KEEPALIVE=9 SO_OOBINLINE=10 SO_NO_CHECK=11 SO_PRIORITY=12 "
              + "SO_LINGER=13 SO_REUSEPORT=15 SO_PASSCRED=16 SO_PEERCRED=17 SO_RCVLOWAT=18 "
              + "SO_SNDLOWAT=19 SO_RCVTIMEO=20 SO_SNDTIMEO=21 SO_BINDTODEVICE=25 SO_PEERNAME=28 "
              + "SO_TIMESTAMP=29 SO_ACCEPTCONN=30 SO_PEERSEC=31 SO_SNDBUFFORCE=32 "
              + "SO_RCVBUFFORCE=33 SO_PASSSEC=34 SO_TIMESTAMPNS=35 SO_MARK=36 SO_TIMESTAMPING=37 "
              + "SO_PROTOCOL=38 SO_DOMAIN=39 SO_RXQ_OVFL=40 SO_WIFI_STATUS=41 SO_PEEK_OFF=42 "
              + "SO_NOFCS=43 SO_LOCK_FILTER=44 SO_SELECT_ERR_QUEUE=45 SO_BUSY_POLL=46 "
              + "SO_MAX_PACING_RATE=47 SO_BPF_EXTENSIONS=48 SO_INCOMING_CPU=49 SO_ATTACH_BPF=50 "
              + "SO_CNX_ADVICE=53 SO_MEMINFO=55 SO_INCOMING_NAPI_ID=56 SO_COOKIE=57 "
              + "SO_PEERGROUPS=59 SO_ZEROCOPY=60 SO_TXTIME=61 SO_BINDTOIFINDEX=62 "
              + "SO_PREFER_BUSY_POLL=69 SO_BUSY_POLL_BUDGET=70 SO_NETNS_COOKIE=71 "
              + "SO_BUF_LOCK=72 SO_RESERVE_MEM=73 SO_TXREHASH=74 SO_RCVMARK=75 SO_PASSPIDFD=76 "
              + "SO_PEERPIDFD=77")
          .split(" ");

  private static final String[] IP =
      ("IP_TOS=1 IP_TTL=2 IP_HDRINCL=3 IP_OPTIONS=4 IP_RECVOPTS=6 IP_RETOPTS=7 IP_PKTINFO=8 "
              + "IP_MTU_DISCOVER=10 IP_RECVERR=11 IP_RECVTTL=12 IP_RECVTOS=13 IP_MTU=14 "
              + "IP_FREEBIND=15 IP_TRANSPARENT=19 IP_BIND_ADDRESS_NO_PORT=24 IP_MULTICAST_IF=32 "
              + "IP_MULTICAST_TTL=33 IP_MULTICAST_LOOP=34 IP_ADD_MEMBERSHIP=35 "
              + "IP_DROP_MEMBERSHIP=36 IP_LOCAL_PORT_RANGE=51")
          .split(" ");

  private static final String[] TCP =
      ("TCP_NODELAY=1 TCP_MAXSEG=2 TCP_CORK=3 TCP_KEEPIDLE=4 TCP_KEEPINTVL=5 TCP_KEEPCNT=6 "
              + "TCP_SYNCNT=7 TCP_LINGER2=8 TCP_DEFER_ACCEPT=9 TCP_WINDOW_CLAMP=10 TCP_INFO=11 "
              + "TCP_QUICKACK=12 TCP_CONGESTION=13 TCP_MD5SIG=14 TCP_USER_TIMEOUT=18 "
              + "TCP_FASTOPEN=23 TCP_TIMESTAMP=24 TCP_NOTSENT_LOWAT=25 TCP_CC_INFO=26 "
              + "TCP_FASTOPEN_CONNECT=30 TCP_ULP=31 TCP_INQ=36")
          .split(" ");

  private static final String[] IPV6 =
      ("IPV6_UNICAST_HOPS=16 IPV6_MULTICAST_IF=17 IPV6_MULTICAST_HOPS=18 IPV6_MULTICAST_LOOP=19 "
              + "IPV6_ADD_MEMBERSHIP=20 IPV6_DROP_MEMBERSHIP=21 IPV6_MTU_DISCOVER=23 IPV6_MTU=24 "
              + "IPV6_RECVERR=25 IPV6_V6ONLY=26 IPV6_RECVPKTINFO=49 IPV6_PKTINFO=50 "
              + "IPV6_RECVHOPLIMIT=51 IPV6_HOPLIMIT=52 IPV6_RECVTCLASS=66 IPV6_TCLASS=67")
          .split(" ");

  private static final String[] UDP =
      "UDP_CORK=1 UDP_ENCAP=100 UDP_SEGMENT=103 UDP_GRO=104".split(" ");

  private static final String[] NETLINK =
      ("NETLINK_ADD_MEMBERSHIP=1 NETLINK_DROP_MEMBERSHIP=2 NETLINK_PKTINFO=3 "
              + "NETLINK_BROADCAST_ERROR=4 NETLINK_NO_ENOBUFS=5 NETLINK_LISTEN_ALL_NSID=8 "
              + "NETLINK_LIST_MEMBERSHIPS=9 NETLINK_CAP_ACK=10 NETLINK_EXT_ACK=11 "
              + "NETLINK_GET_STRICT_CHK=12")
          .split(" ");

  /** SO_GET_FILTER shares its number with SO_ATTACH_FILTER. */
  private static final int SO_ATTACH_FILTER = 26;

  private static final int SO_ATTACH_REUSEPORT_CBPF = 51;
  private static final int SO_ATTACH_REUSEPORT_EBPF = 52;
  private static final int SO_DETACH_FILTER = 27;

  /** The kernel maps or writes memory that the option's structure names; not modelled. */
  private static final int TCP_ZEROCOPY_RECEIVE = 35;

  private static final int PACKET_RX_RING = 5;
  private static final int PACKET_TX_RING = 13;

  static Variants get() {
    List<SyscallSpec> rows = new ArrayList<>();
    named(rows, true);
    rows.add(
        getter(SOL_SOCKET, "SO_GET_FILTER", SO_ATTACH_FILTER, new Size.Pointee(4, 8), Direction.OUT)
            .note("the length counts instructions of 8 bytes"));
    rows.add(
        getter(
                SOL_TCP,
                "TCP_ZEROCOPY_RECEIVE",
                TCP_ZEROCOPY_RECEIVE,
                new Size.Pointee(4, 1),
                Direction.INOUT)
            .special("enoprotoopt")
            .note("maps received pages into the program: refused, which programs must expect"));
    return table("get", rows)
        .otherwise(getter(-1, "other", 0, new Size.Pointee(4, 1), Direction.INOUT));
  }

  static Variants set() {
    List<SyscallSpec> rows = new ArrayList<>();
    named(rows, false);
    rows.add(
        setter(
            SOL_SOCKET, "SO_ATTACH_FILTER", SO_ATTACH_FILTER, filterProgram("optval", bytes(4))));
    rows.add(
        setter(
            SOL_SOCKET,
            "SO_ATTACH_REUSEPORT_CBPF",
            SO_ATTACH_REUSEPORT_CBPF,
            filterProgram("optval", bytes(4))));
    rows.add(
        setter(
            SOL_SOCKET,
            "SO_ATTACH_REUSEPORT_EBPF",
            SO_ATTACH_REUSEPORT_EBPF,
            in("optval", bytes(4))));
    rows.add(setter(SOL_SOCKET, "SO_DETACH_FILTER", SO_DETACH_FILTER, in("optval", bytes(4))));
    for (int ring : new int[] {PACKET_RX_RING, PACKET_TX_RING}) {
      String name = ring == PACKET_RX_RING ? "PACKET_RX_RING" : "PACKET_TX_RING";
      rows.add(
          setter(SOL_PACKET, name, ring, in("optval", bytes(4)))
              .special("enoprotoopt")
              .note("the ring would be written by the kernel at any time: refused"));
    }
    return table("set", rows).otherwise(setter(-1, "other", 0, in("optval", bytes(4))));
  }

  private static void named(List<SyscallSpec> rows, boolean get) {
    named(rows, get, SOL_SOCKET, SOCKET);
    named(rows, get, SOL_IP, IP);
    named(rows, get, SOL_TCP, TCP);
    named(rows, get, SOL_IPV6, IPV6);
    named(rows, get, SOL_UDP, UDP);
    named(rows, get, SOL_NETLINK, NETLINK);
  }

  private static void named(List<SyscallSpec> rows, boolean get, int level, String[] options) {
    for (String option : options) {
      int equals = option.indexOf('=');
      String name = option.substring(0, equals);
      int number = Integer.parseInt(option.substring(equals + 1));
      rows.add(
          get
              ? getter(level, name, number, new Size.Pointee(4, 1), Direction.OUT)
              : setter(level, name, number, in("optval", bytes(4))));
    }
  }

  private static Variants table(String way, List<SyscallSpec> rows) {
    return Variants.of(
        args -> key((int) args[1], (int) args[2]),
        "Add the option to SocketOptionVariants." + way + ".",
        rows);
  }

  private static long key(int level, int name) {
    return (long) level << 32 | (name & 0xffffffffL);
  }

  private static SyscallSpec getter(
      int level, String name, int number, Size size, Direction direction) {
    Arg.Memory value = direction == Direction.OUT ? out("optval", size) : inout("optval", size);
    return operation(
        name, key(level, number), fd(), level(), option(name, number), value, length("optlen", 3));
  }

  private static SyscallSpec setter(int level, String name, int number, Arg value) {
    return operation(
        name, key(level, number), fd(), level(), option(name, number), value, integer("optlen"));
  }

  private static Arg level() {
    return choice("level", SymbolSets.SOCKET_LEVEL);
  }

  private static Arg option(String name, int number) {
    return name.equals("other")
        ? integer("optname")
        : choice("optname", Symbols.values(name + "=" + number));
  }
}
