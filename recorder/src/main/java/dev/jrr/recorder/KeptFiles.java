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
 * tells that they are as they were.
 */
final class KeptFiles {
  /** Bytes of perform.h's struct kept: the identity, the SHA-256 of the contents, and a flag. */
  private static final int LENGTH = 5 * Long.BYTES + 32 + Long.BYTES;

  private final Set<FileIdentity> known = new HashSet<>();
  private final Set<FileIdentity> plainCode = new HashSet<>();

  /** Each as the hook wants it. */
  private final List<byte[]> files = new ArrayList<>();

  /**
   * The file has such contents, and has rested so long that any change shows in its identity.
   *
   * @param isPlainCode whether it may be mapped as code, too
   */
  void add(FileIdentity identity, ObjectId contents, boolean isPlainCode) {
    if ((isPlainCode ? plainCode : known).add(identity)) {
      files.add(
          ByteBuffer.allocate(LENGTH)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(identity.device())
              .putLong(identity.inode())
              .putLong(identity.size())
              .putLong(identity.mtimeNs())
              .putLong(identity.ctimeNs())
              .put(contents.toBytes())
              .putLong(isPlainCode ? 1 : 0)
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
