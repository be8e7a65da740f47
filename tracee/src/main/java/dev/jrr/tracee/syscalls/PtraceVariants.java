package dev.jrr.tracee.syscalls;

import static dev.jrr.tracee.syscalls.Layout.*;
import static dev.jrr.tracee.syscalls.Rows.*;

import java.util.ArrayList;
import java.util.List;

/**
 * The requests of ptrace(2); linux/ptrace.h and asm/ptrace-abi.h. A recorded program that traces
 * others is served by the recorder itself, which still needs to know what is read and written.
 */
final class PtraceVariants {
  private PtraceVariants() {}

  /** Requests whose addr and data are plain values. */
  private static final String PLAIN =
      "PTRACE_TRACEME=0 PTRACE_POKETEXT=4 PTRACE_POKEDATA=5 PTRACE_POKEUSER=6 PTRACE_CONT=7 "
          + "PTRACE_KILL=8 PTRACE_SINGLESTEP=9 PTRACE_ATTACH=16 PTRACE_DETACH=17 "
          + "PTRACE_OLDSETOPTIONS=21 PTRACE_SYSCALL=24 PTRACE_SYSEMU=31 "
          + "PTRACE_SYSEMU_SINGLESTEP=32 PTRACE_SINGLEBLOCK=33 PTRACE_SETOPTIONS=0x4200 "
          + "PTRACE_SEIZE=0x4206 PTRACE_INTERRUPT=0x4207 PTRACE_LISTEN=0x4208";

  static Variants table() {
    List<SyscallSpec> rows = new ArrayList<>();
    for (String definition : PLAIN.split(" ")) {
      int equals = definition.indexOf('=');
      rows.add(
          request(
              definition.substring(0, equals),
              Integer.decode(definition.substring(equals + 1)),
              address("addr"),
              address("data")));
    }
    rows.addAll(
        List.of(
            request("PTRACE_PEEKTEXT", 1, address("addr"), out("data", LONG)),
            request("PTRACE_PEEKDATA", 2, address("addr"), out("data", LONG)),
            request("PTRACE_PEEKUSER", 3, address("addr"), out("data", LONG)),
            request("PTRACE_GETREGS", 12, unused(), out("data", USER_REGS)),
            request("PTRACE_SETREGS", 13, unused(), in("data", USER_REGS)),
            request("PTRACE_GETFPREGS", 14, unused(), out("data", USER_FPREGS)),
            request("PTRACE_SETFPREGS", 15, unused(), in("data", USER_FPREGS)),
            request("PTRACE_GETFPXREGS", 18, unused(), out("data", USER_FPREGS)),
            request("PTRACE_SETFPXREGS", 19, unused(), in("data", USER_FPREGS)),
            request("PTRACE_GET_THREAD_AREA", 25, integer("addr"), out("data", USER_DESC)),
            request("PTRACE_SET_THREAD_AREA", 26, integer("addr"), in("data", USER_DESC)),
            request("PTRACE_ARCH_PRCTL", 30, sparse("addr", LONG), integer("data")),
            request("PTRACE_GETEVENTMSG", 0x4201, unused(), out("data", LONG)),
            request("PTRACE_GETSIGINFO", 0x4202, unused(), out("data", SIGINFO)),
            request("PTRACE_SETSIGINFO", 0x4203, unused(), in("data", SIGINFO)),
            request("PTRACE_GETREGSET", 0x4204, integer("type"), regset(Direction.OUT)),
            request("PTRACE_SETREGSET", 0x4205, integer("type"), regset(Direction.IN)),
            request(
                "PTRACE_PEEKSIGINFO",
                0x4209,
                in("addr", PEEKSIGINFO_ARGS),
                out(
                    "data",
                    computed(
                        "the result x siginfo",
                        (call, memory) -> 128 * field(call, 2, 12, memory),
                        (call, exit) -> 128 * Math.max(exit.result(), 0)))),
            request("PTRACE_GETSIGMASK", 0x420a, size("size"), out("data", SIGSET)),
            request("PTRACE_SETSIGMASK", 0x420b, size("size"), in("data", SIGSET)),
            request(
                "PTRACE_SECCOMP_GET_FILTER",
                0x420c,
                size("index"),
                out(
                    "data",
                    computed(
                        "the result x 8",
                        (call, memory) -> 4096 * 8,
                        (call, exit) -> 8 * Math.max(exit.result(), 0)))),
            request(
                "PTRACE_SECCOMP_GET_METADATA",
                0x420d,
                size("size"),
                inout("data", computed("size, at most 16", (c, m) -> Math.min(c.arg(2), 16)))),
            request(
                "PTRACE_GET_SYSCALL_INFO",
                0x420e,
                size("size"),
                out("data", new Size.Returned(2, 0))),
            request(
                "PTRACE_GET_RSEQ_CONFIGURATION",
                0x420f,
                size("size"),
                out("data", new Size.Returned(2, 0))),
            request(
                "PTRACE_SET_SYSCALL_USER_DISPATCH_CONFIG",
                0x4210,
                size("size"),
                in("data", fixed(32))),
            request(
                "PTRACE_GET_SYSCALL_USER_DISPATCH_CONFIG",
                0x4211,
                size("size"),
                out("data", fixed(32))),
            request("PTRACE_SET_SYSCALL_INFO", 0x4212, size("size"), in("data", bytes(2)))));
    return Variants.of(args -> args[0] & 0xffffffffL, "Add the request to PtraceVariants.", rows);
  }

  /** A struct iovec whose length the kernel cuts to what it transferred. */
  private static Arg regset(Direction direction) {
    return structure("iov", Direction.INOUT, fixed(IOVEC), pointsTo(0, direction, 8, 8, 1));
  }

  private static SyscallSpec request(String name, int number, Arg addr, Arg data) {
    return operation(
            name, number, flags("request", Symbols.values(name + "=" + number)), pid(), addr, data)
        .special("ptrace");
  }
}
