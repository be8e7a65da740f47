package dev.jrr.tracee.syscalls;

import static dev.jrr.tracee.syscalls.Layout.*;
import static dev.jrr.tracee.syscalls.Rows.*;

import java.util.ArrayList;
import java.util.List;

/** The options of prctl(2), arch_prctl(2) and modify_ldt(2). */
final class PrctlVariants {
  private PrctlVariants() {}

  /** Options with nothing but plain values; linux/prctl.h. */
  private static final String PLAIN =
      "PR_SET_PDEATHSIG=1 PR_GET_DUMPABLE=3 PR_GET_KEEPCAPS=7 PR_SET_KEEPCAPS=8 PR_GET_TIMING=13 "
          + "PR_SET_TIMING=14 PR_GET_SECCOMP=21 PR_CAPBSET_READ=23 PR_CAPBSET_DROP=24 "
          + "PR_GET_SECUREBITS=27 PR_SET_SECUREBITS=28 PR_SET_TIMERSLACK=29 PR_GET_TIMERSLACK=30 "
          + "PR_TASK_PERF_EVENTS_DISABLE=31 PR_TASK_PERF_EVENTS_ENABLE=32 PR_MCE_KILL=33 "
          + "PR_MCE_KILL_GET=34 PR_SET_CHILD_SUBREAPER=36 PR_GET_NO_NEW_PRIVS=39 "
          + "PR_SET_THP_DISABLE=41 PR_GET_THP_DISABLE=42 PR_MPX_ENABLE_MANAGEMENT=43 "
          + "PR_MPX_DISABLE_MANAGEMENT=44 PR_CAP_AMBIENT=47 PR_GET_SPECULATION_CTRL=52 "
          + "PR_SET_SPECULATION_CTRL=53 PR_SET_IO_FLUSHER=57 PR_GET_IO_FLUSHER=58 "
          + "PR_SET_MDWE=65 PR_GET_MDWE=66 PR_SET_MEMORY_MERGE=67 PR_GET_MEMORY_MERGE=68 "
          + "PR_TIMER_CREATE_RESTORE_IDS=77 PR_FUTEX_HASH=78 PR_SET_PTRACER=0x59616d61";

  /** Options that other architectures have; x86-64 answers EINVAL. */
  private static final String FOREIGN =
      "PR_GET_UNALIGN=5 PR_SET_UNALIGN=6 PR_GET_FPEMU=9 PR_SET_FPEMU=10 PR_GET_FPEXC=11 "
          + "PR_SET_FPEXC=12 PR_GET_ENDIAN=19 PR_SET_ENDIAN=20 PR_SET_FP_MODE=45 PR_GET_FP_MODE=46 "
          + "PR_SVE_SET_VL=50 PR_SVE_GET_VL=51 PR_PAC_RESET_KEYS=54 PR_SET_TAGGED_ADDR_CTRL=55 "
          + "PR_GET_TAGGED_ADDR_CTRL=56 PR_PAC_SET_ENABLED_KEYS=60 PR_PAC_GET_ENABLED_KEYS=61 "
          + "PR_SME_SET_VL=63 PR_SME_GET_VL=64 PR_RISCV_V_SET_CONTROL=69 "
          + "PR_RISCV_V_GET_CONTROL=70 PR_RISCV_SET_ICACHE_FLUSH_CTX=71 PR_PPC_GET_DEXCR=72 "
          + "PR_PPC_SET_DEXCR=73 PR_GET_SHADOW_STACK_STATUS=74 PR_SET_SHADOW_STACK_STATUS=75 "
          + "PR_LOCK_SHADOW_STACK_STATUS=76";

  static Variants prctl() {
    List<SyscallSpec> rows = new ArrayList<>();
    for (String definition : (PLAIN + " " + FOREIGN).split(" ")) {
      int equals = definition.indexOf('=');
      rows.add(
          option(
              definition.substring(0, equals),
              Long.decode(definition.substring(equals + 1)),
              number("arg2"),
              number("arg3"),
              number("arg4"),
              number("arg5")));
    }
    rows.addAll(
        List.of(
            option("PR_GET_PDEATHSIG", 2, out("signal", INT)),
            option("PR_SET_DUMPABLE", 4, integer("dumpable")).special("prctl_dumpable"),
            option("PR_SET_NAME", 15, path("name")).special("prctl_name"),
            option("PR_GET_NAME", 16, out("name", fixed(16))),
            option("PR_SET_SECCOMP", 22, integer("mode"), seccompFilter()).special("prctl_seccomp"),
            option("PR_GET_TSC", 25, out("mode", INT)).special("prctl_tsc"),
            option("PR_SET_TSC", 26, integer("mode")).special("prctl_tsc"),
            option("PR_SET_MM", 35, integer("field"), address("addr"), size("size"), unused())
                .special("prctl_mm"),
            option("PR_GET_CHILD_SUBREAPER", 37, out("isset", INT)),
            option("PR_SET_NO_NEW_PRIVS", 38, integer("value")).special("prctl_no_new_privs"),
            option("PR_GET_TID_ADDRESS", 40, out("address", LONG)),
            option(
                    "PR_SET_SYSCALL_USER_DISPATCH",
                    59,
                    integer("mode"),
                    address("offset"),
                    size("len"),
                    address("selector"))
                .special("prctl_syscall_user_dispatch"),
            option(
                "PR_SCHED_CORE",
                62,
                integer("operation"),
                pid(),
                integer("scope"),
                sparse("cookie", LONG)),
            option("PR_GET_AUXV", 0x41555856L, out("auxv", auxiliary()), size("size")),
            option(
                    "PR_SET_VMA",
                    0x53564d41L,
                    integer("attribute"),
                    address("addr"),
                    size("size"),
                    path("name"))
                .special("prctl_set_vma")));
    return Variants.of(args -> args[0] & 0xffffffffL, "Add the option to PrctlVariants.", rows);
  }

