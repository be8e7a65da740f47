package dev.jrr.tracee.syscalls;

import static dev.jrr.tracee.syscalls.Rows.*;

import java.util.List;

/** Directories, names and mounts. */
final class DirectoryCalls {
  private DirectoryCalls() {}

  static List<SyscallSpec> rows() {
    return List.of(
        call("getdents", 78, fd(), out("dirp", returned(2)), unsigned("count")),
        call("getdents64", 217, fd(), out("dirp", returned(2)), unsigned("count")),
        call("getcwd", 79, out("buf", returned(1)), size("size")),
        call("chdir", 80, path()),
        call("fchdir", 81, fd()),
        call("chroot", 161, path()),
        call("rename", 82, path("oldpath"), path("newpath")),
        call(
            "renameat",
            264,
            dirfd("olddirfd"),
            path("oldpath"),
            dirfd("newdirfd"),
            path("newpath")),
        call(
            "renameat2",
            316,
            dirfd("olddirfd"),
            path("oldpath"),
            dirfd("newdirfd"),
            path("newpath"),
            flags(SymbolSets.RENAME)),
        call("mkdir", 83, path(), mode()),
        call("mkdirat", 258, dirfd(), path(), mode()),
        call("rmdir", 84, path()),
        call("link", 86, path("oldpath"), path("newpath")),
        call(
            "linkat",
            265,
            dirfd("olddirfd"),
            path("oldpath"),
            dirfd("newdirfd"),
            path("newpath"),
            flags(SymbolSets.AT)),
        call("unlink", 87, path()),
        call("unlinkat", 263, dirfd(), path(), flags(SymbolSets.AT)),
        call("symlink", 88, path("target"), path("linkpath")),
        call("symlinkat", 266, path("target"), dirfd("newdirfd"), path("linkpath")),
        call("mknod", 133, path(), mode(), unsigned("dev")),
        call("mknodat", 259, dirfd(), path(), mode(), unsigned("dev")));
  }

  static List<SyscallSpec> mounts() {
    return List.of(
        call(
            "mount",
            165,
            path("source"),
            path("target"),
            path("filesystemtype"),
            value("mountflags", Arg.Kind.FLAGS64, SymbolSets.MOUNT),
            path("data")),
        call("umount2", 166, path("target"), flags(SymbolSets.UMOUNT)),
        call("pivot_root", 155, path("new_root"), path("put_old")),
        call("open_tree", 428, dirfd(), path(), flags()),
        call("open_tree_attr", 467, dirfd(), path(), flags(), in("uattr", bytes(4)), size("usize")),
        call(
            "move_mount",
            429,
            dirfd("from_dirfd"),
            path("from_pathname"),
            dirfd("to_dirfd"),
            path("to_pathname"),
            flags()),
        call("fsopen", 430, path("fsname"), flags()),
        call("fsconfig", 431, fd(), unsigned("cmd"), path("key"), address("value"), integer("aux"))
            .by(MountVariants::fsconfig),
        call("fsmount", 432, fd(), flags(), flags("attr_flags", null)),
        call("fspick", 433, dirfd(), path(), flags()),
        call("mount_setattr", 442, dirfd(), path(), flags(), in("uattr", bytes(4)), size("usize")),
        call(
            "statmount",
            457,
            in("req", computed("req.size", (call, memory) -> requestBytes(call, memory))),
            out(
                "buf",
                computed(
                    "buf.size, at most bufsize",
                    (call, memory) -> call.arg(2),
                    (call, exit) -> Math.min(field(call, 1, 0, exit.memory()), call.arg(2)))),
            size("bufsize"),
            flags()),
        call(
            "listmount",
            458,
            in("req", computed("req.size", (call, memory) -> requestBytes(call, memory))),
            out("mnt_ids", returnedElements(2, Layout.LONG)),
            size("nr_mnt_ids"),
            flags()));
  }

  /** struct mnt_id_req begins with its own size; the kernel refuses more than a page. */
  private static long requestBytes(Call call, MemoryView memory) {
    return Math.min(field(call, 0, 0, memory), 4096);
  }
}
