package dev.jrr.recorder;

import dev.jrr.trace.Effect;
import dev.jrr.tracee.Registers;
import dev.jrr.tracee.syscalls.SyscallTable;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import org.jspecify.annotations.Nullable;

/**
 * A call that moves bytes from a regular file to a standard stream, past all memory of the program:
 * what it moved is read from the file again, to be echoed by replay.
 */
final class FileToStream {
  private static final int SENDFILE = SyscallTable.numberOf("sendfile");
  private static final long EINVAL = 22;

  /** Bytes that one call moves at most: programs go on after a short count. */
  private static final int LIMIT = 1 << 20;

  private final RandomAccessFile file;
  private final long offset;

  private FileToStream(RandomAccessFile file, long offset) {
    this.file = file;
    this.offset = offset;
  }

  /**
   * Prepares a sendfile, splice, tee or copy_file_range to a standard stream: leaves one of these
   * in its note, and limits its count. Where its source is nothing whose contents can be read twice
   * (a pipe, or a file of /proc, which says 0 for its size) the call says EINVAL, as it does for
   * kinds of files that it does not support, and programs fall back to read and write.
   */
  static void prepare(RecordedTask task, PendingCall call) {
    boolean isSendfile = call.number() == SENDFILE;
    int in = (int) call.argument(isSendfile ? 1 : 0);
    String path = "/proc/" + task.tid() + "/fd/" + in;
    FileStatus status = FileStatus.of(path);
    if (status == null) {
      return; // not open: the kernel says so
    }
    RandomAccessFile file =
        status.isRegular() && status.identity().size() > 0 && task.descriptors.get(in) == null
            ? open(path)
            : null;
    if (file == null) {
      call.emulatedResult = -EINVAL;
      return;
    }
    long offsetAt = call.argument(isSendfile ? 2 : 1);
    long offset = offsetAt == 0 ? SharedSegments.position(task, in) : task.memory().word(offsetAt);
    int count = isSendfile ? 3 : 4;
    if (Long.compareUnsigned(call.argument(count), LIMIT) > 0) {
      Registers registers = task.task.changeRegisters();
      registers.setArgument(count, LIMIT);
      call.argumentsChanged = true;
    }
    call.note = new FileToStream(file, offset);
  }

  private static @Nullable RandomAccessFile open(String path) {
    try {
      return new RandomAccessFile(path, "r");
    } catch (FileNotFoundException refused) {
      return null;
    }
  }

  /** What the call moved: {@code length} bytes. */
  Effect.EchoBytes moved(int stream, long length) {
    byte[] bytes = new byte[(int) length];
    try (file) {
      file.seek(offset);
      file.readFully(bytes);
    } catch (IOException changed) {
      throw new UnsupportedProgramException(
          "a file was shortened while it was sent to a standard stream");
    }
    return new Effect.EchoBytes(stream, bytes);
  }

  /** The call moved nothing. */
  void close() {
    try {
      file.close();
    } catch (IOException ignored) {
      // it was only read
    }
  }
}