  /** The whole vector's size is returned; at most the buffer's is written. */
  private static Size auxiliary() {
    return returned(2);
  }

  /** Only SECCOMP_MODE_FILTER (2) has a program; in strict mode the pointer is ignored. */
  private static Arg seccompFilter() {
    return filterProgram(
        "prog", computed("sock_fprog", (call, memory) -> call.value(1) == 2 ? 16 : 0));
  }

  private static SyscallSpec option(String name, long number, Arg... rest) {
    Arg[] args = new Arg[rest.length + 1];
    args[0] = flags("option", Symbols.values(name + "=" + number));
    System.arraycopy(rest, 0, args, 1, rest.length);
    return operation(name, number, args);
  }

  /** The codes of arch_prctl(2); asm/prctl.h. */
  static Variants archPrctl() {
    return Variants.of(
        args -> args[0] & 0xffffffffL,
        "Add the code to PrctlVariants.archPrctl.",
        List.of(
            option("ARCH_SET_GS", 0x1001, address("addr")).special("arch_prctl"),
            option("ARCH_SET_FS", 0x1002, address("addr")).special("arch_prctl"),
            option("ARCH_GET_FS", 0x1003, out("addr", LONG)),
            option("ARCH_GET_GS", 0x1004, out("addr", LONG)),
            option("ARCH_GET_CPUID", 0x1011),
            option("ARCH_SET_CPUID", 0x1012, integer("enable")).special("arch_prctl"),
            option("ARCH_GET_XCOMP_SUPP", 0x1021, out("features", LONG)),
            option("ARCH_GET_XCOMP_PERM", 0x1022, out("features", LONG)),
            option("ARCH_REQ_XCOMP_PERM", 0x1023, number("feature")).special("arch_prctl"),
            option("ARCH_GET_XCOMP_GUEST_PERM", 0x1024, out("features", LONG)),
            option("ARCH_REQ_XCOMP_GUEST_PERM", 0x1025, number("feature")),
            option("ARCH_MAP_VDSO_X32", 0x2001, address("addr")).special("arch_prctl"),
            option("ARCH_MAP_VDSO_32", 0x2002, address("addr")).special("arch_prctl"),
            option("ARCH_MAP_VDSO_64", 0x2003, address("addr")).special("arch_prctl"),
            option("ARCH_CET_STATUS", 0x3001, address("addr")).note("EINVAL since Linux 6.6"),
            option("ARCH_GET_UNTAG_MASK", 0x4001, out("mask", LONG)),
            option("ARCH_ENABLE_TAGGED_ADDR", 0x4002, number("bits")).special("arch_prctl"),
            option("ARCH_GET_MAX_TAG_BITS", 0x4003, out("bits", LONG)),
            option("ARCH_FORCE_TAGGED_SVA", 0x4004).special("arch_prctl"),
            option("ARCH_SHSTK_ENABLE", 0x5001, number("features")).special("arch_prctl"),
            option("ARCH_SHSTK_DISABLE", 0x5002, number("features")).special("arch_prctl"),
            option("ARCH_SHSTK_LOCK", 0x5003, number("features")).special("arch_prctl"),
            option("ARCH_SHSTK_UNLOCK", 0x5004, number("features")).special("arch_prctl"),
            option("ARCH_SHSTK_STATUS", 0x5005, out("features", LONG))));
  }

  /**
   * The functions of modify_ldt(2); arch/x86/kernel/ldt.c. Replay has no table of such segments:
   * they are refused, as by a kernel without CONFIG_MODIFY_LDT_SYSCALL.
   */
  static Variants modifyLdt() {
    return Variants.of(
        args -> args[0] & 0xffffffffL,
        "Add the function to PrctlVariants.modifyLdt.",
        List.of(
            operation("read", 0, integer("func"), out("ptr", returned(2)), size("bytecount")),
            operation("write_old", 1, integer("func"), in("ptr", USER_DESC), size("bytecount"))
                .special("enosys"),
            operation("default", 2, integer("func"), out("ptr", returned(2)), size("bytecount")),
            operation("write", 17, integer("func"), in("ptr", USER_DESC), size("bytecount"))
                .special("enosys")));
  }
}
