package dev.jrr.tracee.syscalls;

import static dev.jrr.tracee.syscalls.Layout.*;
import static dev.jrr.tracee.syscalls.Rows.*;

import java.util.ArrayList;
import java.util.List;

/**
 * The requests of ioctl(2). A request number is either historic or made of direction (2 bits), size
 * (14), type (8) and number (8): asm-generic/ioctl.h. Direction and size are not to be trusted
 * where a row says otherwise ({@code FS_IOC_GETFLAGS} is encoded with 8 bytes and writes 4).
 */
final class IoctlVariants {
  private IoctlVariants() {}

  /** The size in the request number. */
  static final Size REQUEST = new Size.ByRequest(1);

  private static final Size RETURNED_REQUEST = new Size.ReturnedByRequest(1);

  /** All but the size. */
  private static final long ANY_SIZE = 0xc000ffffL;

  private static final long READ = 2L << 30;
  private static final long WRITE = 1L << 30;

  /** Adds a row for each {@code NAME=0xnumber} of {@code definitions}. */
  static void each(List<SyscallSpec> rows, Arg arg, String definitions) {
    for (String definition : definitions.split(" ")) {
      int equals = definition.indexOf('=');
      long number = Long.decode(definition.substring(equals + 1));
      rows.add(request(definition.substring(0, equals), number, arg));
    }
  }

  /** The same for requests that wait. */
  static void waiting(List<SyscallSpec> rows, Arg arg, String definitions) {
    List<SyscallSpec> added = new ArrayList<>();
    each(added, arg, definitions);
    for (SyscallSpec row : added) {
      rows.add(row.mayBlock());
    }
  }

  static SyscallSpec request(String name, long number, Arg arg) {
    return operation(
        name, number, fd(), flags("request", Symbols.values(name + "=" + number)), arg);
  }

  static Variants table() {
    List<SyscallSpec> rows = new ArrayList<>();
    rows.addAll(TerminalIoctls.rows());
    rows.addAll(FileIoctls.rows());
    rows.addAll(NetworkIoctls.rows());
    rows.addAll(DeviceIoctls.rows());
    rows.addAll(indirect());
    return Variants.of(
            args -> args[1] & 0xffffffffL,
            "Add it to TerminalIoctls, FileIoctls, NetworkIoctls or DeviceIoctls: a line with the "
                + "request's name and number under the shape of its argument.",
            rows)
        .families(families())
        .guessing(IoctlVariants::mayWrite);
  }

  /** _IOC_NONE and _IOC_WRITE mean that the kernel writes nothing, but historic numbers do not. */
  private static boolean mayWrite(long request) {
    return (request & READ) != 0 || (request & (READ | WRITE)) == 0;
  }

