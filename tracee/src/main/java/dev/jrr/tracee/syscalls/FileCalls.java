package dev.jrr.tracee.syscalls;

import static dev.jrr.tracee.syscalls.Layout.*;
import static dev.jrr.tracee.syscalls.Rows.*;

import java.util.List;

/** Files by name, their status and attributes. */
final class FileCalls {
  private FileCalls() {}

  private static final long O_NONBLOCK = 0x800;
  private static final String NONBLOCK = "O_NONBLOCK";
  private static final String FIFO = "waits for a FIFO's other end, a device or a lease";

  /** name_to_handle_at(2): the 8-byte head, then as many bytes as its first field says. */
  private static final Size HANDLE =
      computed("8 + handle_bytes", (call, memory) -> 8 + Math.min(field(call, 2, 0, memory), 128));

  static List<SyscallSpec> rows() {
    return List.of(
        call("open", 2, path(), flags(SymbolSets.OPEN), mode())
            .blocksUnless(1, O_NONBLOCK, NONBLOCK)
            .note(FIFO),
        call("creat", 85, path(), mode()).mayBlock(),
        call("openat", 257, dirfd(), path(), flags(SymbolSets.OPEN), mode())
            .blocksUnless(2, O_NONBLOCK, NONBLOCK)
            .note(FIFO),
        call("openat2", 437, dirfd(), path(), in("how", bytes(3)), size("size")).mayBlock(),
        call("stat", 4, path(), out("statbuf", STAT)),
        call("fstat", 5, fd(), out("statbuf", STAT)),
        call("lstat", 6, path(), out("statbuf", STAT)),
        call("newfstatat", 262, dirfd(), path(), out("statbuf", STAT), flags(SymbolSets.AT)),
        call(
            "statx",
            332,
            dirfd(),
            path(),
            flags(SymbolSets.AT),
            flags("mask", SymbolSets.STATX),
            out("statxbuf", STATX)),
        call("access", 21, path(), flags("mode", SymbolSets.ACCESS)),
        call("faccessat", 269, dirfd(), path(), flags("mode", SymbolSets.ACCESS)),
        call(
            "faccessat2",
            439,
            dirfd(),
            path(),
            flags("mode", SymbolSets.ACCESS),
            flags(SymbolSets.AT)),
        call("readlink", 89, path(), out("buf", returned(2)), integer("bufsiz")),
        call("readlinkat", 267, dirfd(), path(), out("buf", returned(3)), integer("bufsiz")),
        call("truncate", 76, path(), offset("length")).mayBlock().note("waits for a lease"),
        call("chmod", 90, path(), mode()),
        call("fchmod", 91, fd(), mode()),
        call("fchmodat", 268, dirfd(), path(), mode()),
        call("fchmodat2", 452, dirfd(), path(), mode(), flags(SymbolSets.AT)),
        call("chown", 92, path(), id("owner"), id("group")),
        call("fchown", 93, fd(), id("owner"), id("group")),
        call("lchown", 94, path(), id("owner"), id("group")),
        call("fchownat", 260, dirfd(), path(), id("owner"), id("group"), flags(SymbolSets.AT)),
        call("umask", 95, mode()),
        call("utime", 132, path(), in("times", UTIMBUF)),
        call("utimes", 235, path(), in("times", fixed(32))),
        call("futimesat", 261, dirfd(), path(), in("times", fixed(32))),
        call("utimensat", 280, dirfd(), path(), in("times", fixed(32)), flags(SymbolSets.AT)),
        call("statfs", 137, path(), out("buf", STATFS)),
        call("fstatfs", 138, fd(), out("buf", STATFS)),
        call("ustat", 136, unsigned("dev"), out("ubuf", USTAT)),
        call(
            "name_to_handle_at",
            303,
            dirfd(),
            path(),
            inout("handle", HANDLE).when(When.SUCCESS_OR_OVERFLOW),
            sparse(
                    "mount_id",
                    computed(
                        "4, or 8 with AT_HANDLE_MNT_ID_UNIQUE",
                        (call, memory) -> (call.arg(4) & 1) != 0 ? 8 : 4))
                .when(When.SUCCESS_OR_OVERFLOW),
            flags(SymbolSets.AT)),
        call(
                "open_by_handle_at",
                304,
                fd("mount_fd"),
                in(
                    "handle",
                    computed(
                        "8 + handle_bytes",
                        (call, memory) -> 8 + Math.min(field(call, 1, 0, memory), 128))),
                flags(SymbolSets.OPEN))
            .blocksUnless(2, O_NONBLOCK, NONBLOCK),
        call(
            "file_getattr",
            468,
            dirfd(),
            path(),
            out("ufattr", bytes(3)),
            size("usize"),
            flags(SymbolSets.AT)),
        call(
            "file_setattr",
            469,
            dirfd(),
            path(),
            in("ufattr", bytes(3)),
            size("usize"),
            flags(SymbolSets.AT)));
  }

  static List<SyscallSpec> extendedAttributes() {
    return List.of(
        setxattr("setxattr", 188, path()),
        setxattr("lsetxattr", 189, path()),
        setxattr("fsetxattr", 190, fd()),
        getxattr("getxattr", 191, path()),
        getxattr("lgetxattr", 192, path()),
        getxattr("fgetxattr", 193, fd()),
        call("listxattr", 194, path(), out("list", returned(2)), size("size")),
        call("llistxattr", 195, path(), out("list", returned(2)), size("size")),
        call("flistxattr", 196, fd(), out("list", returned(2)), size("size")),
        call("removexattr", 197, path(), path("name")),
        call("lremovexattr", 198, path(), path("name")),
        call("fremovexattr", 199, fd(), path("name")),
        call(
            "setxattrat",
            463,
            dirfd(),
            path(),
            flags(SymbolSets.AT),
            path("name"),
            structure("args", Direction.IN, bytes(5), pointsTo(0, Direction.IN, 8, 4, 1)),
            size("usize")),
        call(
            "getxattrat",
            464,
            dirfd(),
            path(),
            flags(SymbolSets.AT),
            path("name"),
            structure("args", Direction.IN, bytes(5), pointsTo(0, Direction.OUT, 8, 4, 1)),
            size("usize")),
        call(
            "listxattrat",
            465,
            dirfd(),
            path(),
            flags(SymbolSets.AT),
            out("list", returned(4)),
            size("size")),
        call("removexattrat", 466, dirfd(), path(), flags(SymbolSets.AT), path("name")));
  }

  private static SyscallSpec setxattr(String name, int number, Arg file) {
    return call(
        name,
        number,
        file,
        path("name"),
        in("value", bytes(3)),
        size("size"),
        flags(SymbolSets.XATTR));
  }

  private static SyscallSpec getxattr(String name, int number, Arg file) {
    return call(name, number, file, path("name"), out("value", returned(3)), size("size"));
  }

  static List<SyscallSpec> notification() {
    return List.of(
        call("inotify_init", 253),
        call("inotify_init1", 294, flags(SymbolSets.CLOEXEC_NONBLOCK)),
        call("inotify_add_watch", 254, fd(), path(), flags("mask", SymbolSets.INOTIFY)),
        call("inotify_rm_watch", 255, fd(), integer("wd")),
        call("fanotify_init", 300, flags(), flags("event_f_flags", SymbolSets.OPEN)),
        call(
            "fanotify_mark",
            301,
            fd("fanotify_fd"),
            flags(),
            value("mask", Arg.Kind.FLAGS64, null),
            dirfd(),
            path()));
  }
}
