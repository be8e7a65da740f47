package dev.jrr.recorder;

import dev.jrr.trace.Effect;
import dev.jrr.trace.FileIdentity;
import dev.jrr.trace.ObjectId;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The memory that mappings share at replay: one segment for each file that is mapped shared, or
 * privately where it may be written besides, each anonymous shared mapping and each System V
 * segment. Stores by the program happen again at replay; what calls write to such a file is put
 * into its segment here.
 */
final class SharedSegments {
  private static final class Segment {
    final int number;
    final String path;
    final String handle;
    long size;

    Segment(int number, String path, String handle, long size) {
      this.number = number;
      this.path = path;
      this.handle = handle;
      this.size = size;
    }
  }

  /** Of files that are there. What had an inode before is told from what has it by its handle. */
  private record Key(long device, long inode) {}

  /** Where calls that name no offset wrote. */
  static final long AT_POSITION = -1;

  /** Where calls that append wrote. */
  static final long AT_END = -2;

  private final RecordSession session;
  private final Map<Key, Segment> files = new HashMap<>();
  private final Map<Integer, Integer> systemV = new HashMap<>();
  private int last;

  SharedSegments(RecordSession session) {
    this.session = session;
  }

  boolean hasFiles() {
    return !files.isEmpty();
  }

  /**
   * Whether the file that {@code descriptor} ({@code /proc/<tid>/fd/N}) is open on has a segment.
   */
  boolean has(String descriptor, FileIdentity identity) {
    return of(descriptor, identity) != null;
  }

  /** A new anonymous segment. */
  int anonymous(long length, List<Effect> effects) {
    effects.add(new Effect.CreateShared(++last, length, null));
    return last;
  }

  /** The segment of a System V id; {@code fresh} tells whether it is new here. */
  int systemV(int id, long length, List<Effect> effects) {
    Integer known = systemV.get(id);
    if (known != null) {
      return known;
    }
    int number = anonymous(length, effects);
    systemV.put(id, number);
    return number;
  }

  /** The segment of the file that {@code descriptor} ({@code /proc/<tid>/fd/N}) is open on. */
  int file(String descriptor, FileIdentity identity, List<Effect> effects) {
    Segment known = of(descriptor, identity);
    if (known != null) {
      resize(known, identity.size(), effects);
      return known.number;
    }
    Key key = new Key(identity.device(), identity.inode());
    if (!files.containsKey(key)) {
      session.buffering().sharedFile(key.device(), key.inode());
    }
    ObjectId initial = session.store(Path.of(descriptor), identity);
    Segment segment =
        new Segment(
            ++last, FileStatus.link(descriptor), FileStatus.handle(descriptor), identity.size());
    files.put(key, segment);
    effects.add(new Effect.CreateShared(segment.number, segment.size, initial));
    return segment.number;
  }

  private static void resize(Segment segment, long size, List<Effect> effects) {
    if (segment.size != size) {
      segment.size = size;
      effects.add(new Effect.ResizeShared(segment.number, size));
    }
  }

  /** {@code task} changed the size of the file {@code path}: known by the same name, or another. */
  void truncated(RecordedTask task, @Nullable String path, List<Effect> effects) {
    if (path != null) {
      String from = "/proc/" + task.tid() + (path.startsWith("/") ? "/root" : "/cwd/");
      FileStatus status = FileStatus.of(from + path);
      Segment segment = status == null ? null : of(from + path, status.identity());
      if (segment != null) {
        resize(segment, status.identity().size(), effects);
      }
    }
    for (Segment segment : files.values()) {
      FileStatus status = FileStatus.of(segment.path);
      if (status != null && of(segment.path, status.identity()) == segment) {
        resize(segment, status.identity().size(), effects);
      }
    }
  }

  /** The segment of the file at {@code path}, or null. */
  private @Nullable Segment of(String path, FileIdentity identity) {
    Segment known = files.get(new Key(identity.device(), identity.inode()));
    return known != null && known.handle.equals(FileStatus.handle(path)) ? known : null;
  }

  /**
   * {@code length} bytes were written to descriptor {@code fd} at {@code offset}, or where that is
   * {@link #AT_END}, at the file's end, or {@link #AT_POSITION}, up to its present position.
   */
  void written(RecordedTask task, int fd, long offset, long length, List<Effect> effects) {
    String descriptor = "/proc/" + task.tid() + "/fd/" + fd;
    FileStatus status = FileStatus.of(descriptor);
    Segment segment = status == null ? null : of(descriptor, status.identity());
    if (segment == null) {
      return;
    }
    resize(segment, status.identity().size(), effects);
    if (length <= 0) {
      return;
    }
    long start =
        offset >= 0 ? offset : (offset == AT_END ? segment.size : position(task, fd)) - length;
    try (RandomAccessFile file = new RandomAccessFile(descriptor, "r")) {
      file.seek(start);
      byte[] bytes = new byte[(int) Math.min(length, Math.max(0, segment.size - start))];
      file.readFully(bytes);
      effects.add(new Effect.WriteShared(segment.number, start, bytes));
    } catch (IOException unreadable) {
      throw new UnsupportedProgramException(
          "a file that is mapped shared was written and cannot be read: " + segment.path);
    }
  }

  /** The descriptor's flags of open(2); 0 if it is gone. */
  static int flags(RecordedTask task, int fd) {
    return (int) fdinfo(task, fd, "flags:", 8);
  }

  /** The descriptor's position; 0 if it is gone. */
  static long position(RecordedTask task, int fd) {
    return fdinfo(task, fd, "pos:", 10);
  }

  /** A line of {@code /proc/<tid>/fdinfo/N} (proc(5)): its name, and a number. */
  private static long fdinfo(RecordedTask task, int fd, String name, int radix) {
    String text = SmallFiles.read("/proc/" + task.tid() + "/fdinfo/" + fd);
    int at = text.indexOf(name);
    int end = text.indexOf('\n', at);
    return at < 0 || end < at
        ? 0
        : Long.parseLong(text.substring(at + name.length(), end).strip(), radix);
  }
}
