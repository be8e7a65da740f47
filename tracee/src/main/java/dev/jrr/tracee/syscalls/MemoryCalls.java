package dev.jrr.tracee.syscalls;

import static dev.jrr.tracee.syscalls.Layout.*;
import static dev.jrr.tracee.syscalls.Rows.*;

import java.util.List;

/** The address space. What changes it is made for real at replay. */
final class MemoryCalls {
  private MemoryCalls() {}

  static List<SyscallSpec> rows() {
    return List.of(
        call(
                "mmap",
                9,
                address("addr"),
                size("length"),
                flags("prot", SymbolSets.PROT),
                flags(SymbolSets.MAP),
                fd(),
                offset())
            .special(),
        call("munmap", 11, address("addr"), size("length")).special(),
        call("mprotect", 10, address("addr"), size("len"), flags("prot", SymbolSets.PROT))
            .special(),
        call(
                "pkey_mprotect",
                329,
                address("addr"),
                size("len"),
                flags("prot", SymbolSets.PROT),
                integer("pkey"))
            .special(),
        call("pkey_alloc", 330, flags(), flags("access_rights", null))
            .special()
            .note("changes the task's PKRU register"),
        call("pkey_free", 331, integer("pkey")).special(),
        call(
                "mremap",
                25,
                address("old_address"),
                size("old_size"),
                size("new_size"),
                flags(SymbolSets.MREMAP),
                address("new_address"))
            .special(),
        call("brk", 12, address("addr")).special(),
        call("madvise", 28, address("addr"), size("length"), choice("advice", SymbolSets.MADVISE))
            .special(),
        call(
                "remap_file_pages",
                216,
                address("addr"),
                size("size"),
                flags("prot", SymbolSets.PROT),
                size("pgoff"),
                flags(SymbolSets.MAP))
            .special("enosys"),
        call("mseal", 462, address("addr"), size("len"), flags()).special(),
        call("map_shadow_stack", 453, address("addr"), size("size"), flags()).special(),
        call(
                "process_madvise",
                440,
                fd("pidfd"),
                in("vec", elements(2, IOVEC)),
                size("vlen"),
                choice("advice", SymbolSets.MADVISE),
                flags())
            .special(),
        call("process_mrelease", 448, fd("pidfd"), flags()),
        call("msync", 26, address("addr"), size("length"), flags(SymbolSets.MSYNC)),
        call(
            "mincore",
            27,
            address("addr"),
            size("length"),
            // At a hole it fails, having told of what is before it.
            sparse(
                    "vec",
                    computed("one byte a page of length", (call, memory) -> pages(call.arg(1))))
                .when(When.ALWAYS)),
        call("mlock", 149, address("addr"), size("len")),
        call("mlock2", 325, address("addr"), size("len"), flags()),
        call("munlock", 150, address("addr"), size("len")),
        call("mlockall", 151, flags(SymbolSets.MLOCKALL)),
        call("munlockall", 152),
        call("membarrier", 324, choice("cmd", SymbolSets.MEMBARRIER), flags(), integer("cpu_id")),
        call("userfaultfd", 323, flags()).special("enosys"),
        vmTransfer("process_vm_readv", 310, iovecOut(2)),
        vmTransfer("process_vm_writev", 311, iovecIn(2)));
  }

  private static SyscallSpec vmTransfer(String name, int number, Arg local) {
    return call(
        name,
        number,
        pid(),
        local,
        size("liovcnt"),
        in("remote_iov", elements(4, IOVEC)),
        size("riovcnt"),
        flags());
  }

  private static long pages(long length) {
    return (length >>> 12) + ((length & 4095) == 0 ? 0 : 1);
  }

  static List<SyscallSpec> placement() {
    return List.of(
        call(
            "mbind",
            237,
            address("addr"),
            size("len"),
            integer("mode"),
            nodes("nodemask", 4),
            size("maxnode"),
            flags()),
        call("set_mempolicy", 238, integer("mode"), nodes("nodemask", 2), size("maxnode")),
        call(
            "get_mempolicy",
            239,
            out("mode", INT),
            out("nodemask", computed("maxnode bits", (call, memory) -> nodeBytes(call.arg(2)))),
            size("maxnode"),
            address("addr"),
            flags()),
        call(
            "set_mempolicy_home_node",
            450,
            address("start"),
            size("len"),
            size("home_node"),
            flags()),
        call(
            "migrate_pages",
            256,
            pid(),
            size("maxnode"),
            nodes("old_nodes", 1),
            nodes("new_nodes", 1)),
        call(
            "move_pages",
            279,
            pid(),
            size("count"),
            in("pages", elements(1, LONG)),
            in("nodes", elements(1, INT)),
            sparse("status", elements(1, INT)).when(When.ALWAYS),
            flags()));
  }

  private static Arg nodes(String name, int count) {
    return in(name, computed("bits", (call, memory) -> nodeBytes(call.arg(count))));
  }

  /** mm/mempolicy.c: maxnode is one more than the number of bits; whole words are copied. */
  private static long nodeBytes(long maxnode) {
    return maxnode <= 0 ? 0 : Math.min((maxnode - 1 + 63) / 64 * 8, 4096);
  }
}
