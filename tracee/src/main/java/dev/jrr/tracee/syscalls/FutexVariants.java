package dev.jrr.tracee.syscalls;

import static dev.jrr.tracee.syscalls.Layout.*;
import static dev.jrr.tracee.syscalls.Rows.*;

import java.util.List;

/**
 * The operations of futex(2); linux/futex.h. The words are never moved to scratch: their addresses
 * are what the waiters meet at.
 */
final class FutexVariants {
  private FutexVariants() {}

  /** FUTEX_PRIVATE_FLAG and FUTEX_CLOCK_REALTIME change no argument. */
  private static final long COMMAND = 0x7f;

  private static final Symbols OPERATION =
      Symbols.bits(
          COMMAND,
          "FUTEX_WAIT=0 FUTEX_WAKE=1 FUTEX_FD=2 FUTEX_REQUEUE=3 FUTEX_CMP_REQUEUE=4 "
              + "FUTEX_WAKE_OP=5 FUTEX_LOCK_PI=6 FUTEX_UNLOCK_PI=7 FUTEX_TRYLOCK_PI=8 "
              + "FUTEX_WAIT_BITSET=9 FUTEX_WAKE_BITSET=10 FUTEX_WAIT_REQUEUE_PI=11 "
              + "FUTEX_CMP_REQUEUE_PI=12 FUTEX_LOCK_PI2=13 FUTEX_PRIVATE_FLAG=128 "
              + "FUTEX_CLOCK_REALTIME=256");

  static Variants table() {
    return Variants.of(
        args -> args[1] & COMMAND,
        "Add the operation to FutexVariants.",
        List.of(
            command("FUTEX_WAIT", 0, key("uaddr"), unsigned("val"), timeout()).mayBlock(),
            command("FUTEX_WAKE", 1, address("uaddr"), unsigned("val")),
            command(
                "FUTEX_REQUEUE",
                3,
                address("uaddr"),
                unsigned("val"),
                unsigned("val2"),
                address("uaddr2")),
            command(
                "FUTEX_CMP_REQUEUE",
                4,
                key("uaddr"),
                unsigned("val"),
                unsigned("val2"),
                address("uaddr2"),
                unsigned("val3")),
            command(
                "FUTEX_WAKE_OP",
                5,
                address("uaddr"),
                unsigned("val"),
                unsigned("val2"),
                word("uaddr2"),
                unsigned("val3")),
            command("FUTEX_LOCK_PI", 6, word("uaddr"), unsigned("val"), timeout()).mayBlock(),
            command("FUTEX_UNLOCK_PI", 7, word("uaddr")),
            command("FUTEX_TRYLOCK_PI", 8, word("uaddr")),
            command(
                    "FUTEX_WAIT_BITSET",
                    9,
                    key("uaddr"),
                    unsigned("val"),
                    timeout(),
                    unused(),
                    unsigned("val3"))
                .mayBlock(),
            command(
                "FUTEX_WAKE_BITSET",
                10,
                address("uaddr"),
                unsigned("val"),
                unused(),
                unused(),
                unsigned("val3")),
            command(
                    "FUTEX_WAIT_REQUEUE_PI",
                    11,
                    key("uaddr"),
                    unsigned("val"),
                    timeout(),
                    word("uaddr2"))
                .mayBlock(),
            command(
                "FUTEX_CMP_REQUEUE_PI",
                12,
                key("uaddr"),
                unsigned("val"),
                unsigned("val2"),
                word("uaddr2"),
                unsigned("val3")),
            command("FUTEX_LOCK_PI2", 13, word("uaddr"), unsigned("val"), timeout()).mayBlock()));
  }

  private static Arg key(String name) {
    return in(name, INT);
  }

  private static Arg timeout() {
    return in("timeout", TIMESPEC);
  }

  private static SyscallSpec command(String name, int number, Arg word, Arg... rest) {
    Arg[] args = new Arg[rest.length + 2];
    args[0] = word;
    args[1] = flags("futex_op", OPERATION);
    System.arraycopy(rest, 0, args, 2, rest.length);
    return operation(name, number, args);
  }
}
