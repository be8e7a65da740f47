package dev.jrr.tracee.syscalls;

import static dev.jrr.tracee.syscalls.Layout.*;
import static dev.jrr.tracee.syscalls.Rows.*;

import java.util.List;

/** Tasks: their life, identity and limits. */
final class ProcessCalls {
  private ProcessCalls() {}

  private static final long WNOHANG = 1;

  /** struct siginfo up to si_status; waitid(2) writes no more. */
  private static final int WAITED_SIGINFO = 28;

  static List<SyscallSpec> life() {
    return List.of(
        call(
                "clone",
                56,
                flags(SymbolSets.CLONE),
                address("stack"),
                sparse("parent_tid", INT).asKey(),
                address("child_tid"),
                address("tls"))
            .special(),
        call(
                "clone3",
                435,
                structure(
                    "cl_args",
                    Direction.IN,
                    bytes(1),
                    pointsTo(8, Direction.SPARSE, 4),
                    pointsTo(24, Direction.SPARSE, 4)),
                size("size"))
            .special(),
        call("fork", 57).special(),
        call("vfork", 58).special(),
        call("execve", 59, path(), strings("argv"), strings("envp")).special(),
        call(
                "execveat",
                322,
                dirfd(),
                path(),
                strings("argv"),
                strings("envp"),
                flags(SymbolSets.AT))
            .special(),
        call("exit", 60, integer("status")).special(),
        call("exit_group", 231, integer("status")).special(),
        call(
                "wait4",
                61,
                pid(),
                out("wstatus", INT).when(When.POSITIVE),
                flags("options", SymbolSets.WAIT),
                out("rusage", RUSAGE).when(When.POSITIVE))
            .blocksUnless(2, WNOHANG, "WNOHANG"),
        call(
                "waitid",
                247,
                choice("idtype", SymbolSets.ID_TYPE),
                pid("id"),
                sparse("infop", fixed(WAITED_SIGINFO)).when(When.ALWAYS),
                flags("options", SymbolSets.WAIT),
                sparse("rusage", RUSAGE))
            .blocksUnless(3, WNOHANG, "WNOHANG"),
        call("set_tid_address", 218, address("tidptr")).special(),
        call("set_robust_list", 273, address("head"), size("len")).special(),
        call("get_robust_list", 274, pid(), out("head_ptr", LONG), out("len_ptr", LONG)),
        call("rseq", 334, address("rseq"), unsigned("rseq_len"), flags(), flags("sig", null))
            .special("enosys"),
        call("restart_syscall", 219)
            .mayBlock()
            .special()
            .note("goes on with the interrupted call: its row, pointers and scratch apply"),
        call("unshare", 272, flags(SymbolSets.CLONE)),
        call("setns", 308, fd(), flags("nstype", SymbolSets.CLONE)),
        call("pidfd_open", 434, pid(), flags()),
        call("personality", 135, flags("persona", null)).special(),
        call("prctl", 157, integer("option")).by(PrctlVariants::prctl),
        call("arch_prctl", 158, integer("code"), address("addr")).by(PrctlVariants::archPrctl),
        call("ptrace", 101, integer("request"), pid(), address("addr"), address("data"))
            .by(PtraceVariants::table),
        call("set_thread_area", 205, inout("u_info", USER_DESC)).special(),
        call("get_thread_area", 211, inout("u_info", USER_DESC)),
        call("modify_ldt", 154, integer("func"), address("ptr"), size("bytecount"))
            .by(PrctlVariants::modifyLdt),
        call("uprobe", 336).special("enosys"),
        call("uretprobe", 335).special("enosys"));
  }

