package dev.jrr.tracee.syscalls;

import static dev.jrr.tracee.syscalls.Layout.*;
import static dev.jrr.tracee.syscalls.Rows.*;

import java.util.List;

/** The operations of keyctl(2); linux/keyctl.h. */
final class KeyctlVariants {
  private KeyctlVariants() {}

  static Variants table() {
    return Variants.of(
        args -> args[0] & 0xffffffffL,
        "Add the operation to KeyctlVariants.",
        List.of(
            key("GET_KEYRING_ID", 0, integer("key"), integer("create")),
            key("JOIN_SESSION_KEYRING", 1, path("name")),
            key("UPDATE", 2, integer("key"), in("payload", bytes(3)), size("plen")),
            key("REVOKE", 3, integer("key")),
            key("CHOWN", 4, integer("key"), id("uid"), id("gid")),
            key("SETPERM", 5, integer("key"), flags("perm", null)),
            key("DESCRIBE", 6, integer("key"), out("buffer", whole(3)), size("buflen")),
            key("CLEAR", 7, integer("keyring")),
            key("LINK", 8, integer("key"), integer("keyring")),
            key("UNLINK", 9, integer("key"), integer("keyring")),
            key(
                "SEARCH",
                10,
                integer("keyring"),
                path("type"),
                path("description"),
                integer("dest")),
            key("READ", 11, integer("key"), out("buffer", whole(3)), size("buflen")),
            key(
                "INSTANTIATE",
                12,
                integer("key"),
                in("payload", bytes(3)),
                size("plen"),
                integer("keyring")),
            key("NEGATE", 13, integer("key"), unsigned("timeout"), integer("keyring")),
            key("SET_REQKEY_KEYRING", 14, integer("default")),
            key("SET_TIMEOUT", 15, integer("key"), unsigned("timeout")),
            key("ASSUME_AUTHORITY", 16, integer("key")),
            key("GET_SECURITY", 17, integer("key"), out("buffer", returned(3)), size("buflen")),
            key("SESSION_TO_PARENT", 18),
            key(
                "REJECT",
                19,
                integer("key"),
                unsigned("timeout"),
                unsigned("error"),
                integer("keyring")),
            key("INSTANTIATE_IOV", 20, integer("key"), iovecIn(3), size("ioc"), integer("keyring")),
            key("INVALIDATE", 21, integer("key")),
            key("GET_PERSISTENT", 22, id("uid"), integer("dest")),
            key(
                "DH_COMPUTE",
                23,
                in("params", KEYCTL_DH_PARAMS),
                out("buffer", returned(3)),
                size("buflen"),
                structure(
                    "kdf",
                    Direction.IN,
                    fixed(KEYCTL_KDF_PARAMS),
                    pointsToString(0),
                    pointsTo(8, Direction.IN, 16, 4, 1))),
            key(
                "PKEY_QUERY",
                24,
                integer("key"),
                unused(),
                path("info"),
                out("result", KEYCTL_PKEY_QUERY)),
            transform("PKEY_ENCRYPT", 25, out("out", pkeyOutput())),
            transform("PKEY_DECRYPT", 26, out("out", pkeyOutput())),
            transform("PKEY_SIGN", 27, out("out", pkeyOutput())),
            transform(
                "PKEY_VERIFY",
                28,
                in("signature", computed("in2_len", (c, m) -> field(c, 1, 8, m)))),
            key("RESTRICT_KEYRING", 29, integer("keyring"), path("type"), path("restriction")),
            key("MOVE", 30, integer("key"), integer("from"), integer("to"), flags()),
            key("CAPABILITIES", 31, out("buffer", capabilities()), size("buflen")),
            key("WATCH_KEY", 32, integer("key"), fd(), integer("watch_id"))));
  }

  /** Nothing is written unless the buffer holds all of it; the result is the whole length. */
  private static Size whole(int length) {
    return computed(
        "the result, if that is at most " + "buflen",
        (call, memory) -> call.arg(length),
        (call, exit) -> exit.result() <= call.arg(length) ? Math.max(exit.result(), 0) : 0);
  }

  /** The kernel fills the whole buffer: what it knows, then zeroes. */
  private static Size capabilities() {
    return bytes(2);
  }

  private static Size pkeyOutput() {
    return computed(
        "the result, at most out_len",
        (call, memory) -> field(call, 1, 8, memory),
        (call, exit) -> Math.min(Math.max(exit.result(), 0), field(call, 1, 8, exit.memory())));
  }

  private static SyscallSpec transform(String name, int number, Arg second) {
    return key(
        name,
        number,
        in("params", KEYCTL_PKEY_PARAMS),
        path("info"),
        in("in", computed("in_len", (call, memory) -> field(call, 1, 4, memory))),
        second);
  }

  private static SyscallSpec key(String name, int number, Arg... rest) {
    String full = "KEYCTL_" + name;
    Arg[] args = new Arg[rest.length + 1];
    args[0] = flags("operation", Symbols.values(full + "=" + number));
    System.arraycopy(rest, 0, args, 1, rest.length);
    return operation(full, number, args);
  }
}
