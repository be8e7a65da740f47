package dev.jrr.replayer;

import dev.jrr.layout.JrrLayout;
import dev.jrr.trace.Effect;
import dev.jrr.trace.ObjectId;
import dev.jrr.trace.ObjectStore;
import dev.jrr.tracee.BufferedRecords.NotedCall;
import dev.jrr.tracee.SyscallBuffer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Contents of files that were in the store when buffered calls read them: their records only name
 * them. The hook reads them again from there, or the supervisor puts them into memory.
 */
final class NamedContents {
  private final ObjectStore objects;

  NamedContents(ObjectStore objects) {
    this.objects = objects;
  }

  /** What such a call put into memory. */
  Effect.WriteMemory read(NotedCall call) {
    ObjectId contents = ObjectId.of(call.contents());
    return new Effect.WriteMemory(
        call.arguments()[1], objects.read(contents, call.arguments()[3], call.result()));
  }

  /** The task has these records now: tells its hook where what they name is. */
  void tell(ReplaySpace space) {
    int told = space.objects.size();
    List<byte[]> named = space.records.namedContents();
    space.namesContents = !named.isEmpty();
    for (byte[] contents : named) {
      space.objects.computeIfAbsent(ObjectId.of(contents), this::entry);
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
