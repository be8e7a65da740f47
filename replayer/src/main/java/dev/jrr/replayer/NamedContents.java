package dev.jrr.replayer;

import dev.jrr.layout.JrrLayout;
import dev.jrr.trace.Effect;
import dev.jrr.trace.ObjectId;
import dev.jrr.trace.ObjectStore;
import dev.jrr.tracee.SyscallBuffer;
import dev.jrr.tracee.SyscallBuffer.NotedCall;
import dev.jrr.tracee.syscalls.SyscallTable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Contents of files that were in the store when buffered calls read them: their records only name
 * them. The hook reads them again from there, or the supervisor puts them into memory.
 */
final class NamedContents {
  private static final int READ = SyscallTable.numberOf("read");
  private static final int PREAD = SyscallTable.numberOf("pread64");

  private final ObjectStore objects;

  NamedContents(ObjectStore objects) {
    this.objects = objects;
  }

  /** Whether the call put such contents into memory. */
  static boolean isRead(NotedCall call) {
    return call.number() == READ || call.number() == PREAD;
  }

  /** What it put there. */
  Effect.WriteMemory read(NotedCall call) {
    ObjectId contents = ObjectId.of(call.contents());
    return new Effect.WriteMemory(
        call.arguments()[1], objects.read(contents, call.arguments()[3], call.result()));
  }

  /** Tells the space's hook where those are that its records name. */
  void tell(ReplaySpace space) {
    int told = space.objects.size();
    for (NotedCall call : space.changes.values()) {
      if (isRead(call)) {
        space.objects.computeIfAbsent(ObjectId.of(call.contents()), this::entry);
      }
    }
    if (space.objects.size() > told) {
      SyscallBuffer.tellObjects(space.memory, told, List.copyOf(space.objects.values()));
    }
  }

  /** As again.h's struct object has it; null where the path is too long for that. */
  private byte @Nullable [] entry(ObjectId contents) {
    byte[] path = objects.checkedPath(contents).toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer entry = ByteBuffer.allocate((int) JrrLayout.HOOK_OBJECT_SIZE);
    entry.put(contents.toBytes());
    return path.length < entry.remaining() ? entry.put(path).array() : null;
  }
}
