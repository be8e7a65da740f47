package dev.jrr.tracee.syscalls;

import static dev.jrr.tracee.syscalls.Layout.*;
import static dev.jrr.tracee.syscalls.Rows.*;

import java.util.List;

/** Filters, sandboxes, keys and kernel programs. */
final class SecurityCalls {
  private SecurityCalls() {}

  static List<SyscallSpec> rows() {
    return List.of(
        call("seccomp", 317, unsigned("operation"), flags(), address("args"))
            .by(SecurityVariants::seccomp),
        call("landlock_create_ruleset", 444, in("attr", bytes(1)), size("size"), flags()),
        call("landlock_add_rule", 445, fd("ruleset_fd"), integer("rule_type"), address("rule_attr"))
            .by(SecurityVariants::landlockRule),
        call("landlock_restrict_self", 446, fd("ruleset_fd"), flags()),
        call(
            "add_key",
            248,
            path("type"),
            path("description"),
            in("payload", bytes(3)),
            size("plen"),
            integer("keyring")),
        call(
                "request_key",
                249,
                path("type"),
                path("description"),
                path("callout_info"),
                integer("dest_keyring"))
            .mayBlock(),
        call("keyctl", 250, integer("operation")).by(KeyctlVariants::table),
        call("bpf", 321, integer("cmd"), address("attr"), unsigned("size")).by(BpfVariants::table),
        call(
                "perf_event_open",
                298,
                in(
                    "attr",
                    computed(
                        "attr.size",
                        (call, memory) -> Math.min(Math.max(field(call, 0, 4, memory), 64), 4096))),
                pid(),
                integer("cpu"),
                fd("group_fd"),
                flags())
            .note("its ring buffer is written by the kernel: a mapping of it is not replayable"),
        call(
            "lsm_get_self_attr",
            459,
            unsigned("attr"),
            out("ctx", new Size.Pointee(2, 1)),
            new Arg.Length("size", 1, 4, true, When.SUCCESS_OR_TOO_BIG),
            flags()),
        call(
            "lsm_set_self_attr",
            460,
            unsigned("attr"),
            in("ctx", bytes(2)),
            unsigned("size"),
            flags()),
        call(
            "lsm_list_modules",
            461,
            out("ids", new Size.Pointee(1, 1)),
            new Arg.Length("size", 0, 4, true, When.SUCCESS_OR_TOO_BIG),
            flags()));
  }
}