  static List<SyscallSpec> identity() {
    return List.of(
        call("getpid", 39),
        call("gettid", 186),
        call("getppid", 110),
        call("getuid", 102),
        call("geteuid", 107),
        call("getgid", 104),
        call("getegid", 108),
        call("setuid", 105, id("uid")),
        call("setgid", 106, id("gid")),
        call("setreuid", 113, id("ruid"), id("euid")),
        call("setregid", 114, id("rgid"), id("egid")),
        call("setresuid", 117, id("ruid"), id("euid"), id("suid")),
        call("setresgid", 119, id("rgid"), id("egid"), id("sgid")),
        call("getresuid", 118, out("ruid", INT), out("euid", INT), out("suid", INT)),
        call("getresgid", 120, out("rgid", INT), out("egid", INT), out("sgid", INT)),
        call("setfsuid", 122, id("fsuid")),
        call("setfsgid", 123, id("fsgid")),
        call("getgroups", 115, integer("size"), out("list", returnedElements(0, INT))),
        call("setgroups", 116, integer("size"), in("list", elements(0, INT))),
        call("getpgid", 121, pid()),
        call("setpgid", 109, pid(), pid("pgid")),
        call("getpgrp", 111),
        call("getsid", 124, pid()),
        call("setsid", 112),
        call(
            "capget",
            125,
            inout("hdrp", CAP_HEADER).when(When.ALWAYS),
            out("datap", computed("by the header's version", ProcessCalls::capabilityBytes))),
        call(
            "capset",
            126,
            inout("hdrp", CAP_HEADER).when(When.ALWAYS),
            in("datap", computed("by the header's version", ProcessCalls::capabilityBytes))));
  }

  /** linux/capability.h: version 1 has one 32-bit slice, 2 and 3 have two. */
  private static long capabilityBytes(Call call, MemoryView memory) {
    long version = field(call, 0, 0, memory);
    return version == 0x19980330L ? CAP_DATA.bytes() : 2L * CAP_DATA.bytes();
  }

  static List<SyscallSpec> limits() {
    return List.of(
        call("getrlimit", 97, choice("resource", SymbolSets.RLIMIT), out("rlim", Layout.RLIMIT)),
        call("setrlimit", 160, choice("resource", SymbolSets.RLIMIT), in("rlim", Layout.RLIMIT)),
        call(
            "prlimit64",
            302,
            pid(),
            choice("resource", SymbolSets.RLIMIT),
            in("new_limit", Layout.RLIMIT),
            out("old_limit", Layout.RLIMIT)),
        call("getrusage", 98, choice("who", SymbolSets.RUSAGE), out("usage", RUSAGE)),
        call("times", 100, out("buf", TMS)),
        call("getpriority", 140, choice("which", SymbolSets.PRIORITY), id("who")),
        call("setpriority", 141, choice("which", SymbolSets.PRIORITY), id("who"), integer("prio")),
        call("ioprio_get", 252, integer("which"), id("who")),
        call("ioprio_set", 251, integer("which"), id("who"), integer("ioprio")),
        call("acct", 163, path("filename")));
  }

  static List<SyscallSpec> scheduling() {
    return List.of(
        call("sched_yield", 24),
        call("sched_setparam", 142, pid(), in("param", SCHED_PARAM)),
        call("sched_getparam", 143, pid(), out("param", SCHED_PARAM)),
        call(
            "sched_setscheduler",
            144,
            pid(),
            choice("policy", SymbolSets.SCHED),
            in("param", SCHED_PARAM)),
        call("sched_getscheduler", 145, pid()),
        call("sched_get_priority_max", 146, choice("policy", SymbolSets.SCHED)),
        call("sched_get_priority_min", 147, choice("policy", SymbolSets.SCHED)),
        call("sched_rr_get_interval", 148, pid(), out("tp", TIMESPEC)),
        call("sched_setaffinity", 203, pid(), unsigned("cpusetsize"), in("mask", bytes(1)))
            .special(),
        call("sched_getaffinity", 204, pid(), unsigned("cpusetsize"), out("mask", returned(1)))
            .special(),
        call(
            "sched_setattr",
            314,
            pid(),
            in(
                "attr",
                computed(
                    "attr.size, at least the first version's",
                    (call, memory) -> Math.min(Math.max(field(call, 1, 0, memory), 48), 4096))),
            flags()),
        call("sched_getattr", 315, pid(), out("attr", bytes(2)), unsigned("size"), flags())
            .note("the kernel fills the whole buffer, with zeroes beyond what it knows"),
        call("getcpu", 309, out("cpu", INT), out("node", INT), address("tcache")));
  }
}
