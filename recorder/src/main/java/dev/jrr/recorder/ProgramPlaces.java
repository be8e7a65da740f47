package dev.jrr.recorder;

import dev.jrr.trace.FileIdentity;
import dev.jrr.trace.IdentityCache;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which places one program makes its calls from: of those of a library another one uses others, and
 * each patch costs a process something.
 */
final class ProgramPlaces {
  private static final byte FORMAT = 1;

  /** So many places of a program are kept. */
  private static final int MOST = 4096;

  /** A file, whichever version of it. */
  private record File(long device, long inode) implements Comparable<File> {
    @Override
    public int compareTo(File that) {
      int byDevice = Long.compare(device, that.device);
      return byDevice == 0 ? Long.compare(inode, that.inode) : byDevice;
    }
  }

  /** The program's; null where it was not found: then nothing is kept. */
  private final @Nullable FileIdentity program;

  private final Map<File, TreeSet<Long>> used = new TreeMap<>();

  /** There is something that later recordings should know. */
  private boolean isNew;

  ProgramPlaces(@Nullable FileIdentity program) {
    this.program = program;
  }

  /** The program made a call from there. */
  void uses(FilePlaces places, long offset) {
    FileIdentity file = places.file();
    isNew |= file != null && of(file).add(offset);
  }

  /** Whence in the file it made calls before; not to be changed. */
  NavigableSet<Long> usedOf(FilePlaces places) {
    FileIdentity file = places.file();
    return file == null ? Collections.emptyNavigableSet() : of(file);
  }

  private TreeSet<Long> of(FileIdentity file) {
    return of(new File(file.device(), file.inode()));
  }

  private TreeSet<Long> of(File file) {
    return used.computeIfAbsent(file, none -> new TreeSet<>());
  }

  void read(IdentityCache cache) {
    byte[] kept = program == null ? null : cache.get(program);
    if (kept != null) {
      decode(kept);
    }
  }

  void write(IdentityCache cache) {
    if (isNew && program != null) {
      read(cache); // what others that ran meanwhile found
      cache.put(program, encode());
    }
  }

  /** The format, and of each place its file's device and inode and its offset there. */
  byte[] encode() {
    int count = Math.min(used.values().stream().mapToInt(TreeSet::size).sum(), MOST);
    ByteBuffer to = ByteBuffer.allocate(1 + count * 3 * Long.BYTES).put(FORMAT);
    for (Map.Entry<File, TreeSet<Long>> file : used.entrySet()) {
      for (long offset : file.getValue()) {
        if (to.hasRemaining()) {
          to.putLong(file.getKey().device).putLong(file.getKey().inode).putLong(offset);
        }
      }
    }
    return to.array();
  }

  /** Adds what is kept; nothing, or less, where another version of jrr wrote it. */
  void decode(byte[] kept) {
    ByteBuffer from = ByteBuffer.wrap(kept);
    try {
      boolean isOurs = from.get() == FORMAT;
      while (isOurs && from.hasRemaining()) {
        of(new File(from.getLong(), from.getLong())).add(from.getLong());
      }
    } catch (BufferUnderflowException e) {
      // Nothing here is needed: it is found again.
    }
  }
}
