package dev.jrr.cli;

import dev.jrr.replayer.DivergenceKind;

/**
 * Every error that jrr can end with: the one table, which {@code docs/ERRORS.md} is printed from.
 * Codes are stable. Statuses are those of sysexits.h, except for a program that cannot be started,
 * where they are a shell's.
 */
public enum ErrorCode {
  USAGE(
      1,
      64,
      "wrong usage",
      "The command line has an unknown command or option, or a value that does not fit.",
      "`jrr help` lists the commands, `jrr help COMMAND` what one takes."),
  INTERNAL(
      2,
      70,
      "a fault in jrr itself",
      "jrr came to a state that it should never be in.",
      "Run again with `JRR_DEBUG=1` and report the stack trace with the command line."),
  OUTPUT(
      3,
      74,
      "output failed",
      "What jrr printed could not be written: a full disk, or a reader that went away.",
      "Free some space, or let the reader read to the end."),
  NOT_A_TRACE(
      101,
      66,
      "not a trace",
      "The path exists, but jrr did not make it.",
      "Give the directory that `jrr record` made; `jrr ls` lists them."),
  NO_SUCH_TRACE(
      102,
      66,
      "no such trace",
      "There is no trace of that name or at that path, or none at all yet.",
      "Record one with `jrr record`; `jrr ls` lists what there is."),
  TRACE_TOO_OLD(
      103,
      76,
      "trace too old",
      "The trace is in a format that this jrr no longer reads.",
      "Use the jrr that recorded it (the message names it), or record again."),
  TRACE_TOO_NEW(
      104,
      76,
      "trace too new",
      "The trace has a format or a feature that this jrr does not know yet.",
      "Use the jrr that the message names, or a later one."),
  TRACE_CORRUPT(
      105,
      76,
      "trace corrupt",
      "What is on disk is not what was written: a checksum does not match.",
      "Copy the trace again from where it was recorded, or record again."),
  CANNOT_CREATE(
      106,
      73,
      "cannot create the trace",
      "The directory for traces is not writable, or the trace exists already.",
      "Choose another place with `-o DIR` or `JRR_TRACE_DIR`."),
  STORE_FULL(
      107,
      74,
      "no room for the trace",
      "The disk or a quota is full. What was written until then replays.",
      "Free some space (`jrr rm`), or choose another place with `JRR_TRACE_DIR`."),
  TRACE_OUTPUT(
      108,
      74,
      "cannot write the trace",
      "The system reported a fault in writing. What was written until then replays.",
      "Look at the system's log for faults of the device, or choose another place."),
  MISSING_OBJECT(
      109,
      66,
      "a file's contents are missing",
      "The trace names the contents of a mapped file that the object store does not have.",
      "Copy the object store along with the trace."),
  TRACE_INPUT(
      110,
      74,
      "cannot read the trace",
      "The system reported a fault in reading.",
      "Look at the system's log for faults of the device."),
  TRACE_FORBIDDEN(
      111,
      77,
      "trace not accessible",
      "Traces hold the memory of programs, so only the account that recorded one may open it.",
      "Use that account."),
  PROGRAM_NOT_FOUND(
      201,
      127,
      "program not found",
      "There is no such file, or none of that name in the directories of PATH.",
      "Check the name; give a path with a slash for a program that is not in PATH."),
  PROGRAM_NOT_EXECUTABLE(
      202,
      126,
      "program not executable",
      "The file is a directory, lacks the execute permission, or is not of a known format.",
      "`chmod +x` it, or name its interpreter: `jrr record -- sh FILE`."),
  PROGRAM_WRONG_ARCHITECTURE(
      203,
      126,
      "program not for x86-64",
      "jrr records 64-bit x86 programs only.",
      "Build the program for x86-64."),
  PTRACE_REFUSED(
      204,
      71,
      "tracing refused",
      "The system does not let jrr trace a process: a container without the permission, a "
          + "debugger that already traces, or a kernel setting.",
      "`jrr doctor` says which, and the command that mends it."),
  UNKNOWN_SYSCALL(
      205,
      70,
      "unknown system call",
      "The program made a call that jrr's model does not describe, and what it wrote could not be "
          + "found by comparing memory; recording on could give a wrong trace.",
      "Add its row to the model (docs/SYSCALLS.md says how), or report the message."),
  RECORDING_FAILED(
      206,
      70,
      "recording failed",
      "The recorder could not go on. What was written until then replays.",
      "Run again with `JRR_DEBUG=1`, and report the message."),
  TASK_UNREADABLE(
      207,
      71,
      "a process cannot be read",
      "The program executed a file that may not be read, or changed its user, and jrr lacks the "
          + "privilege (CAP_SYS_PTRACE) to read such a process.",
      "Record as root; in a container, start that with `--cap-add=SYS_PTRACE`."),
  PROGRAM_UNSUPPORTED(
      208,
      70,
      "jrr cannot record what the program does",
      "The program used memory, files or calls in a way that jrr has no means to record (32-bit "
          + "calls, for one); recording on could give a wrong trace.",
      "What was recorded until then replays. Report the message, and which program it is."),
  MACHINE_DIFFERS(
      302,
      71,
      "this machine cannot replay the trace",
      "The recording used features of the CPU that this one lacks, or a CPU number it has not.",
      "Replay on the machine that recorded, or on one like it."),
  NO_GDB(
      303,
      71,
      "gdb not found",
      "`jrr replay` without `-a` runs gdb on the replay.",
      "`apt-get install gdb`, or name one with `--gdb PATH`, or replay with `-a`."),
  REPLAY_FAILED(
      304,
      70,
      "replay failed",
      "The replayer could not go on, for a reason other than a divergence.",
      "Run again with `JRR_DEBUG=1`, and report the message."),
  OTHER_HOOK(
      305,
      71,
      "another version of jrr recorded the trace",
      "The code that jrr puts into programs has changed since: their calls would be taken wrongly.",
      "Replay with that version, or record again; without the buffer (`record --no-syscallbuf`) any "
          + "version replays."),
  DIVERGED_REGISTERS(DivergenceKind.REGISTERS),
  DIVERGED_OTHER_STOP(DivergenceKind.OTHER_STOP),
  DIVERGED_INPUT(DivergenceKind.INPUT),
  DIVERGED_UNKNOWN_TASK(DivergenceKind.UNKNOWN_TASK),
  DIVERGED_ADDRESS_SPACE(DivergenceKind.ADDRESS_SPACE),
  DIVERGED_MEMORY(DivergenceKind.MEMORY),
  DIVERGED_TASK_LOST(DivergenceKind.TASK_LOST),
  DIVERGED_ENDLESS(DivergenceKind.ENDLESS);