  /** Requests whose argument has a length, or pointers, of its own. */
  private static List<SyscallSpec> indirect() {
    return List.of(
        request(
            "SIOCGIFCONF",
            0x8912,
            structure("arg", Direction.INOUT, fixed(IFCONF), pointsTo(8, Direction.OUT, 0, 4, 1))),
        request(
            "SIOCETHTOOL",
            0x8946,
            structure(
                "arg",
                Direction.IN,
                fixed(IFREQ),
                new Arg.Embedded(
                    16, Direction.INOUT, new Arg.Extent.ByCommand(EthtoolCommands::length)))),
        request(
            "FS_IOC_FIEMAP",
            0xc020660bL,
            inout(
                "arg",
                computed(
                    "32 + 56 for each extent",
                    (call, memory) -> 32 + 56 * field(call, 2, 24, memory),
                    (call, exit) ->
                        32
                            + 56
                                * Math.min(
                                    field(call, 2, 20, exit.memory()),
                                    field(call, 2, 24, exit.memory()))))),
        request(
            "FIDEDUPERANGE",
            0xc0189436L,
            inout(
                "arg",
                computed(
                    "24 + 32 for each target",
                    (call, memory) -> 24 + 32 * (field(call, 2, 16, memory) & 0xffff)))),
        request(
            "FS_IOC_MEASURE_VERITY",
            0xc0046686L,
            inout(
                "arg",
                computed(
                    "4 + digest_size", (call, memory) -> 4 + (field(call, 2, 0, memory) >>> 16)))),
        request(
            "FS_IOC_GET_ENCRYPTION_POLICY_EX",
            0xc0096616L,
            inout(
                "arg",
                computed(
                    "8 + policy_size",
                    (call, memory) -> 8 + Math.min(field(call, 2, 0, memory), 4096)))),
        request(
            "FS_IOC_ADD_ENCRYPTION_KEY",
            0xc0506617L,
            inout(
                "arg",
                computed(
                    "80 + raw_size",
                    (call, memory) -> 80 + Math.min(field(call, 2, 40, memory), 4096)))),
        request(
            "BLKPG",
            0x1269,
            structure("arg", Direction.IN, fixed(24), pointsTo(16, Direction.IN, 8, 4, 1))),
        request(
            "BLKREPORTZONE",
            0xc0101282L,
            inout(
                "arg",
                computed(
                    "16 + 64 for each zone",
                    (call, memory) -> 16 + 64 * field(call, 2, 8, memory)))),
        request(
            "PROCMAP_QUERY",
            0xc0686611L,
            structure(
                "arg",
                Direction.INOUT,
                REQUEST,
                pointsTo(88, Direction.OUT, 80, 4, 1),
                pointsTo(96, Direction.OUT, 84, 4, 1))),
        request(
            "RNDADDENTROPY",
            0x40085203L,
            in("arg", computed("8 + buf_size", (call, memory) -> 8 + field(call, 2, 4, memory)))),
        request("TUNATTACHFILTER", 0x401054d5L, filterProgram("arg", fixed(SOCK_FPROG))),
        request("TUNGETFILTER", 0x801054dbL, out("arg", SOCK_FPROG)),
        request(
            "TUNSETTXFILTER",
            0x400454d1L,
            in(
                "arg",
                computed(
                    "4 + 6 for each address",
                    (call, memory) -> 4 + 6 * (field(call, 2, 0, memory) >>> 16)))));
  }

  /** Requests with a length or a bit number in them. */
  private static List<Variants.Family> families() {
    return List.of(
        named(READ, 0x4506, "EVIOCGNAME(len)"),
        named(READ, 0x4507, "EVIOCGPHYS(len)"),
        named(READ, 0x4508, "EVIOCGUNIQ(len)"),
        named(READ, 0x4509, "EVIOCGPROP(len)"),
        named(READ, 0x4518, "EVIOCGKEY(len)"),
        named(READ, 0x4519, "EVIOCGLED(len)"),
        named(READ, 0x451a, "EVIOCGSND(len)"),
        named(READ, 0x451b, "EVIOCGSW(len)"),
        new Variants.Family(
            0xc000ffffL, READ | 0x450a, family("EVIOCGMTSLOTS(len)", inout("arg", REQUEST))),
        new Variants.Family(
            0xc000ffe0L, READ | 0x4520, family("EVIOCGBIT(ev,len)", out("arg", RETURNED_REQUEST))),
        new Variants.Family(
            0xc000ffc0L, READ | 0x4540, family("EVIOCGABS(abs)", out("arg", INPUT_ABSINFO))),
        new Variants.Family(
            0xc000ffc0L, WRITE | 0x45c0, family("EVIOCSABS(abs)", in("arg", INPUT_ABSINFO))),
        named(READ, 0x552c, "UI_GET_SYSNAME(len)"),
        named(READ, 0x6a13, "JSIOCGNAME(len)"),
        named(READ, 0x4804, "HIDIOCGRAWNAME(len)"),
        named(READ, 0x4805, "HIDIOCGRAWPHYS(len)"),
        named(READ, 0x4808, "HIDIOCGRAWUNIQ(len)"),
        new Variants.Family(
            ANY_SIZE, READ | WRITE | 0xff0b, family("PIDFD_GET_INFO", inout("arg", REQUEST))),
        new Variants.Family(
            0xffffff00L,
            0xc138fd00L,
            family(
                "DM_*",
                inout(
                    "arg", computed("data_size", (call, memory) -> field(call, 2, 12, memory))))));
  }

  private static Variants.Family named(long direction, long number, String name) {
    return new Variants.Family(
        ANY_SIZE, direction | number, family(name, out("arg", RETURNED_REQUEST)));
  }

  private static SyscallSpec family(String name, Arg arg) {
    return operation(name, -1, fd(), flags("request", null), arg);
  }
}
