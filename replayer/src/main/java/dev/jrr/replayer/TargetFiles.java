package dev.jrr.replayer;

import dev.jrr.gdbserver.target.Errno;
import dev.jrr.gdbserver.target.TargetException;
import dev.jrr.gdbserver.target.TargetFile;
import dev.jrr.trace.Effect;
import dev.jrr.trace.Frame;
import dev.jrr.trace.ObjectId;
import dev.jrr.trace.ObjectStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files that the program has mapped so far, from the trace's own copies, by their paths. */
final class TargetFiles {
  private static final int MODE = TargetFile.Status.REGULAR_FILE | 0644;

  private final ObjectStore objects;
  private final Map<String, ObjectId> byPath = new HashMap<>();

  TargetFiles(ObjectStore objects) {
    this.objects = objects;
  }

  /** Takes note of what the frame maps. */
  void add(Frame frame) {
    for (Effect effect : frame.effects()) {
      if (effect instanceof Effect.Map map
          && map.backing() instanceof Effect.Backing.FileObject file) {
        byPath.put(map.name(), file.object());
      }
    }
  }

  TargetFile open(String path) throws TargetException {
    ObjectId object = find(path);
    if (object == null) {
      throw new TargetException(Errno.ENOENT, "the trace has no file " + path);
    }
    try {
      return new Stored(FileChannel.open(objects.path(object), StandardOpenOption.READ));
    } catch (IOException e) {
      throw new TargetException(Errno.EIO, "cannot read the stored " + path, e);
    }
  }

  /**
   * The trace has the names that the kernel shows; the program's own may lead there by links (/lib
   * to /usr/lib). So where the name is not known, the one file with the same last part is meant.
   */
  private @Nullable ObjectId find(String path) {
    ObjectId exact = byPath.get(path);
    if (exact != null) {
      return exact;
    }
    if (!path.startsWith("/")) {
      return null;
    }
    String last = path.substring(path.lastIndexOf('/'));
    ObjectId found = null;
    for (Map.Entry<String, ObjectId> entry : byPath.entrySet()) {
      if (entry.getKey().endsWith(last)) {
        if (found != null && !found.equals(entry.getValue())) {
          return null;
        }
        found = entry.getValue();
      }
    }
    return found;
  }

  private record Stored(FileChannel channel) implements TargetFile {
    @Override
    public byte[] read(long offset, int lengthBytes) throws TargetException {
      ByteBuffer bytes = ByteBuffer.allocate(lengthBytes);
      try {
        while (bytes.hasRemaining() && channel.read(bytes, offset + bytes.position()) > 0) {
          // until the end of the file or of what was asked for
        }
      } catch (IOException e) {
        throw new TargetException(Errno.EIO, "cannot read the trace's copy", e);
      }
      return java.util.Arrays.copyOf(bytes.array(), bytes.position());
    }

    @Override
    public Status status() throws TargetException {
      try {
        return new Status(0, 0, MODE, channel.size(), 0);
      } catch (IOException e) {
        throw new TargetException(Errno.EIO, "cannot read the trace's copy", e);
      }
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        // Nothing was written: there is nothing to lose.
      }
    }
  }
}
