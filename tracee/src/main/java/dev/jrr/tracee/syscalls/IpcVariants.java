package dev.jrr.tracee.syscalls;

import static dev.jrr.tracee.syscalls.Layout.*;
import static dev.jrr.tracee.syscalls.Rows.*;

import java.util.List;

/** The commands of shmctl(2), semctl(2) and msgctl(2); linux/ipc.h, shm.h, sem.h and msg.h. */
final class IpcVariants {
  private IpcVariants() {}

  /** A set has at most 65,536 semaphores (sc_semmsl is cut to an unsigned short), 2 bytes each. */
  private static final Size ALL_SEMAPHORES = new Size.Bounded(65536 * 2);

  private static Variants by(int arg, String call, List<SyscallSpec> rows) {
    return Variants.of(
        args -> args[arg] & 0xffffffffL, "Add the command to IpcVariants." + call + ".", rows);
  }

  static Variants shmctl() {
    return by(
        1,
        "shmctl",
        List.of(
            shm("IPC_RMID", 0, unused()),
            shm("IPC_SET", 1, in("buf", SHMID_DS)),
            shm("IPC_STAT", 2, out("buf", SHMID_DS)),
            shm("IPC_INFO", 3, out("buf", SHMINFO)),
            shm("SHM_LOCK", 11, unused()),
            shm("SHM_UNLOCK", 12, unused()),
            shm("SHM_STAT", 13, out("buf", SHMID_DS)),
            shm("SHM_INFO", 14, out("buf", SHM_INFO)),
            shm("SHM_STAT_ANY", 15, out("buf", SHMID_DS))));
  }

  private static SyscallSpec shm(String name, int number, Arg buffer) {
    return operation(name, number, integer("shmid"), command(name, number), buffer);
  }

  static Variants semctl() {
    return by(
        2,
        "semctl",
        List.of(
            sem("IPC_RMID", 0, unused()),
            sem("IPC_SET", 1, in("buf", SEMID_DS)),
            sem("IPC_STAT", 2, out("buf", SEMID_DS)),
            sem("IPC_INFO", 3, out("buf", SEMINFO)),
            sem("GETPID", 11, unused()),
            sem("GETVAL", 12, unused()),
            sem("GETALL", 13, out("array", ALL_SEMAPHORES)),
            sem("GETNCNT", 14, unused()),
            sem("GETZCNT", 15, unused()),
            sem("SETVAL", 16, integer("val")),
            sem("SETALL", 17, in("array", ALL_SEMAPHORES)),
            sem("SEM_STAT", 18, out("buf", SEMID_DS)),
            sem("SEM_INFO", 19, out("buf", SEMINFO)),
            sem("SEM_STAT_ANY", 20, out("buf", SEMID_DS))));
  }

  private static SyscallSpec sem(String name, int number, Arg argument) {
    return operation(
        name, number, integer("semid"), integer("semnum"), command(name, number), argument);
  }

  static Variants msgctl() {
    return by(
        1,
        "msgctl",
        List.of(
            msg("IPC_RMID", 0, unused()),
            msg("IPC_SET", 1, in("buf", MSQID_DS)),
            msg("IPC_STAT", 2, out("buf", MSQID_DS)),
            msg("IPC_INFO", 3, out("buf", MSGINFO)),
            msg("MSG_STAT", 11, out("buf", MSQID_DS)),
            msg("MSG_INFO", 12, out("buf", MSGINFO)),
            msg("MSG_STAT_ANY", 13, out("buf", MSQID_DS))));
  }

  private static SyscallSpec msg(String name, int number, Arg buffer) {
    return operation(name, number, integer("msqid"), command(name, number), buffer);
  }

  private static Arg command(String name, int number) {
    return flags("cmd", Symbols.values(name + "=" + number));
  }
}
