package dev.jrr.recorder;

import dev.jrr.layout.JrrLayout;
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
  private record Use(FileIdentity file, long uses) {}

  private final Set<Use> known = new HashSet<>();

  /** Each as the hook wants it. */
  private final List<byte[]> files = new ArrayList<>();

  /**
   * The file has such contents, and has rested so long that any change shows in its identity.
   *
   * @param uses {@link JrrLayout#KEPT_AS_DATA} or others of these
   */
  void add(FileIdentity identity, ObjectId contents, long uses) {
    if (known.add(new Use(identity, uses))) {
      files.add(
          ByteBuffer.allocate((int) JrrLayout.KEPT_SIZE)
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
