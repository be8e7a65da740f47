package dev.jrr.replayer;

import dev.jrr.trace.Effect;
import dev.jrr.trace.ObjectId;
import dev.jrr.trace.ObjectStore;
import dev.jrr.tracee.kernel.Libc;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The segments that mappings of a replay share: a memory file each, which tasks open by its path.
 * Copies of processes share them as well, so a checkpoint keeps their contents apart.
 */
final class SharedMemory {
  private static final long MEMFD_CREATE = Libc.function("memfd_create");
  private static final long CLOSE = Libc.function("close");
  private static final long LSEEK = Libc.function("lseek");
  private static final int SEEK_DATA = 3;
  private static final int SEEK_HOLE = 4;
  private static final int MFD_CLOEXEC = 1;
  private static final long OWN_PID = ProcessHandle.current().pid();

  /** A file in memory, open. */
  private static final class MemoryFile {
    final int descriptor = (int) Libc.call(MEMFD_CREATE, Libc.string("jrr-shared"), MFD_CLOEXEC);
    final RandomAccessFile file;
    final long inode;

    MemoryFile(long length) throws IOException {
      Path link = Path.of("/proc/self/fd/" + descriptor);
      file = new RandomAccessFile(link.toFile(), "rw");
      file.setLength(length);
      inode = (Long) Files.getAttribute(link, "unix:ino");
    }

    void write(long offset, byte[] bytes) {
      try {
        file.seek(offset);
        file.write(bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Makes this an exact copy of {@code from}, holes left as they are. */
    void copy(MemoryFile from) throws IOException {
      long length = from.file.length();
      file.setLength(0);
      file.setLength(length);
      long at = Libc.call(LSEEK, from.descriptor, 0, SEEK_DATA);
      while (at >= 0 && at < length) { // after the last data it is -ENXIO
        long end = Libc.call(LSEEK, from.descriptor, at, SEEK_HOLE);
        file.getChannel().position(at);
        while (at < end) {
          at += from.file.getChannel().transferTo(at, end - at, file.getChannel());
        }
        at = Libc.call(LSEEK, from.descriptor, end, SEEK_DATA);
      }
    }

    void close() throws IOException {
      file.close();
      Libc.call(CLOSE, descriptor);
    }
  }

  /** Which segments there were at one time, and copies of what they held. */
  static final class Saved {
    private final Map<Integer, MemoryFile> segments = new HashMap<>();
    private final Map<Integer, MemoryFile> contents = new HashMap<>();

    private Saved() {}

    /** Lets go of the copies. */
    void close() {
      closeAll(contents.values());
    }
  }

  private final ObjectStore objects;
  private final Map<Integer, MemoryFile> segments = new HashMap<>();

  /** All that were ever made: the ones that a checkpoint's processes have mapped are still used. */
  private final List<MemoryFile> files = new ArrayList<>();

  SharedMemory(ObjectStore objects) {
    this.objects = objects;
  }

  void create(Effect.CreateShared create) {
    try {
      MemoryFile segment = new MemoryFile(create.length());
      files.add(segment);
      segments.put(create.segment(), segment);
      if (create.initial() != null) {
        fill(segment, create.initial(), create.length());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a shared segment of " + create.length() + " bytes", e);
    }
  }

  private void fill(MemoryFile segment, ObjectId initial, long length) throws IOException {
    try (FileChannel from =
        FileChannel.open(objects.checkedPath(initial), StandardOpenOption.READ)) {
      long at = 0;
      while (at < length) {
        long moved = from.transferTo(at, length - at, segment.file.getChannel());
        if (moved <= 0) {
          break;
        }
        at += moved;
      }
    }
  }

  void resize(int segment, long length) {
    try {
      segments.get(segment).file.setLength(length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(Effect.WriteShared write) {
    segments.get(write.segment()).write(write.offset(), write.bytes());
  }

  /** Writes to the segment whose file has that number; false if there is none. */
  boolean write(long inode, long offset, byte[] bytes) {
    for (MemoryFile segment : files) {
      if (segment.inode == inode) {
        segment.write(offset, bytes);
        return true;
      }
    }
    return false;
  }

  /** Keeps what all segments hold now. */
  Saved save() {
    Saved saved = new Saved();
    try {
      for (Map.Entry<Integer, MemoryFile> entry : segments.entrySet()) {
        MemoryFile copy = new MemoryFile(0);
        saved.contents.put(entry.getKey(), copy);
        copy.copy(entry.getValue());
        saved.segments.put(entry.getKey(), entry.getValue());
      }
    } catch (IOException e) {
      saved.close();
      throw new UncheckedIOException(e);
    }
    return saved;
  }

  /** Makes the segments those of {@code saved} again, as they were; no task may be running. */
  void restore(Saved saved) {
    segments.clear();
    segments.putAll(saved.segments);
    try {
      for (Map.Entry<Integer, MemoryFile> entry : segments.entrySet()) {
        entry.getValue().copy(saved.contents.get(entry.getKey()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As before the first event. */
  void clear() {
    segments.clear();
  }

  /** Closes the segments; what is mapped of them stays. */
  void close() {
    closeAll(files);
    files.clear();
    segments.clear();
  }

  private static void closeAll(Iterable<MemoryFile> files) {
    try {
      for (MemoryFile file : files) {
        file.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a task of the replay can open the segment. */
  String path(int segment) {
    return "/proc/" + OWN_PID + "/fd/" + segments.get(segment).descriptor;
  }
}
