package dev.jrr.tracee.syscalls;

import static dev.jrr.tracee.syscalls.Rows.*;

import java.util.List;

/**
 * The commands of bpf(2); offsets into union bpf_attr from linux/bpf.h. Commands that write keys or
 * values have no rows: their sizes are known to the map only.
 */
final class BpfVariants {
  private BpfVariants() {}

  static Variants table() {
    return Variants.of(
        args -> args[0] & 0xffffffffL,
        "Add the command to BpfVariants. The sizes of a map's keys and values are known from its "
            + "creation only.",
        List.of(
            command("BPF_MAP_CREATE", 0),
            command("BPF_MAP_UPDATE_ELEM", 2).note("key and value are not digested"),
            command("BPF_MAP_DELETE_ELEM", 3).note("the key is not digested"),
            command(
                    "BPF_PROG_LOAD",
                    5,
                    pointsTo(8, Direction.IN, 4, 4, 8),
                    pointsToString(16),
                    pointsTo(32, Direction.OUT, 28, 4, 1))
                .note("the verifier's log is captured whole"),
            command("BPF_OBJ_PIN", 6, pointsToString(0)),
            command("BPF_OBJ_GET", 7, pointsToString(0)),
            command("BPF_PROG_ATTACH", 8),
            command("BPF_PROG_DETACH", 9),
            command("BPF_PROG_GET_NEXT_ID", 11),
            command("BPF_MAP_GET_NEXT_ID", 12),
            command("BPF_PROG_GET_FD_BY_ID", 13),
            command("BPF_MAP_GET_FD_BY_ID", 14),
            command("BPF_OBJ_GET_INFO_BY_FD", 15, pointsTo(8, Direction.INOUT, 4, 4, 1)),
            command("BPF_PROG_QUERY", 16, pointsTo(16, Direction.OUT, 24, 4, 4)),
            command("BPF_RAW_TRACEPOINT_OPEN", 17, pointsToString(0)),
            command(
                "BPF_BTF_LOAD",
                18,
                pointsTo(0, Direction.IN, 16, 4, 1),
                pointsTo(8, Direction.OUT, 20, 4, 1)),
            command("BPF_BTF_GET_FD_BY_ID", 19),
            command("BPF_MAP_FREEZE", 22),
            command("BPF_BTF_GET_NEXT_ID", 23),
            command("BPF_LINK_CREATE", 28),
            command("BPF_LINK_UPDATE", 29),
            command("BPF_LINK_GET_FD_BY_ID", 30),
            command("BPF_LINK_GET_NEXT_ID", 31),
            command("BPF_ENABLE_STATS", 32),
            command("BPF_ITER_CREATE", 33),
            command("BPF_LINK_DETACH", 34),
            command("BPF_PROG_BIND_MAP", 35),
            command("BPF_TOKEN_CREATE", 36)));
  }

  private static SyscallSpec command(String name, int number, Arg.Embedded... pointers) {
    return operation(
        name,
        number,
        flags("cmd", Symbols.values(name + "=" + number)),
        structure("attr", Direction.INOUT, bytes(2), pointers).when(When.SUCCESS_OR_NO_SPACE),
        unsigned("size"));
  }
}
