package dev.jrr.replayer;

import dev.jrr.trace.Effect;
import dev.jrr.trace.ObjectStore;
import dev.jrr.tracee.kernel.Libc;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * The segments that mappings of a replay share: a memory file each, which tasks open by its path.
 */
final class SharedMemory {
  private static final long MEMFD_CREATE = Libc.function("memfd_create");
  private static final long CLOSE = Libc.function("close");
  private static final int MFD_CLOEXEC = 1;
  private static final long OWN_PID = ProcessHandle.current().pid();

  private final ObjectStore objects;
  private final Map<Integer, RandomAccessFile> segments = new HashMap<>();
  private final Map<Integer, Integer> descriptors = new HashMap<>();

  SharedMemory(ObjectStore objects) {
    this.objects = objects;
  }

  void create(Effect.CreateShared create) {
    int fd = (int) Libc.call(MEMFD_CREATE, Libc.string("jrr-shared"), MFD_CLOEXEC);
    try {
      RandomAccessFile file = new RandomAccessFile("/proc/self/fd/" + fd, "rw");
      file.setLength(create.length());
      if (create.initial() != null) {
        try (FileChannel from =
            FileChannel.open(objects.checkedPath(create.initial()), StandardOpenOption.READ)) {
          long at = 0;
          while (at < create.length()) {
            long moved = from.transferTo(at, create.length() - at, file.getChannel());
            if (moved <= 0) {
              break;
            }
            at += moved;
          }
        }
      }
      segments.put(create.segment(), file);
      descriptors.put(create.segment(), fd);
    } catch (IOException e) {
      throw new UncheckedIOException("a shared segment of " + create.length() + " bytes", e);
    }
  }

  void resize(int segment, long length) {
    try {
      segments.get(segment).setLength(length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(Effect.WriteShared write) {
    try {
      RandomAccessFile file = segments.get(write.segment());
      file.seek(write.offset());
      file.write(write.bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closes the segments; what is mapped of them stays. */
  void close() {
    descriptors.values().forEach(fd -> Libc.call(CLOSE, fd));
    descriptors.clear();
    for (RandomAccessFile file : segments.values()) {
      try {
        file.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    segments.clear();
  }

  /** Where a task of the replay can open the segment. */
  String path(int segment) {
    return "/proc/" + OWN_PID + "/fd/" + descriptors.get(segment);
  }
}
