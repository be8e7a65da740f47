package dev.jrr.tracee.syscalls;

import static dev.jrr.tracee.syscalls.Layout.*;
import static dev.jrr.tracee.syscalls.Rows.*;

import java.util.List;

/** The operations of seccomp(2) and the rules of landlock_add_rule(2). */
final class SecurityVariants {
  private SecurityVariants() {}

  static Variants seccomp() {
    return Variants.of(
        args -> args[0] & 0xffffffffL,
        "Add the operation to SecurityVariants.seccomp.",
        List.of(
            operation("SECCOMP_SET_MODE_STRICT", 0, unsigned("operation"), flags(), unused())
                .special("seccomp"),
            operation(
                    "SECCOMP_SET_MODE_FILTER",
                    1,
                    unsigned("operation"),
                    flags(),
                    filterProgram("prog", fixed(SOCK_FPROG)))
                .special("seccomp"),
            operation(
                "SECCOMP_GET_ACTION_AVAIL", 2, unsigned("operation"), flags(), in("action", INT)),
            operation(
                "SECCOMP_GET_NOTIF_SIZES",
                3,
                unsigned("operation"),
                flags(),
                out("sizes", NOTIF_SIZES))));
  }

  static Variants landlockRule() {
    return Variants.of(
        args -> args[1] & 0xffffffffL,
        "Add the rule type to SecurityVariants.landlockRule.",
        List.of(
            rule("LANDLOCK_RULE_PATH_BENEATH", 1, LANDLOCK_PATH),
            rule("LANDLOCK_RULE_NET_PORT", 2, LANDLOCK_PORT)));
  }

  private static SyscallSpec rule(String name, int number, Layout attribute) {
    return operation(
        name,
        number,
        fd("ruleset_fd"),
        flags("rule_type", Symbols.values(name + "=" + number)),
        in("rule_attr", attribute),
        flags());
  }
}