  /** What a diverged replay exits with (sysexits.h's EX_DATAERR). */
  private static final int DIVERGED = 65;

  private final int number;
  private final int exitStatus;
  private final String title;
  private final String cause;
  private final String remedy;

  ErrorCode(int number, int exitStatus, String title, String cause, String remedy) {
    this.number = number;
    this.exitStatus = exitStatus;
    this.title = title;
    this.cause = cause;
    this.remedy = remedy;
  }

  /** A way in which a replay diverges: the replayer, which finds it, has the words for it. */
  ErrorCode(DivergenceKind kind) {
    this(
        kind.number(),
        DIVERGED,
        "replay diverged: " + kind.text(),
        "One of these, the likeliest first: " + String.join("; ", kind.causes()) + ".",
        "Read the report (it is also kept as JSON, in `$XDG_STATE_HOME/jrr/divergences`, else in "
            + "`~/.local/state/jrr/divergences`), and send it to jrr's makers with the trace.");
  }

  /** The row of a divergence. */
  static ErrorCode of(DivergenceKind kind) {
    for (ErrorCode code : values()) {
      if (code.number == kind.number()) {
        return code;
      }
    }
    throw new IllegalArgumentException("no row for " + kind);
  }

  /** The stable code, such as {@code JRR-E105}. */
  public String code() {
    return String.format(java.util.Locale.ROOT, "JRR-E%03d", number);
  }

  /** What jrr exits with. */
  public int exitStatus() {
    return exitStatus;
  }

  /** What went wrong, in a few words. */
  public String title() {
    return title;
  }

  /** Why this happens, in general. */
  public String cause() {
    return cause;
  }

  /** What one can do, in general. */
  public String remedy() {
    return remedy;
  }
}
