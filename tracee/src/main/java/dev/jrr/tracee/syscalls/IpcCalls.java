package dev.jrr.tracee.syscalls;

import static dev.jrr.tracee.syscalls.Layout.*;
import static dev.jrr.tracee.syscalls.Rows.*;

import java.util.List;

/** Futexes, System V IPC and POSIX message queues. */
final class IpcCalls {
  private IpcCalls() {}

  private static final long IPC_NOWAIT = 0x800;
  private static final String NOWAIT = "IPC_NOWAIT";

  static List<SyscallSpec> futexes() {
    return List.of(
        call("futex", 202, address("uaddr"), integer("futex_op")).by(FutexVariants::table),
        call(
                "futex_waitv",
                449,
                in("waiters", elements(1, FUTEX_WAITV)),
                unsigned("nr_futexes"),
                flags(),
                in("timeout", TIMESPEC),
                choice("clockid", SymbolSets.CLOCK))
            .mayBlock(),
        call("futex_wake", 454, address("uaddr"), size("mask"), integer("nr"), flags()),
        call(
                "futex_wait",
                455,
                address("uaddr"),
                size("val"),
                size("mask"),
                flags(),
                in("timeout", TIMESPEC),
                choice("clockid", SymbolSets.CLOCK))
            .mayBlock(),
        call(
            "futex_requeue",
            456,
            in("waiters", fixed(2 * FUTEX_WAITV.bytes())),
            flags(),
            integer("nr_wake"),
            integer("nr_requeue")));
  }

  static List<SyscallSpec> systemV() {
    return List.of(
        call("shmget", 29, integer("key"), size("size"), flags("shmflg", SymbolSets.IPC)),
        call("shmat", 30, integer("shmid"), address("shmaddr"), flags("shmflg", null)).special(),
        call("shmdt", 67, address("shmaddr")).special(),
        call("shmctl", 31, integer("shmid"), integer("cmd"), address("buf"))
            .by(IpcVariants::shmctl),
        call("semget", 64, integer("key"), integer("nsems"), flags("semflg", SymbolSets.IPC)),
        call("semop", 65, integer("semid"), in("sops", elements(2, SEMBUF)), size("nsops"))
            .mayBlock(),
        call(
                "semtimedop",
                220,
                integer("semid"),
                in("sops", elements(2, SEMBUF)),
                size("nsops"),
                in("timeout", TIMESPEC))
            .blocksUnlessZeroTime(3),
        call("semctl", 66, integer("semid"), integer("semnum"), integer("cmd"), address("arg"))
            .by(IpcVariants::semctl),
        call("msgget", 68, integer("key"), flags("msgflg", SymbolSets.IPC)),
        call(
                "msgsnd",
                69,
                integer("msqid"),
                in("msgp", computed("8 + msgsz", (call, memory) -> 8 + call.arg(2))),
                size("msgsz"),
                flags("msgflg", SymbolSets.IPC))
            .blocksUnless(3, IPC_NOWAIT, NOWAIT),
        call(
                "msgrcv",
                70,
                integer("msqid"),
                out("msgp", new Size.Returned(2, 8)),
                size("msgsz"),
                number("msgtyp"),
                flags("msgflg", SymbolSets.IPC))
            .blocksUnless(4, IPC_NOWAIT, NOWAIT),
        call("msgctl", 71, integer("msqid"), integer("cmd"), address("buf"))
            .by(IpcVariants::msgctl));
  }

  static List<SyscallSpec> messageQueues() {
    return List.of(
        call("mq_open", 240, path("name"), flags(SymbolSets.OPEN), mode(), in("attr", MQ_ATTR)),
        call("mq_unlink", 241, path("name")),
        call(
                "mq_timedsend",
                242,
                fd("mqdes"),
                in("msg_ptr", bytes(2)),
                size("msg_len"),
                unsigned("msg_prio"),
                in("abs_timeout", TIMESPEC))
            .mayBlock(),
        call(
                "mq_timedreceive",
                243,
                fd("mqdes"),
                out("msg_ptr", returned(2)),
                size("msg_len"),
                out("msg_prio", INT),
                in("abs_timeout", TIMESPEC))
            .mayBlock(),
        call("mq_notify", 244, fd("mqdes"), in("sevp", SIGEVENT)),
        call("mq_getsetattr", 245, fd("mqdes"), in("newattr", MQ_ATTR), out("oldattr", MQ_ATTR)));
  }
}
