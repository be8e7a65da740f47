package dev.jrr.recorder;

import dev.jrr.trace.FileIdentity;
import dev.jrr.trace.ObjectId;
import dev.jrr.tracee.SyscallBuffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Files whose contents are in the trace: the hook makes private mappings of them, as long as fstat
 * tells that they are as they were, and names the contents in records of reads.
 */
final class KeptFiles {
  /** perform.h's AS_DATA: the file may be mapped private, though not as code. */
  static final int AS_DATA = 0;

  /** Its AS_CODE: it may be mapped as code, too, with nothing in it to be replaced. */
  static final int AS_CODE = 1;

  /** Its AS_READ: reads have these contents, as every change shows in the file's times. */
  static final int AS_READ = 2;

  /** Bytes of perform.h's struct kept: the identity, the SHA-256 of the contents, and its uses. */
  private static final int LENGTH = 5 * Long.BYTES + 32 + Long.BYTES;

  private record Use(FileIdentity file, int uses) {}

  private final Set<Use> known = new HashSet<>();

  /** Each as the hook wants it. */
  private final List<byte[]> files = new ArrayList<>();

  /**
   * The file has such contents, and has rested so long that any change shows in its identity.
   *
   * @param uses {@link #AS_DATA}, {@link #AS_CODE} or {@link #AS_READ}
   */
  void add(FileIdentity identity, ObjectId contents, int uses) {
    if (known.add(new Use(identity, uses))) {
      files.add(
          ByteBuffer.allocate(LENGTH)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(identity.device())
              .putLong(identity.inode())
              .putLong(identity.size())
              .putLong(identity.mtimeNs())
              .putLong(identity.ctimeNs())
              .put(contents.toBytes())
              .putLong(uses)
              .array());
    }
  }

  /** Tells the task's hook what it was not told yet. */
  void tell(RecordedTask task) {
    BufferedSpace hook = task.process.space.hook;
    if (hook != null && hook.toldFiles < files.size()) {
      SyscallBuffer.tellFiles(task.memory(), hook.toldFiles, files);
      hook.toldFiles = files.size();
    }
  }
}
