package dev.jrr.replayer;

import dev.jrr.gdbserver.target.Errno;
import dev.jrr.gdbserver.target.TargetException;
import dev.jrr.gdbserver.target.TargetFile;
import dev.jrr.trace.ObjectId;
import dev.jrr.trace.ObjectStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The files that the debugged process has mapped so far, from the trace's own copies, by their
 * paths: over gdb's connection, and as a {@link Sysroot} where there is one.
 */
final class TargetFiles {
  private static final int MODE = TargetFile.Status.REGULAR_FILE | 0644;

  private final ObjectStore objects;
  private final @Nullable Sysroot sysroot;
  private final Map<String, ObjectId> byPath = new HashMap<>();
  private @Nullable MappingNames seen;
  private long seenChanges;

  TargetFiles(ObjectStore objects, @Nullable Sysroot sysroot) {
    this.objects = objects;
    this.sysroot = sysroot;
  }

  /** Takes note of what {@code task} has mapped now. */
  void update(ReplayTask task, ProcessImage image) {
    MappingNames mappings = task.space.mappings;
    if (mappings == seen && mappings.changes() == seenChanges) {
      return;
    }
    seen = mappings;
    seenChanges = mappings.changes();
    for (MappingNames.Named named : mappings.all()) {
      if (named.object() != null) {
        add(named.name(), named.object());
      }
    }
    // A program names its linker by a path that may be a link, which the trace does not know.
    LinkMaps linking = new LinkMaps(task.space, image.auxv());
    MappingNames.Named linker = mappings.at(linking.linkerBase());
    String path = linking.linkerPath();
    if (path != null && linker != null && linker.object() != null) {
      add(path, linker.object());
    }
  }

  private void add(String path, ObjectId object) {
    byPath.put(path, object);
    if (sysroot != null) {
      sysroot.link(path, object);
    }
  }

  TargetFile open(String path) throws TargetException {
    ObjectId object = byPath.get(path);
    if (object == null) {
      throw new TargetException(Errno.ENOENT, "the trace has no file " + path);
    }
    try {
      return new Stored(FileChannel.open(objects.path(object), StandardOpenOption.READ));
    } catch (IOException e) {
      throw new TargetException(Errno.EIO, "cannot read the stored " + path, e);
    }
  }

  /** A file whose contents are made up here, as those in /proc. */
  static TargetFile of(byte[] contents) {
    return new Made(contents);
  }

  private record Made(byte[] contents) implements TargetFile {
    @Override
    public byte[] read(long offset, int lengthBytes) {
      int from = (int) Math.min(offset, contents.length);
      return Arrays.copyOfRange(
          contents, from, from + Math.min(lengthBytes, contents.length - from));
    }

    @Override
    public Status status() {
      return new Status(0, 0, MODE, contents.length, 0);
    }

    @Override
    public void close() {}
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
      return Arrays.copyOf(bytes.array(), bytes.position());
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
