package dev.jrr.tracee;

import com.kenai.jffi.MemoryIO;
import dev.jrr.tracee.kernel.Libc;
import dev.jrr.tracee.syscalls.Errno;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Asks the kernel for one mapping of an address space (PROCMAP_QUERY, include/uapi/linux/fs.h,
 * since Linux 6.11). {@code /proc/PID/maps} lists all of them, which takes longer than a call that
 * is traced where there are hundreds.
 */
final class MappingQuery implements AutoCloseable {
  /** _IOWR('f', 17, struct procmap_query). */
  private static final long PROCMAP_QUERY = 0xc0686611L;

  /** struct procmap_query, and where its members are. */
  private static final int SIZE = 104;

  private static final int QUERY_FLAGS = 8;
  private static final int ADDRESS = 16;
  private static final int START = 24;
  private static final int FLAGS = 40;
  private static final int NAME_SIZE = 80;
  private static final int NAME = 88;

  private static final long WRITABLE = 2;
  private static final long COVERING_OR_NEXT = 0x10;

  /** As long as a name can be: PATH_MAX, and what the kernel adds where a file was removed. */
  private static final int NAME_ROOM = 4096 + 64;

  private static final long IOCTL = Libc.function("ioctl");
  private static final long QUERY = Libc.allocate(SIZE);
  private static final long TEXT = Libc.allocate(NAME_ROOM);

  private static boolean isUnknown;

  private final int fd;

  private MappingQuery(int fd) {
    this.fd = fd;
  }

  /** For the memory that task {@code tid} has now; null where the kernel does not answer. */
  static @Nullable MappingQuery of(int tid) {
    if (isUnknown) {
      return null;
    }
    int fd = ProcFile.open(tid, "maps", ProcFile.O_RDONLY);
    if (fd < 0) {
      return null;
    }
    MappingQuery query = new MappingQuery(fd);
    if (query.ask(0, 0) == -Errno.ENOTTY.number()) {
      isUnknown = true;
      query.close();
      return null;
    }
    return query;
  }

  /** Whether the program may store there, or its stack would grow to there. */
  boolean isWritable(long address) {
    if (ask(address, 0) < 0) {
      return false;
    }
    MemoryIO memory = Libc.memory();
    long start = memory.getLong(QUERY + START);
    if (Long.compareUnsigned(address, start) >= 0) {
      return (memory.getLong(QUERY + FLAGS) & WRITABLE) != 0;
    }
    return ask(start, NAME_ROOM) == 0 && name().equals("[stack]");
  }

  /** The mapping that covers {@code address} or is the next; 0, or an error's negative number. */
  private long ask(long address, int nameRoom) {
    MemoryIO memory = Libc.memory();
    memory.setMemory(QUERY, SIZE, (byte) 0);
    memory.putLong(QUERY, SIZE);
    memory.putLong(QUERY + QUERY_FLAGS, COVERING_OR_NEXT);
    memory.putLong(QUERY + ADDRESS, address);
    memory.putInt(QUERY + NAME_SIZE, nameRoom);
    memory.putLong(QUERY + NAME, nameRoom == 0 ? 0 : TEXT);
    return Libc.call(IOCTL, fd, PROCMAP_QUERY, QUERY);
  }

  private static String name() {
    int length = Math.max(1, Libc.memory().getInt(QUERY + NAME_SIZE)) - 1; // it ends with a NUL
    byte[] bytes = new byte[length];
    Libc.memory().getByteArray(TEXT, bytes, 0, length);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    ProcFile.close(fd);
  }
}
