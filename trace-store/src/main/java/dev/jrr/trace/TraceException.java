package dev.jrr.trace;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What can go wrong with a trace on disk, one subclass per cause. Each has a stable code, one line
 * that says what, one why, one what to do, and the status that a command of jrr exits with
 * (sysexits.h).
 */
public abstract sealed class TraceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** EX_NOINPUT of sysexits.h. */
  private static final int EX_NOINPUT = 66;

  /** EX_CANTCREAT of sysexits.h. */
  private static final int EX_CANTCREAT = 73;

  /** EX_IOERR of sysexits.h. */
  private static final int EX_IOERR = 74;

  /** EX_PROTOCOL of sysexits.h. */
  private static final int EX_PROTOCOL = 76;

  /** EX_NOPERM of sysexits.h. */
  private static final int EX_NOPERM = 77;

  private final String code;
  private final int exitStatus;
  private final String what;
  private final String why;
  private final String whatToDo;

  private TraceException(
      String code,
      int exitStatus,
      String what,
      String why,
      String whatToDo,
      @Nullable Throwable cause) {
    super(code + ": " + what + ": " + why, cause);
    this.code = code;
    this.exitStatus = exitStatus;
    this.what = what;
    this.why = why;
    this.whatToDo = whatToDo;
  }

  /** The stable code, {@code JRR-Ennn}. */
  public final String code() {
    return code;
  }

  /** One line: what failed. */
  public final String what() {
    return what;
  }

  /** One line: why it failed. */
  public final String why() {
    return why;
  }

  /** One line: what the user can do. */
  public final String whatToDo() {
    return whatToDo;
  }

  /** The status a command exits with because of this, from sysexits.h. */
  public final int exitStatus() {
    return exitStatus;
  }

  /** The text of {@code e} for a person: the system's own words, or the exception's name. */
  static String reason(Throwable e) {
    if (e instanceof java.nio.file.AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof java.nio.file.FileAlreadyExistsException) {
      return "it exists already";
    }
    if (e instanceof java.nio.file.NoSuchFileException) {
      return "no such file or directory";
    }
    if (e instanceof java.nio.file.FileSystemException f && f.getReason() != null) {
      return f.getReason();
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /** Output to {@code file} failed: {@link StoreFull} where space ran out. */
  static TraceException output(Path file, Throwable cause) {
    String reason = reason(cause);
    boolean full =
        reason.contains("No space left")
            || reason.contains("quota")
            || reason.contains("too large");
    return full ? new StoreFull(file, reason, cause) : new OutputFailed(file, reason, cause);
  }

  /** Reading {@code file} failed: {@link NotPermitted} where the system forbids it. */
  static TraceException input(Path file, IOException cause) {
    String reason = reason(cause);
    boolean forbidden =
        cause instanceof java.nio.file.AccessDeniedException
            || reason.contains("Permission denied")
            || reason.contains("Operation not permitted");
    return forbidden ? new NotPermitted(file, reason, cause) : new ReadFailed(file, reason, cause);
  }

  /** The path exists and is no trace of jrr. */
  public static final class NotATrace extends TraceException {
    private static final long serialVersionUID = 1;

    NotATrace(Path path, String why) {
      super(
          "JRR-E101",
          EX_NOINPUT,
          path + " is not a trace",
          why,
          "give the directory that jrr record made, or unpack a .jrr file first",
          null);
    }
  }

  /** There is no such trace. */
  public static final class Missing extends TraceException {
    private static final long serialVersionUID = 1;

    Missing(String trace, String why) {
      super(
          "JRR-E102",
          EX_NOINPUT,
          "no trace " + trace,
          why,
          "record one with jrr record, or list what there is with jrr ls",
          null);
    }
  }

  /** A format that this jrr no longer reads. */
  public static final class TooOld extends TraceException {
    private static final long serialVersionUID = 1;

    TooOld(Path trace, int major, int minor, String writer) {
      super(
          "JRR-E103",
          EX_PROTOCOL,
          trace + " is too old",
          "its format is "
              + major
              + "."
              + minor
              + ", this jrr reads "
              + HeaderDescriptor.MAJOR
              + ".x",
          "replay it with jrr " + writer + ", which wrote it, or record again",
          null);
    }
  }

  /** A format, or a feature of it, that this jrr does not know yet. */
  public static final class TooNew extends TraceException {
    private static final long serialVersionUID = 1;

    private final String neededVersion;

    TooNew(Path trace, String why, String writer) {
      super(
          "JRR-E104",
          EX_PROTOCOL,
          trace + " is too new",
          why,
          "replay it with jrr " + writer + " or later",
          null);
      this.neededVersion = writer;
    }

    /** The version of jrr that reads the trace. */
    public String neededVersion() {
      return neededVersion;
    }
  }

  /** What is on disk is not what was written. */
  public static final class Corrupt extends TraceException {
    private static final long serialVersionUID = 1;

    private final transient Path file;
    private final long offset;

    Corrupt(Path file, long offset, String why) {
      this(file, offset, why, null);
    }

    Corrupt(Path file, long offset, String why, @Nullable Throwable cause) {
      super(
          "JRR-E105",
          EX_PROTOCOL,
          file + " is corrupt at byte " + offset,
          why,
          "copy the trace again from where it was recorded, or record again",
          cause);
      this.file = file;
      this.offset = offset;
    }

    /** The damaged file. */
    public Path file() {
      return file;
    }

    /** Where the damaged part begins, in bytes from the start of {@link #file()}. */
    public long offset() {
      return offset;
    }
  }

  /** The trace, or a place for it, cannot be created. */
  public static final class CannotCreate extends TraceException {
    private static final long serialVersionUID = 1;

    CannotCreate(Path path, String why, @Nullable Throwable cause) {
      super(
          "JRR-E106",
          EX_CANTCREAT,
          "cannot create " + path,
          why,
          "choose another place with -o DIR or JRR_TRACE_DIR",
          cause);
    }
  }

  /** No space is left (or a quota or size limit is reached); what was written still replays. */
  public static final class StoreFull extends TraceException {
    private static final long serialVersionUID = 1;

    StoreFull(Path file, String why, Throwable cause) {
      super(
          "JRR-E107",
          EX_IOERR,
          "no room to write " + file,
          why,
          "free some space (jrr rm) or choose another place with JRR_TRACE_DIR",
          cause);
    }
  }

  /** Writing failed; what was written still replays. */
  public static final class OutputFailed extends TraceException {
    private static final long serialVersionUID = 1;

    OutputFailed(Path file, String why, @Nullable Throwable cause) {
      super(
          "JRR-E108",
          EX_IOERR,
          "cannot write " + file,
          why,
          "look at the system's log for faults of the device, or choose another place",
          cause);
    }
  }

  /** A trace names contents that no object store here holds. */
  public static final class MissingObject extends TraceException {
    private static final long serialVersionUID = 1;

    MissingObject(Path objects, ObjectId object) {
      super(
          "JRR-E109",
          EX_NOINPUT,
          "the contents of a recorded file are missing",
          "there is no " + object.sha256() + " in " + objects,
          "copy the object store too, from where it was recorded",
          null);
    }
  }

  /** Reading failed. */
  public static final class ReadFailed extends TraceException {
    private static final long serialVersionUID = 1;

    ReadFailed(Path file, String why, @Nullable Throwable cause) {
      super(
          "JRR-E110",
          EX_IOERR,
          "cannot read " + file,
          why,
          "look at the system's log for faults of the device",
          cause);
    }
  }

  /** The system forbids it. */
  public static final class NotPermitted extends TraceException {
    private static final long serialVersionUID = 1;

    NotPermitted(Path file, String why, Throwable cause) {
      super(
          "JRR-E111",
          EX_NOPERM,
          "may not open " + file,
          why,
          "traces are private: use the account that recorded it",
          cause);
    }
  }
}
